"""Query strings read as one model.

FastAPI would look at each declared parameter by itself, about 15 µs each even when none is sent; a model is
validated once, and not at all for a query string that was seen before.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

Q = TypeVar("Q", bound=BaseModel)


def query_of(model: type[Q]) -> Callable[[Request], Q]:
    """A dependency that reads the query string as `model` (frozen: equal strings share one object)."""

    @lru_cache(maxsize=512)
    def read(text: bytes) -> Q:
        pairs = dict(parse_qsl(text.decode("latin-1"), keep_blank_values=True, max_num_fields=50))
        return model.model_validate(pairs)

    async def dependency(request: Request) -> Q:
        text: bytes = request.scope["query_string"]
        try:
            return read(text)
        except ValidationError as error:
            raise RequestValidationError(
                [{**mistake, "loc": ("query", *mistake["loc"])} for mistake in error.errors(include_input=False)]
            ) from error
        except ValueError as error:
            mistake = {"type": "query", "loc": ("query",), "msg": "too many or malformed parameters"}
            raise RequestValidationError([mistake]) from error

    return dependency  # type: ignore[return-value]


def documented(model: type[BaseModel]) -> dict[str, Any]:
    """`openapi_extra` for a route that reads `model`: its fields as query parameters."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    required = set(schema.get("required", ()))
    return {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": name in required,
                "schema": {key: value for key, value in field.items() if key != "description"},
                **({"description": field["description"]} if "description" in field else {}),
            }
            for name, field in schema["properties"].items()
        ]
    }
