"""Other people's parsers, each asked for what it can do. One that is not installed is named and left out."""

import importlib
import importlib.util
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from .case_files import Case

_FOLDER = Path(__file__).parent
Answer = tuple[str, str | None] | None
"""The date, and the time if there is one; None if nothing was found."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A parser: `dates` answers all cases at once, `rule` gives the RRULE it reads in a text."""

    name: str
    dates: Callable[[list[Case]], list[Answer]] | None
    rule: Callable[[Case], str | None] | None


def installed() -> tuple[list[Rival], list[str]]:
    """The rivals that can be asked, and what is missing of the others."""
    rivals: list[Rival] = []
    missing: list[str] = []
    for name, dates, rule in (
        ("dateparser", _dateparser, None),
        ("parsedatetime", _parsedatetime, None),
        ("recurrent", _recurrent_dates, _recurrent_rule),
    ):
        if importlib.util.find_spec(name) is None:
            missing.append(f"{name} (pip install -r bench/language/requirements.txt)")
        else:
            rivals.append(Rival(f"{name} {metadata.version(name)}", dates, rule))
    node = shutil.which("node")
    if node is None or not (_FOLDER / "node_modules" / "chrono-node").is_dir():
        missing.append("chrono-node (npm install in bench/language)")
    else:
        package = json.loads((_FOLDER / "node_modules" / "chrono-node" / "package.json").read_text(encoding="utf-8"))
        rivals.append(Rival(f"chrono-node {package['version']}", _chrono, None))
    return rivals, missing


def _naive(case: Case) -> datetime:
    return case.now.replace(tzinfo=None)


def _dateparser(cases: list[Case]) -> list[Answer]:
    search_dates = importlib.import_module("dateparser.search").search_dates

    def one(case: Case) -> Answer:
        settings: dict[str, Any] = {
            "RELATIVE_BASE": _naive(case),
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "MDY" if case.locale == "en-US" else "DMY",
            "RETURN_TIME_AS_PERIOD": True,
        }
        found = search_dates(case.text, languages=[case.locale[:2]], settings=settings)
        return None if not found else _answer(found[0][1])

    return [one(case) for case in cases]


def _parsedatetime(cases: list[Case]) -> list[Answer]:
    parsedatetime = importlib.import_module("parsedatetime")

    def one(case: Case) -> Answer:
        calendar = parsedatetime.Calendar(parsedatetime.Constants("en_US" if case.locale == "en-US" else "en_AU"))
        found = calendar.nlp(case.text, sourceTime=_naive(case))
        return None if not found else _answer(found[0][0])

    return [one(case) for case in cases]


def _recurrent_dates(cases: list[Case]) -> list[Answer]:
    def one(case: Case) -> Answer:
        found = _ask_recurrent(case)
        return _answer(found) if isinstance(found, datetime) else ("rule", None) if found else None

    return [one(case) for case in cases]


def _recurrent_rule(case: Case) -> str | None:
    found = _ask_recurrent(case)
    rule = re.search(r"RRULE:(\S+)", found) if isinstance(found, str) else None
    return rule.group(1) if rule else None


def _ask_recurrent(case: Case) -> Any:
    recurrent = importlib.import_module("recurrent")
    try:
        return recurrent.RecurringEvent(now_date=_naive(case)).parse(case.text)
    except Exception:
        # What it raises is its answer: nothing understood.
        return None


def _answer(moment: datetime) -> Answer:
    return moment.date().isoformat(), f"{moment:%H:%M}"


def _chrono(cases: list[Case]) -> list[Answer]:
    items = [
        {
            "text": case.text,
            "now": case.now.isoformat(),
            "offset": int((case.now.utcoffset() or case.now - case.now).total_seconds() // 60),
            "dayFirst": case.locale != "en-US",
            "language": case.locale[:2],
        }
        for case in cases
    ]
    run = subprocess.run(
        ["node", str(_FOLDER / "chrono.cjs")], input=json.dumps(items), capture_output=True, text=True, check=True
    )
    answers: list[Answer] = []
    for found in json.loads(run.stdout):
        if found is None:
            answers.append(None)
        else:
            year, month, day = found["wall"]
            time = None if found["time"] is None else "{:02d}:{:02d}".format(*found["time"])
            answers.append((f"{year:04d}-{month:02d}-{day:02d}", time))
    return answers
