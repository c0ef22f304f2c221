"""What OpenAPI says of this feature's routes."""

from typing import Any

import httpx2

TAGS = {
    "tasks", "projects", "sections", "members", "labels", "comments", "attachments", "relations", "notices", "bulk",
    "preferences",
}  # fmt: skip


async def test_a_path_that_has_no_such_method_names_those_it_has(client: httpx2.AsyncClient) -> None:
    for path, allowed in (
        ("/api/v1/projects", {"GET", "POST"}),
        ("/api/v1/projects/x", {"GET", "PATCH", "DELETE"}),
        ("/api/v1/tasks/x/comments/y", {"GET", "PATCH", "DELETE"}),
        ("/api/v1/bulk", {"POST"}),
        ("/api/v1/tasks/trash", {"GET"}),
        ("/api/v1/notices/read", {"POST"}),
    ):
        answer = await client.put(path, json={})
        assert answer.status_code == 405
        assert set(answer.headers["allow"].split(", ")) - {"HEAD"} == allowed


async def test_a_trailing_slash_makes_no_difference(client: httpx2.AsyncClient, nobody: httpx2.AsyncClient) -> None:
    made = await client.post("/api/v1/projects/", json={"name": "House"})
    path = f"/api/v1/projects/{made.json()['id']}/"

    assert made.status_code == 201
    assert (await client.get(path)).json() == made.json()
    assert (await client.patch(path, json={"name": "Home"})).status_code == 200
    assert (await client.get(f"{path}sections/")).status_code == 200
    assert (await client.get("/api/v1/labels/")).status_code == 200
    assert (await client.get(f"{path}/")).status_code == 404
    assert (await nobody.get(path)).status_code == 401


async def test_each_operation_has_a_summary_and_each_body_an_example(client: httpx2.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    seen = 0
    for path, operations in document["paths"].items():
        for operation in operations.values():
            if not TAGS & set(operation.get("tags", ())):
                continue
            seen += 1
            assert operation["summary"], path
            body: dict[str, Any] | None = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if body is not None:
                schema = body["schema"]
                reference = schema.get("$ref") or next(s["$ref"] for s in schema["anyOf"] if "$ref" in s)
                assert document["components"]["schemas"][reference.rpartition("/")[2]]["examples"], path
    assert seen > 50
    assert not [path for path in document["paths"] if path != "/" and path.endswith("/")]
    assert not [path for path in document["paths"] if "todos" in path]


async def test_numbers_are_not_dates(client: httpx2.AsyncClient) -> None:
    for body in (
        {"due": 0},
        {"due": {"date": 0}},
        {"deadline": 1},
        {"reminders": [{"at": 0}]},
        {"deadline": "20261201"},
    ):
        assert (await client.post("/api/v1/tasks", json={"title": "x", **body})).status_code == 422, body
    assert (await client.get("/api/v1/tasks", params={"due_to": "0"})).status_code == 422
