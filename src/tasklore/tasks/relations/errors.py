"""What can be wrong with a relation."""

from tasklore.platform.errors import Conflict


class BlocksItself(Conflict):
    code = "relation_cycle"

    def __init__(self) -> None:
        super().__init__(
            "Then the task would wait for itself.", hint="Remove one of the relations that lead back to it first."
        )


class RelationExists(Conflict):
    code = "relation_exists"

    def __init__(self) -> None:
        super().__init__("The two tasks are related in that way already.")


class TooManyRelations(Conflict):
    code = "too_many_relations"

    def __init__(self, most: int) -> None:
        super().__init__(f"A task has at most {most} relations.", hint="Remove one first.")
