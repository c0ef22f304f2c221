"""What one step of the conformance script keeps of an answer: enough to compare two servers, nothing that differs by chance.

Tokens, ids, dates and addresses become words (`<text>`, `<time>`), so that a recorded answer of the reference
and an answer of Tasklore are equal exactly when a client could not tell them apart.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx2

_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
_SIGNED = re.compile(r"^.+\.[A-Za-z0-9+/]{43}=$")
_KEPT_HEADERS = ("cache-control", "pragma", "access-control-expose-headers")
_PRESENT_HEADERS = ("set-auth-token", "set-auth-jwt", "x-retry-after")


@dataclass(frozen=True)
class Answer:
    """One step's answer in comparable form."""

    step: str
    status: int
    body: Any
    cookies: list[str]
    headers: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def comparable(step: str, response: httpx2.Response, base_url: str) -> Answer:
    """The answer with everything that may differ between two runs replaced by its kind."""
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    headers |= {name: "<present>" for name in _PRESENT_HEADERS if name in response.headers}
    if "location" in response.headers:
        headers["location"] = _location(response.headers["location"], base_url)
    if response.content:
        headers["content-type"] = response.headers.get("content-type", "").split(";")[0]
    return Answer(
        step=step,
        status=response.status_code,
        body=_body(response),
        cookies=sorted(_cookie(line) for line in response.headers.get_list("set-cookie")),
        headers=dict(sorted(headers.items())),
    )


def _body(response: httpx2.Response) -> Any:
    if not response.content:
        return "<empty>"
    try:
        payload = response.json()
    except json.JSONDecodeError:
        return "<not json>"
    if isinstance(payload, dict) and response.status_code >= 400:
        return payload
    return shape(payload)


def shape(value: Any) -> Any:
    """The kinds in a JSON value; booleans stay themselves, a list keeps the shape of its first member."""
    match value:
        case None | bool():
            return value
        case str() if _TIME.match(value):
            return "<time>"
        case str():
            return "<text>"
        case int() | float():
            return "<number>"
        case list():
            return [shape(value[0]), len(value)] if value else []
        case dict():
            return {key: shape(value[key]) for key in sorted(value)}
    raise TypeError(f"{value!r} is no JSON value")


def _cookie(line: str) -> str:
    first, *attributes = line.split("; ")
    name, _, value = first.partition("=")
    kind = "" if not value else "<signed>" if _SIGNED.match(unquote(value)) else "<text>"
    return "; ".join([f"{name}={kind}", *sorted(attributes)])


def _location(url: str, base_url: str) -> str:
    parts = urlsplit(url)
    query = "&".join(
        f"{name}=<text>" if name == "token" else f"{name}={value}" for name, value in parse_qsl(parts.query)
    )
    where = url.split("?")[0].replace(base_url, "<base>")
    return f"{where}?{query}" if query else where
