"""What a key or a token lets its tools do."""

from tasklore.auth.principal import Principal

from .context import Policy


def policy_of(user: Principal) -> Policy:
    """By the scopes: look only, propose, or apply. A person may do everything that is theirs."""
    if user.allows("tasks:write"):
        return "apply"
    return "propose" if user.allows("tasks:propose") else "read"
