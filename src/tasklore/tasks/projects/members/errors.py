"""What can be wrong with a membership."""

from tasklore.platform.errors import Conflict


class OwnerStays(Conflict):
    code = "owner_stays"

    def __init__(self) -> None:
        super().__init__("The owner of a project stays its owner.", hint="Delete the project instead.")


class AlreadyMember(Conflict):
    code = "already_member"

    def __init__(self) -> None:
        super().__init__("They are a member of the project already.", hint="Change their role instead.")
