"""Conditional requests: ETag, If-None-Match, If-Match (RFC 9110, section 13)."""

from starlette.datastructures import Headers

from ..errors import PreconditionFailed


def version_tag(version: int) -> str:
    """The strong tag of one object."""
    return f'"{version}"'


def is_current(headers: Headers, tag: str) -> bool:
    """Whether If-None-Match names this tag, so that 304 is the answer. Weak comparison."""
    given = headers.get("if-none-match")
    if given is None:
        return False
    bare = tag.removeprefix("W/")
    return given.strip() == "*" or any(part.strip().removeprefix("W/") == bare for part in given.split(","))


def require_match(headers: Headers, version: int) -> None:
    """Raises PreconditionFailed when If-Match is given and names another version. Strong comparison."""
    given = headers.get("if-match")
    if given is None or given.strip() == "*":
        return
    if version_tag(version) not in (part.strip() for part in given.split(",")):
        raise PreconditionFailed(
            f"It has changed since you read it; it is now version {version}.",
            hint="Read it again and repeat the change with the new ETag.",
            version=version,
        )
