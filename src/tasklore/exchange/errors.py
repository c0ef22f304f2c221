"""Why a file cannot be imported at all. What can be read in part is, and is reported."""

from typing import ClassVar

from tasklore.platform.errors import Invalid, NotFound


class UnreadableFile(Invalid):
    """Not a file of the format it was given as."""

    code = "unreadable_file"
    title: ClassVar[str] = "The file could not be read"


class UnknownFormat(NotFound):
    """A format that is not read or written here."""

    def __init__(self) -> None:
        super().__init__("Format")
