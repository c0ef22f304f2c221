"""The settings as pages: `.env.example` and the manual. Both are generated, and a test keeps them current."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, Final

Entry = Mapping[str, Any]

_TITLES: Final = {
    "serve": "Serving",
    "platform": "Data, connections, logs, limits",
    "accounts": "Accounts and mail",
    "auth": "Signing in",
    "knowledge": "Documents, search, answers",
    "assistant": "The assistant",
}


def env_example(entries: Iterable[Entry]) -> str:
    """Every setting with its manual entry; each is commented out, so that the file changes nothing as it is."""
    lines = [
        "# Settings of Tasklore. Everything works with nothing set; copy this file to .env and change what you need.",
        "# A secret may also be read from a file: NAME_FILE=/run/secrets/name.",
        "# Made by: tasklore settings --env-example",
    ]
    for section, group in _sections(entries):
        lines += ["", f"# --- {_title(section)}"]
        for entry in group:
            lines += ["", f"# {entry['description']}"]
            if entry["aliases"]:
                lines.append(f"# Also read as {', '.join(entry['aliases'])}.")
            if _is_made(entry):
                lines.append(f"# Make one with: {entry['example']}")
            lines.append(f"#{entry['name']}={_value(entry)}")
    return "\n".join(lines) + "\n"


def manual(entries: Iterable[Entry]) -> str:
    """The page of the manual, in Markdown."""
    lines = [
        "# Settings",
        "",
        "Settings are read from the environment, from a file that `NAME_FILE` names, and from `.env` in the working folder; the",
        "first that names a setting wins. Everything works with nothing set, but for the secrets of services that run apart.",
        "",
        "This page is made by `tasklore settings --markdown`.",
    ]
    for section, group in _sections(entries):
        lines += ["", f"## {_title(section)}", "", "| setting | default | |", "|---|---|---|"]
        for entry in group:
            also = f" Also read as {', '.join(f'`{name}`' for name in entry['aliases'])}." if entry["aliases"] else ""
            default = default_words(entry)
            shown = f"`{default}`" if default and default != "unset" else default
            lines.append(f"| `{entry['name']}` | {_cell(shown)} | {_cell(entry['description'] + also)} |")
    return "\n".join(lines) + "\n"


def default_words(entry: Entry) -> str:
    """The default for people: `unset` where there is none."""
    default = entry["default"]
    if default in (None, ""):
        return "unset"
    return {"True": "true", "False": "false"}.get(default, str(default))


def _is_made(entry: Entry) -> bool:
    """Whether the example is a command that makes a value, not a value."""
    return str(entry["example"]).startswith("openssl ")


def _value(entry: Entry) -> str:
    default = default_words(entry)
    if _is_made(entry):
        return ""
    return str(entry["example"]) if default == "unset" and entry["example"] != "…" else default.replace("unset", "")


def _sections(entries: Iterable[Entry]) -> Iterable[tuple[str, Iterable[Entry]]]:
    return groupby(entries, key=lambda entry: str(entry["section"]))


def _title(section: str) -> str:
    return _TITLES.get(section, section.capitalize())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
