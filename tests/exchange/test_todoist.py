"""Todoist's CSV becomes projects, sections, tasks and comments; what cannot is reported."""

from typing import Any

import httpx2
import pytest

from .conftest import HEADER, Upload, all_tasks, upload


def messages(report: dict[str, Any], kind: str) -> dict[str, str]:
    return {remark["subject"]: remark["message"] for remark in report["remarks"] if remark["kind"] == kind}


async def test_a_real_export_arrives_whole(client: httpx2.AsyncClient, kitchen: bytes) -> None:
    answer = await upload(client, "todoist-csv", kitchen, "Kitchen [2331].csv")

    report = answer.json()
    assert report["made"] == {"projects": 1, "sections": 2, "tasks": 10, "comments": 3}
    assert answer.headers["x-change-set"] == report["change_set_id"]
    projects = {p["name"]: p for p in (await client.get("/api/v1/projects")).json()["items"]}
    assert projects["Kitchen"]["view"] == "board"
    tasks = {task["title"]: task for task in await all_tasks(client)}
    measure = tasks["Measure the kitchen"]
    assert (measure["priority"], measure["labels"], measure["duration_minutes"]) == (1, ["house"], 90)
    assert measure["due"] == {"date": "2026-11-24", "time": None, "timezone": None}
    assert measure["notes"] == "Walls, windows, sockets.\nThe **north wall** is not straight."
    offers = tasks["Compare three offers, then choose"]
    assert offers["parent_id"] == measure["id"]
    assert offers["due"] == {"date": "2026-12-01", "time": "18:00", "timezone": "Europe/Berlin"}
    assert (offers["deadline"], offers["labels"]) == ("2026-12-10", ["house", "money"])
    assert tasks["Ask about delivery times"]["parent_id"] == offers["id"]
    assert tasks["Ask about delivery times"]["section_id"] == measure["section_id"] is not None
    assert tasks["Wipe down the worktop"]["recurrence"] == {"rrule": "FREQ=DAILY", "from": "schedule"}
    assert tasks["Descale the kettle"]["recurrence"] == {"rrule": "FREQ=WEEKLY;INTERVAL=6", "from": "completion"}
    assert tasks["Altpapier rausbringen"]["recurrence"]["rrule"] == "FREQ=MONTHLY;BYDAY=2TH"
    assert '=HYPERLINK("http://example.invalid";"a title that a spreadsheet would run")' in tasks


async def test_the_report_names_what_was_lost_and_changed(client: httpx2.AsyncClient, kitchen: bytes) -> None:
    report = (await upload(client, "todoist-csv", kitchen, "Kitchen.csv")).json()

    lost, changed = messages(report, "lost"), messages(report, "changed")
    assert set(lost) == {"AUTHOR", "Compare three offers, then choose"}
    assert "'Partner'" in lost["Compare three offers, then choose"]
    assert set(changed) == {"How to use this project", "offer-nord.pdf", "über-wichtig 😎🍉: call the plumber"}
    assert "2026-11-20" in changed["über-wichtig 😎🍉: call the plumber"]
    assert {r["subject"]: r["line"] for r in report["remarks"]}["offer-nord.pdf"] == 13


async def test_a_file_of_a_note_becomes_a_link_in_its_comment(client: httpx2.AsyncClient, kitchen: bytes) -> None:
    await upload(client, "todoist-csv", kitchen, "Kitchen.csv")

    offers = next(task for task in await all_tasks(client) if task["title"].startswith("Compare"))
    comments = (await client.get(f"/api/v1/tasks/{offers['id']}/comments")).json()["items"]
    assert [comment["text"] for comment in comments] == [
        'Offers: “Nord”, “Meier & Söhne”, "Küche, Tisch & Co."',
        "[offer-nord.pdf](<https://files.example.invalid/offer-nord.pdf>)",
    ]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "https://x.invalid/a>b"])
async def test_an_address_that_is_none_of_the_web_is_no_link(
    client: httpx2.AsyncClient, import_csv: Upload, address: str
) -> None:
    file = f'{{""file_name"":""a.pdf"",""file_url"":""{address}""}}'

    report = await import_csv("task,Read it,,4,1", f'note,"see [[file {file}]]",,,')

    assert "attachment" in messages(report, "lost")
    [task] = await all_tasks(client)
    [comment] = (await client.get(f"/api/v1/tasks/{task['id']}/comments")).json()["items"]
    assert comment["text"] == "see"


async def test_a_preview_says_the_same_and_keeps_nothing(client: httpx2.AsyncClient, kitchen: bytes) -> None:
    before = (await client.get("/api/v1/changes")).json()["revision"]

    preview = (await upload(client, "todoist-csv", kitchen, "Kitchen.csv", preview="true")).json()

    assert preview["preview"] is True
    assert preview["change_set_id"] is None
    assert await all_tasks(client) == []
    assert (await client.get("/api/v1/changes")).json()["revision"] == before
    real = (await upload(client, "todoist-csv", kitchen, "Kitchen.csv")).json()
    for report in (preview, real):
        report.pop("change_set_id"), report.pop("preview")
        for item in report["items"]:
            item.pop("id")
    assert preview == real


async def test_one_undo_takes_the_whole_import_back(client: httpx2.AsyncClient, kitchen: bytes) -> None:
    report = (await upload(client, "todoist-csv", kitchen, "Kitchen.csv")).json()

    undone = await client.post(f"/api/v1/changes/{report['change_set_id']}/undo")

    assert undone.status_code == 204
    assert await all_tasks(client) == []
    projects = (await client.get("/api/v1/projects")).json()["items"]
    assert [project["name"] for project in projects] == ["Inbox"]


async def test_the_change_log_names_the_door_and_the_file(client: httpx2.AsyncClient, kitchen: bytes) -> None:
    await upload(client, "todoist-csv", kitchen, "Kitchen.csv")

    [change] = (await client.get("/api/v1/changes")).json()["items"]
    assert (change["door"], change["title"]) == ("import", "Imported Kitchen.csv: 10 tasks")
    assert change["detail"]["format"] == "todoist-csv"


async def test_a_date_that_is_not_understood_stays_in_the_notes(client: httpx2.AsyncClient, import_csv: Upload) -> None:
    report = await import_csv("task,Water the bonsai,Gently.,4,1,,,when the moon is full,en")

    [task] = await all_tasks(client)
    assert task["due"] is None
    assert task["notes"] == "Gently.\n\nDATE: when the moon is full"
    assert "when the moon is full" in messages(report, "lost")["Water the bonsai"]


async def test_an_indent_that_skips_a_level_goes_below_the_line_before(
    client: httpx2.AsyncClient, import_csv: Upload
) -> None:
    report = await import_csv("task,One,,4,1", "task,Two,,4,4", "task,Three,,4,2")

    one, two, three = await all_tasks(client)
    assert two["parent_id"] == one["id"]
    assert three["parent_id"] == one["id"]
    assert "skips a level" in messages(report, "changed")["Two"]


async def test_a_title_that_is_too_long_goes_on_in_the_notes(client: httpx2.AsyncClient, import_csv: Upload) -> None:
    title = "word " * 150

    report = await import_csv(f"task,{title},More.,4,1")

    [task] = await all_tasks(client)
    assert len(task["title"]) == 500
    assert task["notes"] == f"{title.strip()}\n\nMore."
    assert len(report["remarks"]) == 1


async def test_a_comment_on_the_project_itself_becomes_a_task(client: httpx2.AsyncClient, import_csv: Upload) -> None:
    report = await import_csv('note,"The keys are at Ada\'s.\nRing twice.",,,')

    [task] = await all_tasks(client)
    assert (task["title"], task["notes"]) == ("The keys are at Ada's.", "The keys are at Ada's.\nRing twice.")
    assert task["title"] in messages(report, "changed")


@pytest.mark.parametrize("delimiter", [";", "\t"])
async def test_a_file_that_a_spreadsheet_saved_again_is_read(client: httpx2.AsyncClient, delimiter: str) -> None:
    lines = "\n".join([HEADER, "task,Buy milk,,2,1"]).replace(",", delimiter)

    answer = await upload(client, "todoist-csv", "\ufeff" + lines, "Kitchen.csv")

    assert answer.json()["made"] == {"projects": 1, "tasks": 1}


async def test_lines_of_an_unknown_kind_are_reported(import_csv: Upload) -> None:
    report = await import_csv("task,Buy milk,,9,1", "poem,Roses are red,,,", ",Nameless,,,")

    assert report["made"] == {"projects": 1, "tasks": 1}
    lost = messages(report, "lost")
    assert "'poem'" in lost["Roses are red"]
    assert "TYPE" in lost["Nameless"]
    assert "'9'" in lost["Buy milk"]


async def test_nul_and_half_surrogates_do_not_reach_the_database(client: httpx2.AsyncClient) -> None:
    line = 'task,"Buy\x00 milk","no\x00tes",4,1'

    answer = await upload(client, "todoist-csv", f"{HEADER}\n{line}", "Kit\x00chen.csv")

    assert answer.status_code == 200
    [task] = await all_tasks(client)
    assert (task["title"], task["notes"]) == ("Buy milk", "notes")
