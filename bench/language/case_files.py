"""The cases: one line each, what must be understood in square brackets, what it means behind =>."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zlib import crc32
from zoneinfo import ZoneInfo

_FOLDER = Path(__file__).parent / "cases"
_SETTINGS = re.compile(r"(\w+)=(\S+)")
_FIELD = re.compile(r"(?:^|\s)(start|deadline|for|labels|project|section|assignees|priority|remind|description|title)=")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?(?: ([A-Z][\w/]+))?")


@dataclass(frozen=True, slots=True)
class Case:
    """A line as typed and what its writer means by it."""

    family: str
    text: str
    title: str
    now: datetime
    zone: str
    locale: str
    dialect: str
    expected: dict[str, object] = field(default_factory=dict)
    is_collected: bool = False
    """Added after the grammar had been seen to read it: keeps what is right, measures nothing new."""

    @property
    def is_held_out(self) -> bool:
        """One case in four is looked at only as a figure while the grammar is worked on."""
        return not self.is_collected and crc32(self.text.encode()) % 4 == 0


def load() -> list[Case]:
    """Every case of every file."""
    return [case for path in sorted(_FOLDER.glob("*.txt")) for case in _read(path)]


def _read(path: Path) -> list[Case]:
    cases: list[Case] = []
    settings: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("# "):
            continue
        if line.startswith("@ "):
            settings = dict(_SETTINGS.findall(line))
            continue
        cases.append(_case(path.stem, line, settings))
    return cases


def _case(name: str, line: str, settings: dict[str, str]) -> Case:
    marked, _, expectation = line.partition(" => ")
    expected = _expectation(expectation)
    text = re.sub(r"\[(?! \])|(?<!\[ )\]", "", marked)
    title = str(expected.pop("title", re.sub(r"\[[^\]]*\]", "", marked)))
    title = re.sub(r"\{\}|\(\)", "", title) if "deadline" in expected or "(" in marked else title
    if name == "locales":
        family = "innocent" if not expectation else "recurrence" if "rrule" in expected else "dates"
    else:
        family = name.partition("_")[0]
    now = datetime.fromisoformat(settings["now"]).replace(tzinfo=ZoneInfo(settings["zone"]))
    dialect = settings.get("dialect", "todoist")
    return Case(
        family, text, title, now, settings["zone"], settings["locale"], dialect, expected, name.endswith("_collected")
    )


def _expectation(text: str) -> dict[str, object]:
    expected: dict[str, object] = {}
    text = text.replace(", ", " ", 1) if text.startswith("start=") else text
    pieces = _FIELD.split(text)
    head = pieces[0]
    for name, value in zip(pieces[1::2], pieces[2::2], strict=True):
        value = value.strip()
        if name == "start":
            found = _MOMENT.match(value)
            assert found is not None, text
            expected["start"] = found.groups()
            head += value[found.end() :]
        elif name in ("labels", "assignees"):
            expected[name] = value.split(",")
        elif name in ("for", "priority"):
            expected[name] = int(value)
        elif name == "remind":
            expected.setdefault("remind", value.split(","))
        else:
            expected[name] = value
    rule = re.search(r"FREQ=[^\s!]+!?", head)
    if rule:
        expected["rrule"] = rule.group().rstrip("!")
        expected["from"] = "completion" if rule.group().endswith("!") else "schedule"
        head = head.replace(rule.group(), "")
    due = _MOMENT.search(head)
    if due:
        expected["due"] = due.groups()
    elif "any" not in head:
        expected["due"] = None
    return expected
