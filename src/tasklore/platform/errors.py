"""The errors a caller can cause or must know of.

    DomainError
    ├── Invalid              422  the payload is malformed
    ├── Unauthenticated      401  nobody is signed in
    ├── Forbidden            403  signed in, and not allowed
    ├── NotFound             404  not there, or not yours: the same answer
    ├── Conflict             409  the present state does not allow it
    │   └── StaleWrite       409  a row moved on between reading and writing; the edge tries again
    ├── PreconditionFailed   412  If-Match names another version
    ├── TooLarge             413  body, text or list over its cap
    ├── UnsupportedMedia     415  not a content type that this route reads
    ├── TooManyRequests      429  over a limit; says when to come back
    ├── Unavailable          503  a dependency is away; says when to come back
    └── StorageFull          507  no room left on the disk

Services raise these, one handler renders them (`web/problems.py`). `code` is stable: clients may
match on it. `hint` says what to do next.
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class DomainError(Exception):
    """An error with a status, a stable code, a message for people and a hint."""

    status: ClassVar[int] = 500
    code: str = "internal_error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        hint: str | None = None,
        retry_after_s: int | None = None,
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.retry_after_s = retry_after_s
        self.headers = headers or {}
        self.extra = extra
        if code is not None:
            self.code = code


class Invalid(DomainError):
    status = 422
    code = "invalid"
    title = "The request could not be understood"


class Unauthenticated(DomainError):
    status = 401
    code = "unauthenticated"
    title = "Sign in first"


class Forbidden(DomainError):
    status = 403
    code = "forbidden"
    title = "Not allowed"


class NotFound(DomainError):
    """Not there, or not yours. The message never says which, nor repeats the id."""

    status = 404
    code = "not_found"
    title = "Not found"

    def __init__(self, what: str = "Resource") -> None:
        super().__init__(f"{what} not found.")


class Conflict(DomainError):
    status = 409
    code = "conflict"
    title = "The present state does not allow this"


class StaleWrite(Conflict):
    code = "stale_write"
    title = "Somebody else changed this at the same moment"

    def __init__(
        self, message: str = "This was changed at the same moment. Read it again and repeat the change."
    ) -> None:
        super().__init__(message)


class UniqueViolation(Conflict):
    """A unique index refused a row; `constraint` names it where the database does."""

    code = "already_exists"

    def __init__(self, constraint: str) -> None:
        super().__init__("This already exists.")
        self.constraint = constraint


class PreconditionFailed(DomainError):
    status = 412
    code = "precondition_failed"
    title = "It has changed since you read it"


class TooLarge(DomainError):
    status = 413
    code = "too_large"
    title = "Too large"


class UnsupportedMedia(DomainError):
    status = 415
    code = "unsupported_media_type"
    title = "This content type is not read here"


class TooManyRequests(DomainError):
    status = 429
    code = "too_many_requests"
    title = "Too many requests"


class Unavailable(DomainError):
    status = 503
    code = "unavailable"
    title = "Temporarily unavailable"


class StorageFull(DomainError):
    status = 507
    code = "storage_full"
    title = "No room left"
