"""Preferences over HTTP, on both engines."""

import asyncio
from typing import Any

import httpx2

PREFERENCES = "/api/v1/preferences"


async def test_preferences_have_defaults_and_keep_what_is_set(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient
) -> None:
    defaults = (await client.get(PREFERENCES)).json()

    changed = await client.patch(PREFERENCES, json={"timezone": "Europe/Paris", "week_start": 7})
    again = await client.patch(PREFERENCES, json={"week_start": None})

    assert defaults["timezone"] == "UTC"
    assert changed.json() == {**defaults, "timezone": "Europe/Paris", "week_start": 7}
    assert again.json() == {**defaults, "timezone": "Europe/Paris"}
    assert (await client.get(PREFERENCES)).json() == again.json()
    assert (await other.get(PREFERENCES)).json() == defaults


async def test_changes_of_several_fields_at_once_all_land(client: httpx2.AsyncClient) -> None:
    fields: list[dict[str, Any]] = [{"morning": "08:00"}, {"noon": "12:30"}, {"evening": "18:00"}, {"theme": "dark"}]

    answers = await asyncio.gather(*(client.patch(PREFERENCES, json=field) for field in fields))

    assert {answer.status_code for answer in answers} == {200}
    after = (await client.get(PREFERENCES)).json()
    for field in fields:
        assert {**after, **field} == after


async def test_wrong_preferences_are_refused(client: httpx2.AsyncClient, nobody: httpx2.AsyncClient) -> None:
    hostile: list[Any] = [
        {"timezone": "Europe/Lyonn"}, {"week_start": 8}, {"morning": "25:00"}, {"owner": "ben"}, {"locale": "../x"},
        {"dismissed": ["x"] * 101}, [], {"instructions": "x\u0000"},
    ]  # fmt: skip
    for body in hostile:
        assert (await client.patch(PREFERENCES, json=body)).status_code == 422, body
    assert (await nobody.get(PREFERENCES)).status_code == 401
    assert (await nobody.patch(PREFERENCES, json={})).status_code == 401
