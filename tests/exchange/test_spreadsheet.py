"""The table for spreadsheets."""

import csv
import io

import httpx2
import pytest

from .test_archive import exported, furnish


async def table(client: httpx2.AsyncClient) -> list[dict[str, str]]:
    text = (await exported(client, format="csv")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


async def test_each_task_is_a_line_with_names_not_ids(client: httpx2.AsyncClient) -> None:
    await furnish(client)

    rows = {row["title"]: row for row in await table(client) if row["status"] == "open"}

    paint = rows["Paint the hall"]
    assert (paint["project"], paint["section"], paint["due"]) == ("House", "Hall", "2026-12-05 09:00 Europe/Paris")
    assert paint["labels"] == "weekend"
    assert rows["Water the ferns"]["repeats"] == "every 3 days"


@pytest.mark.parametrize("title", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "＝1+1"])
async def test_a_title_that_a_spreadsheet_would_run_is_text(client: httpx2.AsyncClient, title: str) -> None:
    await client.post("/api/v1/tasks", json={"title": title, "notes": f"{title}\nmore"})

    [row] = await table(client)

    assert row["title"] == f"'{title}"
    assert row["notes"] == f"'{title}\nmore"
