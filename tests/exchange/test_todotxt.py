"""todo.txt, read and written."""

import httpx2

from .conftest import all_tasks, upload
from .test_archive import exported

FILE = """(A) 2026-11-01 Call Léa +Family @phone due:2026-12-01
x 2026-11-19 2026-11-02 Pay rent +Home @money pri:B

(E) Learn the cello
Water the ferns +Home rec:3d due:2026-11-20 t:2026-11-19
Pay the tax rec:+1m due:2026-12-01
Read http://example.invalid/a:b at 12:30 +Home +Garden
x Just done
due:2026-99-99 stays
"""


async def test_a_file_arrives_line_by_line(client: httpx2.AsyncClient) -> None:
    report = (await upload(client, "todo-txt", FILE, "todo.txt")).json()

    assert report["made"] == {"projects": 3, "tasks": 8}
    tasks = {task["title"]: task for task in await all_tasks(client)}
    call = tasks["Call Léa"]
    assert (call["priority"], call["labels"], call["due"]["date"]) == (1, ["phone"], "2026-12-01")
    assert call["created_at"].startswith("2026-11-01")
    rent = tasks["Pay rent"]
    assert (rent["completed"], rent["priority"]) == (True, 2)
    assert (rent["completed_at"][:10], rent["created_at"][:10]) == ("2026-11-19", "2026-11-02")
    assert tasks["Water the ferns"]["recurrence"] == {"rrule": "FREQ=DAILY;INTERVAL=3", "from": "completion"}
    assert tasks["Water the ferns"]["start"]["date"] == "2026-11-19"
    assert tasks["Pay the tax"]["recurrence"]["from"] == "schedule"
    assert "Read http://example.invalid/a:b at 12:30" in tasks
    assert "due:2026-99-99 stays" in tasks
    changed = {(remark["line"], remark["subject"]) for remark in report["remarks"]}
    assert changed == {(4, "Learn the cello"), (7, "Read http://example.invalid/a:b at 12:30")}


async def test_what_is_written_reads_the_same(client: httpx2.AsyncClient, other: httpx2.AsyncClient) -> None:
    await upload(client, "todo-txt", FILE, "todo.txt")

    await upload(other, "todo-txt", await exported(client, format="todo-txt"), "todo.txt")

    def told(task: dict[str, object]) -> tuple[object, ...]:
        names = ("title", "completed", "priority", "labels", "due", "start")
        rule = task["recurrence"]
        # The rule of a monthly task has meanwhile been pinned to its day, which todo.txt has no word for.
        return (*(str(task[name]) for name in names), str(rule)[:25] if rule else None)

    assert sorted(map(told, await all_tasks(other)), key=str) == sorted(map(told, await all_tasks(client)), key=str)


async def test_a_title_that_looks_like_the_beginning_of_a_line_stays_a_title(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient
) -> None:
    for title in ("x marks the spot", "(A) is a letter", "2026-11-20 was a Friday"):
        await client.post("/api/v1/tasks", json={"title": title})

    await upload(other, "todo-txt", await exported(client, format="todo-txt"), "todo.txt")

    tasks = await all_tasks(other)
    assert {task["title"].removeprefix("- ") for task in tasks} == {
        "x marks the spot", "(A) is a letter", "2026-11-20 was a Friday",
    }  # fmt: skip
    assert not any(task["completed"] for task in tasks)
