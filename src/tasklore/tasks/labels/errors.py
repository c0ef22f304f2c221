"""What can be wrong with a label."""

from tasklore.platform.errors import Conflict


class LabelExists(Conflict):
    code = "label_exists"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is a label {name!r} already.", hint="Choose another name, or delete one of the two first."
        )
