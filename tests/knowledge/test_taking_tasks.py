"""Tasks out of documents: found, proposed with their words, approved one by one."""

import httpx2
import pytest

from tasklore.knowledge.findings import find
from tasklore.knowledge.parsing.document import Block

from .conftest import MakeDocument

MINUTES = """# Minutes

We met on Monday. The weather was fine.

- [ ] Order new chairs
- [x] Book the hall
- TODO: ask Ben for the keys

Action (Ada): paint the door by 2026-12-01

Please send the invoice to the office by 2026-11-27. It was late last time.
Send what you like.

## Next steps

1. Water the plants
2. Feed the cat
"""


def found(text: str) -> list[str]:
    return [finding.task for finding in find(text, [Block(0, len(text))], lambda line: "tomorrow" in line)]


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        ("- [ ] Wash the car", ["Wash the car"]),
        ("☐ Wash the car", ["Wash the car"]),
        ("- [x] Wash the car", []),
        ("TODO: wash the car.", ["wash the car"]),
        ("// TODO: wash the car", ["wash the car"]),
        ("À faire : laver la voiture", ["laver la voiture"]),
        ("Aufgabe: Auto waschen", ["Auto waschen"]),
        ("Call Ben tomorrow.", ["Call Ben tomorrow"]),
        ("Call Ben some time.", []),
        ("He will call Ben tomorrow.", []),
        ("- Call Ben tomorrow.", ["Call Ben tomorrow"]),
        ("The plan of action: none", []),
        ("- one\n- two", []),
    ],
)
def test_what_asks_to_be_done_is_told_from_what_only_says_so(text: str, tasks: list[str]) -> None:
    assert found(text) == tasks


def test_a_list_under_next_steps_is_a_list_of_tasks() -> None:
    text = "1. Water the plants\n2. Feed the cat\nThat is all."

    findings = find(text, [Block(0, len(text), ("Minutes", "Next steps"))], lambda line: False)

    assert [finding.task for finding in findings] == ["Water the plants", "Feed the cat"]
    assert [text[f.start : f.end] for f in findings] == ["Water the plants", "Feed the cat"]


async def test_each_task_of_a_document_waits_with_the_words_it_came_from(
    client: httpx2.AsyncClient, make_document: MakeDocument
) -> None:
    document = await make_document("Minutes", MINUTES)
    path = f"/api/v1/documents/{document['id']}"
    text = (await client.get(f"{path}/text")).json()["text"]

    answer = await client.post(f"{path}/tasks", json={})

    assert answer.status_code == 202, answer.text
    items = answer.json()["items"]
    assert [(item["title"], item["due_date"]) for item in items] == [
        ("Order new chairs", None),
        ("ask Ben for the keys", None),
        ("paint the door", "2026-12-01"),
        ("Please send the invoice to the office", "2026-11-27"),
        ("Water the plants", None),
        ("Feed the cat", None),
    ]
    for item in items:
        source = item["source"]
        assert text[source["start"] : source["end"]] == source["quote"]
        assert source["document_id"] == document["id"]
    assert (await client.get("/api/v1/tasks")).json()["items"] == []


async def test_an_approved_task_shows_its_source_and_its_document_lists_it(
    client: httpx2.AsyncClient, make_document: MakeDocument
) -> None:
    document = await make_document("Minutes", MINUTES)
    path = f"/api/v1/documents/{document['id']}/tasks"
    proposal = (await client.post(path, json={})).json()["items"][0]

    approved = await client.post(f"/api/v1/proposals/{proposal['change_set_id']}/approve")

    assert approved.status_code in (200, 204), approved.text
    (task,) = (await client.get("/api/v1/tasks")).json()["items"]
    assert task["title"] == "Order new chairs"
    assert task["source"]["quote"] == "Order new chairs"
    (taken,) = (await client.get(path)).json()["items"]
    assert taken["id"] == task["id"]
    again = (await client.post(path, json={})).json()["items"]
    assert len(again) == 5


async def test_somebody_elses_document_gives_no_tasks(other: httpx2.AsyncClient, make_document: MakeDocument) -> None:
    document = await make_document("Minutes", MINUTES)
    path = f"/api/v1/documents/{document['id']}/tasks"

    assert (await other.post(path, json={})).status_code == 404
    assert (await other.get(path)).status_code == 404


async def test_a_document_cannot_name_its_readers_projects_or_labels(
    client: httpx2.AsyncClient, make_document: MakeDocument
) -> None:
    document = await make_document("Orders", "- [ ] Wire the money #Secret @boss p1 tomorrow\n")

    (item,) = (await client.post(f"/api/v1/documents/{document['id']}/tasks", json={})).json()["items"]
    await client.post(f"/api/v1/proposals/{item['change_set_id']}/approve")

    (task,) = (await client.get("/api/v1/tasks")).json()["items"]
    assert task["labels"] == []
    assert task["priority"] == 4
    names = [project["name"] for project in (await client.get("/api/v1/projects")).json()["items"]]
    assert names == ["Inbox"]
