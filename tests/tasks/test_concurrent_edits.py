"""Edits at one moment: each lands once or is refused, and nothing is left hanging; on both engines."""

import asyncio

import httpx2

from tests.conftest import MakeTask
from tests.tasks.conftest import MakeProject

PROJECTS = "/api/v1/projects"
TASKS = "/api/v1/tasks"


async def test_of_two_editors_of_one_version_the_second_is_told(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    task = await make_task()
    path, seen = f"{TASKS}/{task['id']}", {"if-match": '"1"'}

    answers = await asyncio.gather(
        client.patch(path, json={"notes": "mine"}, headers=seen),
        client.patch(path, json={"notes": "yours"}, headers=seen),
    )

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    winner = next(answer for answer in answers if answer.status_code == 200)
    assert (await client.get(path)).json() == winner.json()


async def test_sixteen_edits_of_one_note_each_land_once(client: httpx2.AsyncClient, make_task: MakeTask) -> None:
    task = await make_task()
    path = f"{TASKS}/{task['id']}"

    async def edit(number: int) -> None:
        while True:  # a client that is told to try again does
            answer = await client.patch(path, json={"notes": f"note {number}"})
            if answer.status_code == 200:
                return
            assert answer.status_code == 409

    await asyncio.gather(*(edit(number) for number in range(16)))

    history = (await client.get(f"{path}/history")).json()["items"]
    notes = [one["changes"][0]["after"]["notes"] for one in history if one["changes"][0]["kind"] == "update"]
    assert sorted(notes) == sorted(f"note {number}" for number in range(16))
    final = (await client.get(path)).json()
    assert (final["version"], final["notes"]) == (17, notes[0])


async def test_no_task_is_left_in_a_project_that_is_deleted_at_the_same_moment(
    client: httpx2.AsyncClient, make_project: MakeProject
) -> None:
    for _ in range(5):
        project = await make_project()
        body = {"title": "Late", "project_id": project["id"]}

        answers = await asyncio.gather(
            *(client.post(TASKS, json=body) for _ in range(4)),
            client.delete(f"{PROJECTS}/{project['id']}"),
            *(client.post(TASKS, json=body) for _ in range(4)),
        )

        assert answers[4].status_code in (204, 409)
        assert {answer.status_code for answer in answers} <= {201, 204, 404, 409}
        left = (await client.get(TASKS, params={"project_id": project["id"]})).json()["items"]
        if answers[4].status_code == 204:
            assert left == []


async def test_no_task_is_left_below_one_that_is_deleted_at_the_same_moment(
    client: httpx2.AsyncClient, make_task: MakeTask
) -> None:
    for _ in range(5):
        parent = await make_task("Parent")
        body = {"title": "Child", "parent_id": parent["id"]}

        answers = await asyncio.gather(
            *(client.post(TASKS, json=body) for _ in range(3)),
            client.delete(f"{TASKS}/{parent['id']}"),
            *(client.post(TASKS, json=body) for _ in range(3)),
        )

        assert {answer.status_code for answer in answers} <= {201, 204, 404, 409}
        left = (await client.get(TASKS, params={"parent_id": parent["id"]})).json()["items"]
        if answers[3].status_code == 204:
            assert left == []
