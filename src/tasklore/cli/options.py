"""Options that many commands share."""

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Server = Annotated[
    str | None,
    typer.Option(
        "--server", envvar="TASKLORE_SERVER", metavar="URL", help="Work on this server instead of the data directory."
    ),
]
User = Annotated[
    str | None,
    typer.Option(
        "--user", envvar="TASKLORE_USER", metavar="E-MAIL", help="Whose tasks; not needed while there is one user."
    ),
]
