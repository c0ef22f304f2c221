"""`settings` and `doctor`: what is set, and whether all is well."""

from typing import Annotated

import typer

from . import options
from .errors import FAILED
from .output import say, show_json, table


def settings(
    env_example: Annotated[bool, typer.Option("--env-example", help="Print a .env file with every setting.")] = False,
    as_page: Annotated[bool, typer.Option("--markdown", help="Print the page of the manual.")] = False,
    as_json: options.Json = False,
) -> None:
    """List every setting: its name, what it is for, its default."""
    from tasklore.settings import catalogue, describe

    from . import manual

    entries = [describe(setting) for setting in catalogue()]
    if env_example:
        print(manual.env_example(entries), end="")
    elif as_page:
        print(manual.manual(entries), end="")
    elif as_json:
        show_json({"items": entries})
    else:
        table(
            [(entry["name"], manual.default_words(entry), entry["description"]) for entry in entries],
            ("bold", "cyan", ""),
        )


def doctor(as_json: options.Json = False) -> None:
    """Check that all is well, and say what to do.

    Looks at the settings, the disk, secrets, the database, jobs and whatever else is connected; changes nothing."""
    import asyncio

    from .checks import checked

    found = asyncio.run(checked())
    if as_json:
        show_json({"checks": [check._asdict() for check in found]})
    else:
        signs = {"ok": "✓", "warn": "!", "fail": "✗"}
        for check in found:
            say(f"{signs[check.state]} {check.name}: {check.message}")
            if check.hint:
                say(f"    {check.hint}")
    if any(check.state == "fail" for check in found):
        raise typer.Exit(FAILED)
