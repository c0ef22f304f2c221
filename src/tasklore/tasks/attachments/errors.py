"""What can be wrong with an attachment."""

from tasklore.platform.errors import Conflict


class TooManyAttachments(Conflict):
    code = "too_many_attachments"

    def __init__(self, most: int) -> None:
        super().__init__(f"A task has at most {most} attachments.", hint="Delete one first.")
