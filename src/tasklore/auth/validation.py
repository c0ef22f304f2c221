"""Bodies and queries of the protocol, and what is wrong with them in the words that Better Auth's validator uses.

[body.email] Invalid input: expected string, received undefined; [body.rememberMe] Invalid input: …
"""

import re
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from .errors import ValidationFailed

_EMAIL: Final = re.compile(
    r"(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}"
)
_EMAIL_LONGEST: Final = 320
_NAME_LONGEST: Final = 200

Part = Literal["body", "query"]


def is_email(text: str) -> bool:
    """Whether a text is an address as the protocol understands it: plain, ASCII, with a dotted domain."""
    return len(text) <= _EMAIL_LONGEST and _EMAIL.fullmatch(text) is not None


def _storable(text: str) -> str:
    if "\x00" in text:
        raise PydanticCustomError("unstorable", "Invalid input: the NUL character cannot be stored")
    return text


def _email(text: str) -> str:
    if not is_email(text):
        raise PydanticCustomError("email", "Invalid email address")
    return text


def _at_most(longest: int) -> AfterValidator:
    def check(text: str) -> str:
        if len(text) > longest:
            raise PydanticCustomError("too_big", f"Too big: expected string to have <={longest} characters")
        return text

    return AfterValidator(check)


Email = Annotated[str, AfterValidator(_email)]
Stored = Annotated[str, AfterValidator(_storable), _at_most(2_000)]
PersonName = Annotated[str, AfterValidator(_storable), _at_most(_NAME_LONGEST)]


class Wire(BaseModel):
    """A body or query of the protocol: strict types, further fields ignored."""

    model_config = ConfigDict(strict=True, extra="ignore")

    containers: ClassVar[Sequence[str]] = ("object",)
    """What the validator calls a value that is not an object at all."""


def checked(model: type[Wire], given: Any, part: Part, *, optional: bool = False) -> Wire:
    """The given value as a model. `...` stands for no value at all.

    Raises:
        ValidationFailed: with one clause per mistake.
    """
    if given is ... and optional:
        return model()
    if not isinstance(given, dict):
        received = _kind(given)
        clauses = [f"[{part}] Invalid input: expected {kind}, received {received}" for kind in model.containers]
        raise ValidationFailed("; ".join(clauses))
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise ValidationFailed("; ".join(_clause(mistake, part) for mistake in error.errors()[:50])) from None


_EXPECTED: Final = {
    "string_type": "string",
    "bool_type": "boolean",
    "int_type": "number",
    "float_type": "number",
    "list_type": "array",
    "dict_type": "record",
    "model_type": "object",
}


def _clause(mistake: ErrorDetails, part: Part) -> str:
    where = ".".join([part, *(str(step)[:100] for step in mistake["loc"])])
    return f"[{where}] {_words(mistake)}"


def _words(mistake: ErrorDetails) -> str:
    kind, context = mistake["type"], mistake.get("ctx", {})
    if kind == "missing":
        return "Invalid input: expected string, received undefined"
    if kind in _EXPECTED:
        return f"Invalid input: expected {_EXPECTED[kind]}, received {_kind(mistake['input'])}"
    if kind == "string_too_short":
        return f"Too small: expected string to have >={context['min_length']} characters"
    if kind == "greater_than_equal":
        return f"Too small: expected number to be >={context['ge']:g}"
    if kind == "literal_error":
        options = re.findall(r"'([^']*)'", str(context["expected"]))
        return "Invalid option: expected one of " + "|".join(f'"{option}"' for option in options)
    return mistake["msg"]


def _kind(value: Any) -> str:
    """The name that JavaScript's validator gives to a value's type."""
    match value:
        case _ if value is ...:
            return "undefined"
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"
