"""Every operation with somebody else's ids answers like one with ids that never were; signed out, 401."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import httpx2
import pytest
from fastapi import FastAPI

from tasklore.apps.wiring import Core
from tests.conftest import client_of

NEVER: Final = "01890000-0000-7000-8000-000000000000"
OPEN: Final = {"/health", "/ready"}
METHODS: Final = {"get", "post", "put", "patch", "delete"}

BODIES: Final[dict[str, Any]] = {
    "PATCH /api/v1/tasks/{task_id}": {"title": "Mine now"},
    "POST /api/v1/tasks/{task_id}/comments": {"text": "Mine now"},
    "PATCH /api/v1/tasks/{task_id}/comments/{comment_id}": {"text": "Mine now"},
    "POST /api/v1/tasks/{task_id}/relations": {"other_id": NEVER[:-1] + "1", "kind": "relates"},
    "POST /api/v1/tasks/{task_id}/reschedule": {"due": "2027-01-01"},
    "PATCH /api/v1/projects/{project_id}": {"name": "Mine now"},
    "POST /api/v1/projects/{project_id}/sections": {"name": "Mine now"},
    "PATCH /api/v1/projects/{project_id}/sections/{section_id}": {"name": "Mine now"},
    "POST /api/v1/projects/{project_id}/members": {"user_id": "ben", "role": "admin"},
    "PATCH /api/v1/projects/{project_id}/members/{user_id}": {"role": "viewer"},
    "PATCH /api/v1/labels/{label_id}": {"name": "mine-now"},
    "PATCH /api/v1/filters/{filter_id}": {"name": "Mine now"},
    "PATCH /api/v1/notices/{notice_id}": {"read": True},
    "PUT /api/v1/documents/{document_id}": {"title": "Mine now", "text": "Mine now."},
    "PATCH /api/v1/documents/{document_id}": {"title": "Mine now"},
    "PATCH /api/v1/chat/conversations/{conversation_id}": {"title": "Mine now"},
}
"""What an operation takes where an empty object would be refused before the ids are looked at."""


class Operation(NamedTuple):
    """One operation of the document."""

    method: str
    path: str
    parameters: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def at(self, ids: dict[str, str]) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: ids.get(match[1], NEVER), self.path)


def operations(app: FastAPI) -> Iterator[Operation]:
    for path, methods in app.openapi()["paths"].items():
        for method in methods:
            if method in METHODS:
                yield Operation(method.upper(), path, tuple(re.findall(r"\{(\w+)\}", path)))


@pytest.fixture
async def hers(client: httpx2.AsyncClient) -> dict[str, str]:
    """One of everything that ada can make, by the name of its parameter."""

    async def made(path: str, body: dict[str, Any], **headers: str) -> httpx2.Response:
        answer = await client.post(path, json=body, headers=headers)
        assert answer.status_code < 300, (path, answer.text)
        return answer

    project = (await made("/api/v1/projects", {"name": "Hers"})).json()["id"]
    section = (await made(f"/api/v1/projects/{project}/sections", {"name": "Hers"})).json()["id"]
    first = await made("/api/v1/tasks", {"title": "Hers", "project_id": project, "section_id": section})
    task = first.json()["id"]
    other = (await made("/api/v1/tasks", {"title": "Hers too", "project_id": project})).json()["id"]
    comment = (await made(f"/api/v1/tasks/{task}/comments", {"text": "Hers"})).json()["id"]
    relation = (await made(f"/api/v1/tasks/{task}/relations", {"other_id": other, "kind": "relates"})).json()["id"]
    label = (await made("/api/v1/labels", {"name": "hers"})).json()["id"]
    saved = (await made("/api/v1/filters", {"name": "Hers", "query": "today"})).json()["id"]
    document = (await made("/api/v1/documents", {"title": "Hers", "text": "The secret is swordfish."})).json()["id"]
    proposal = (await made("/api/v1/tasks", {"title": "Proposed"}, prefer="propose")).headers["x-change-set"]
    return {
        "project_id": project,
        "section_id": section,
        "task_id": task,
        "comment_id": comment,
        "relation_id": relation,
        "label_id": label,
        "filter_id": saved,
        "document_id": document,
        "change_set_id": first.headers["x-change-set"],
        "proposal_id": proposal,
        "user_id": "ada",
        "format": "json",
    }


async def everything(client: httpx2.AsyncClient) -> str:
    """All that ada sees, as text."""
    exported = await client.get("/api/v1/export")
    assert exported.status_code == 200
    changes = await client.get("/api/v1/changes", params={"since": 0, "limit": 200})
    return json.dumps([json.loads(exported.text) | {"exported_at": None}, changes.json()["revision"]], sort_keys=True)


async def test_somebody_elses_ids_answer_like_ids_that_never_were(
    app: FastAPI, client: httpx2.AsyncClient, other: httpx2.AsyncClient, hers: dict[str, str]
) -> None:
    before = await everything(client)
    checked = 0
    for operation in operations(app):
        if not set(operation.parameters) - {"format"} or "/auth/" in operation.path:
            continue
        ids = hers | ({"change_set_id": hers["proposal_id"]} if "proposals" in operation.path else {})
        body = BODIES.get(operation.name, {} if operation.method in ("POST", "PUT", "PATCH") else None)
        theirs = await other.request(operation.method, operation.at(ids), json=body)
        never = await other.request(operation.method, operation.at({}), json=body)
        assert theirs.status_code == never.status_code, (operation.name, theirs.text, never.text)
        assert theirs.status_code in (204, 404, 405, 422), (operation.name, theirs.status_code, theirs.text)
        if theirs.status_code == 404:
            checked += 1
            assert theirs.content == never.content, operation.name
    assert checked >= 45
    assert await everything(client) == before


async def test_ids_of_others_in_a_body_or_a_query_reach_nothing(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, hers: dict[str, str]
) -> None:
    before = await everything(client)
    mine = (await other.post("/api/v1/tasks", json={"title": "Mine"})).json()["id"]
    for name in ("project_id", "section_id", "parent_id"):
        value = hers["task_id" if name == "parent_id" else name]
        for answer in (
            await other.post("/api/v1/tasks", json={"title": "Planted", name: value}),
            await other.patch(f"/api/v1/tasks/{mine}", json={name: value}),
        ):
            assert answer.status_code in (404, 422), (name, answer.text)
    assert (await other.patch(f"/api/v1/tasks/{mine}", json={"assignee_id": "ada"})).status_code in (404, 422)
    operations_ = [{"op": "delete", "entity": "task", "id": hers["task_id"]}]
    bulk = await other.post("/api/v1/bulk", json={"operations": operations_})
    assert "404" in bulk.text
    for query in ("project_id", "section_id"):
        listed = await other.get("/api/v1/tasks", params={query: hers[query]})
        assert listed.status_code == 404 or listed.json()["items"] == []
    for path in (
        "/api/v1/search?q=hers",
        "/api/v1/knowledge/search?q=swordfish",
        "/api/v1/tasks?filter=search:%20hers",
    ):
        found = await other.get(path)
        assert "Hers" not in found.text
        assert "swordfish" not in found.text.replace("q=swordfish", "")
    asked = await other.post("/v1/chat", json={"message": "What is the secret?"})
    assert "swordfish" not in asked.text
    assert await everything(client) == before


async def test_signed_out_every_operation_but_a_few_answers_401(
    app: FastAPI, nobody: httpx2.AsyncClient, hers: dict[str, str]
) -> None:
    let_in = []
    for operation in operations(app):
        if operation.path in OPEN:
            continue
        answer = await nobody.request(
            operation.method, operation.at(hers), content=b"{not json", headers={"content-type": "application/json"}
        )
        if answer.status_code != 401:
            let_in.append((operation.name, answer.status_code))
    assert let_in == []


async def test_a_key_without_the_scope_is_refused_everywhere(app: FastAPI, hers: dict[str, str]) -> None:
    async with client_of(app, "ada", **{"x-test-scopes": "nothing:read"}) as key:
        for operation in operations(app):
            if operation.path in OPEN:
                continue
            answer = await key.request(operation.method, operation.at(hers), json={})
            assert answer.status_code == 403, (operation.name, answer.status_code)


async def test_a_reader_may_read_and_not_write(app: FastAPI, services: Core, hers: dict[str, str]) -> None:
    async with client_of(app, "ada", **{"x-test-scopes": "tasks:read"}) as key:
        assert (await key.get(f"/api/v1/tasks/{hers['task_id']}")).status_code == 200
        assert (await key.patch(f"/api/v1/tasks/{hers['task_id']}", json={"title": "No"})).status_code == 403
        assert (await key.delete(f"/api/v1/tasks/{hers['task_id']}")).status_code == 403
