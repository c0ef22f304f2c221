"""What destroys, and what touches many, waits for the user's own yes."""

from datetime import timedelta

import httpx2

from tasklore.platform.clock import SetClock
from tests.conftest import MakeTask

from .conftest import Chat, titles


async def test_a_deletion_is_proposed_and_a_yes_carries_it_out(
    client: httpx2.AsyncClient, chat: Chat, make_task: MakeTask
) -> None:
    await make_task("Buy milk")
    asked = await chat("delete buy milk")
    assert asked["response"] == (
        "I would delete “Buy milk”. Nothing has changed yet: say yes to go ahead, or no to leave it."
    )
    assert asked["change_set"]["status"] == "proposed"
    assert [(e["what"], e["title"]) for e in asked["change_set"]["effects"]] == [("deleted", "Buy milk")]
    assert await titles(client) == ["Buy milk"]

    done = await chat("yes", to=asked)

    assert done["response"] == "Done: Deleted task “Buy milk”."
    assert await titles(client) == []
    undone = await chat("undo", to=asked)
    assert undone["response"] == "Undone: “Buy milk” is as it was before."
    assert await titles(client) == ["Buy milk"]


async def test_a_no_leaves_everything_and_a_later_yes_finds_nothing(
    client: httpx2.AsyncClient, chat: Chat, make_task: MakeTask
) -> None:
    await make_task("Buy milk")
    asked = await chat("delete buy milk")

    refused = await chat("no, keep it", to=asked)
    late = await chat("yes", to=asked)

    assert refused["response"] == "All right, nothing was changed."
    assert late["response"] == "There is nothing that waits for your yes or no."
    assert await titles(client) == ["Buy milk"]


async def test_more_than_three_at_once_are_proposed(
    client: httpx2.AsyncClient, chat: Chat, make_task: MakeTask
) -> None:
    for number in range(4):
        await make_task(f"Task {number}")

    asked = await chat("complete all tasks")

    assert asked["change_set"]["status"] == "proposed"
    assert len(asked["change_set"]["effects"]) == 4
    assert await titles(client, status="done") == []
    assert (await client.post(asked["change_set"]["approve"])).status_code == 204
    assert len(await titles(client, status="done")) == 4


async def test_an_approval_holds_once_for_its_user_in_its_conversation(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, chat: Chat, make_task: MakeTask
) -> None:
    await make_task("Buy milk")
    asked = await chat("delete buy milk")
    approve = asked["change_set"]["approve"]

    assert (await other.post(approve)).status_code == 404
    assert "nothing that waits" in (await chat("yes"))["response"]
    assert await titles(client) == ["Buy milk"]

    assert (await client.post(approve)).status_code == 204
    assert (await client.post(approve)).status_code == 409
    assert "nothing that waits" in (await chat("yes", to=asked))["response"]


async def test_only_the_last_turns_proposal_takes_a_yes(
    client: httpx2.AsyncClient, chat: Chat, make_task: MakeTask
) -> None:
    await make_task("Buy milk")
    asked = await chat("delete buy milk")
    await chat("what is due today?", to=asked)

    late = await chat("yes", to=asked)

    assert "nothing that waits" in late["response"]
    assert await titles(client) == ["Buy milk"]


async def test_a_proposal_runs_out_after_an_hour(
    client: httpx2.AsyncClient, chat: Chat, make_task: MakeTask, clock: SetClock
) -> None:
    await make_task("Buy milk")
    asked = await chat("delete buy milk")

    clock.forward(timedelta(minutes=61))

    assert "nothing that waits" in (await chat("yes", to=asked))["response"]
    refused = await client.post(asked["change_set"]["approve"])
    assert (refused.status_code, refused.json()["code"]) == (409, "proposal_not_waiting")


async def test_a_proposal_that_was_overtaken_is_not_carried_out(
    client: httpx2.AsyncClient, chat: Chat, make_task: MakeTask
) -> None:
    tasks = [await make_task(f"Task {number}") for number in range(4)]
    asked = await chat("move all tasks to tomorrow")
    await client.patch(f"/api/v1/tasks/{tasks[0]['id']}", json={"due": "2027-01-01"})

    answer = await chat("yes", to=asked)

    assert "out of date" in answer["response"]
    dues = {task["title"]: task["due"] for task in (await client.get("/api/v1/tasks")).json()["items"]}
    assert [dues[f"Task {number}"] for number in range(1, 4)] == [None, None, None]


async def test_a_new_users_first_proposal_can_be_approved(client: httpx2.AsyncClient, chat: Chat) -> None:
    asked = await chat("add one, two, three, four")
    assert asked["change_set"]["status"] == "proposed"
    assert [effect["kind"] for effect in asked["change_set"]["effects"]] == ["task"] * 4

    assert (await chat("go ahead", to=asked))["change_set"]["status"] == "applied"

    assert await titles(client) == ["Four", "One", "Three", "Two"]


async def test_undo_takes_a_whole_turn_back(client: httpx2.AsyncClient, chat: Chat, make_task: MakeTask) -> None:
    await make_task("Buy milk")
    turn = await chat("complete buy milk and add call Anna")
    assert len(turn["change_sets"]) == 2

    await chat("undo", to=turn)

    assert await titles(client, status="open") == ["Buy milk"]
    assert "nothing to undo" in (await chat("undo", to=turn))["response"]
