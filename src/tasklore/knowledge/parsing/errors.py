"""Why a file could not be read. Each message is for the person who sent it."""


class ParseError(Exception):
    """A file that cannot be read; ``code`` is stable."""

    code = "unreadable"


class Unsupported(ParseError):
    """Not a kind of file that is read here."""

    code = "unsupported_type"


class TooMuch(ParseError):
    """The file needs more time, memory, pages or text than one document may."""

    code = "too_much"


class NoText(ParseError):
    """The file was read and holds no text."""

    code = "no_text"
