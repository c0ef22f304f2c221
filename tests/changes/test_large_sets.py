"""Large change sets: lists show their beginning, and the set itself all of it; on both engines."""

import httpx2


async def add(client: httpx2.AsyncClient, count: int) -> str:
    operations = [{"op": "create", "values": {"title": f"Task {number}"}} for number in range(count)]
    answer = await client.post("/api/v1/bulk", json={"operations": operations})
    assert answer.status_code == 200, answer.text
    return str(answer.headers["x-change-set"])


async def test_a_list_shows_the_beginning_of_a_large_set_and_says_so(client: httpx2.AsyncClient) -> None:
    exactly, more = await add(client, 100), await add(client, 101)

    for query in ({}, {"since": 0}):
        page = (await client.get("/api/v1/changes", params=query)).json()["items"]
        listed = {one["id"]: (len(one["changes"]), one["more_changes"]) for one in page}
        assert listed == {exactly: (100, False), more: (100, True)}

    whole = (await client.get(f"/api/v1/changes/{more}")).json()
    assert (len(whole["changes"]), whole["more_changes"]) == (101, False)


async def test_a_large_set_is_undone_whole(client: httpx2.AsyncClient) -> None:
    set_id = await add(client, 150)

    assert (await client.post(f"/api/v1/changes/{set_id}/undo")).status_code == 204

    assert (await client.get("/api/v1/tasks")).json()["items"] == []
