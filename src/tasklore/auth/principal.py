"""The signed-in principal: one type, whatever was shown (cookie, JWT, API key, personal token)."""

from typing import Annotated, Literal, NamedTuple, Protocol, cast

from fastapi import Depends, Request

from tasklore.platform.errors import Forbidden
from tasklore.platform.unit import Unit

Shown = Literal["cookie", "bearer", "api_key", "oauth"]


class Principal(NamedTuple):
    """Who makes a request, what they showed, and what it allows."""

    user_id: str
    shown: Shown
    session_id: str | None = None
    key_id: str | None = None
    scopes: frozenset[str] | None = None
    """What a key or a token is limited to; None for a person, who may do everything that is theirs."""

    def allows(self, scope: str) -> bool:
        return self.scopes is None or scope in self.scopes

    def require(self, scope: str) -> None:
        """Raises Forbidden when the key or token shown does not carry this scope."""
        if not self.allows(scope):
            raise Forbidden(
                f"This key does not have the scope '{scope}'.",
                code="insufficient_scope",
                hint="Make a key with this scope under Settings → API keys.",
            )


class Authenticator(Protocol):
    """Finds out who makes a request, without a database call for a token that was seen before."""

    async def principal(self, request: Request, unit: Unit) -> Principal | None:
        """The principal, or None when nothing was shown.

        Raises:
            Unauthenticated: something was shown that is forged, expired or revoked.
            Forbidden: a cookie on a write from a foreign origin.
        """
        ...


async def current_principal(request: Request) -> Principal:
    """Who makes this request; the route class has seen to it that there is one."""
    return cast(Principal, request.state.principal)


CurrentUser = Annotated[Principal, Depends(current_principal)]
