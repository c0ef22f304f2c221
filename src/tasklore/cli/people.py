"""`user`, `login`, `logout`: who works here."""

import asyncio
import secrets
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from . import options
from .errors import Failure, Misused
from .output import remark, say, show_json, table

if TYPE_CHECKING:
    from tasklore.accounts.user import User
    from tasklore.auth.administration import Administration

T = TypeVar("T")

app = typer.Typer(help="Accounts on this machine.", no_args_is_help=True)

FromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from the first line of standard input.")
]
Generated = Annotated[bool, typer.Option("--generate", help="Make a password up and print it.")]


@app.command("add")
def add(
    email: Annotated[str, typer.Argument(help="The address to sign in with.")],
    name: Annotated[str, typer.Option(help="What to call them; the first part of the address when not given.")] = "",
    password_stdin: FromInput = False,
    generate: Generated = False,
    as_json: options.Json = False,
) -> None:
    """Make an account."""
    password, made_up = _password(password_stdin, generate)
    user = _run(lambda there: there.add(email, name or email.partition("@")[0], password))
    _tell(user, f"{user.email} can sign in now.", made_up, as_json)


@app.command("list")
def list_users(as_json: options.Json = False) -> None:
    """List the accounts."""
    users = _run(lambda there: there.users())
    if as_json:
        show_json({"items": [_plain(user) for user in users]})
        return
    table(
        [
            (user.email, user.name, user.role, "disabled" if user.disabled else "", f"{user.created_at:%Y-%m-%d}")
            for user in users
        ]
    )
    if not users:
        remark("Nobody has an account here yet. Make one with: tasklore user add you@example.org")


@app.command("disable")
def disable(
    email: Annotated[str, typer.Argument(help="Whose account.")],
    enable: Annotated[bool, typer.Option("--enable", help="Let them in again.")] = False,
    as_json: options.Json = False,
) -> None:
    """Keep somebody out: they cannot sign in, and every session of theirs ends. Their data stays."""

    async def work(there: "Administration") -> "User":
        await (there.enable(email) if enable else there.disable(email))
        return await _found(there, email)

    user = _run(work)._replace(disabled=not enable)
    _tell(user, f"{user.email} {'may sign in again' if enable else 'is kept out'}.", None, as_json)


@app.command("reset-password")
def reset_password(
    email: Annotated[str, typer.Argument(help="Whose password.")],
    password_stdin: FromInput = False,
    generate: Generated = False,
    as_json: options.Json = False,
) -> None:
    """Give somebody a new password. Every session of theirs ends."""
    password, made_up = _password(password_stdin, generate)

    async def work(there: "Administration") -> "User":
        await there.set_password(email, password)
        return await _found(there, email)

    user = _run(work)
    _tell(user, f"{user.email} has a new password.", made_up, as_json)


def login(
    server: Annotated[str, typer.Option("--server", envvar="TASKLORE_SERVER", metavar="URL", help="Where.")],
    email: Annotated[str, typer.Option("--email", prompt="E-mail", help="Your address.")],
    password_stdin: FromInput = False,
    as_json: options.Json = False,
) -> None:
    """Sign in to a server, and work on it from now on."""
    from . import login as saved

    where = saved.address(server)
    password = _line() if password_stdin else typer.prompt("Password", hide_input=True, err=True)

    async def work() -> dict[str, Any]:
        from .remote import RemoteClient

        async with RemoteClient(where, None) as client:
            return await client.sign_in(email, password)

    answer = asyncio.run(work())
    if not answer.get("token"):
        raise Failure(
            "This account asks for a second factor, which the command line cannot show.",
            hint="Make an API key in the browser, and set TASKLORE_TOKEN to it.",
            code="second_factor",
        )
    file = saved.save(saved.Shown(where, answer["token"]), email)
    if as_json:
        show_json({"server": where, "email": email})
    else:
        say(f"Signed in to {where} as {email}.")
        remark(f"  kept in {file}")


def logout(server: options.Server = None, as_json: options.Json = False) -> None:
    """Sign out, and work on the data directory again."""
    from . import login as saved

    dropped = saved.forget(server)
    if dropped is None:
        raise Failure("You are not signed in.", code="not_signed_in")

    async def work() -> None:
        from .remote import RemoteClient

        async with RemoteClient(dropped.server, dropped.token) as client:
            await client.sign_out()

    try:
        asyncio.run(work())
    except Failure as error:
        remark(f"The login is forgotten here; the server could not be told: {error.message}")
    if as_json:
        show_json({"server": dropped.server})
    else:
        say(f"Signed out of {dropped.server}.")


def _run(work: "Callable[[Administration], Awaitable[T]]") -> T:
    """Works in one unit on the accounts of this machine's data, and commits it."""

    async def working() -> T:
        from tasklore.apps.secrets import complete
        from tasklore.auth.administration import Administration
        from tasklore.auth.limits import MemoryWindows
        from tasklore.auth.wiring import AuthServices
        from tasklore.platform.db.address import database_address
        from tasklore.platform.unit import run
        from tasklore.settings import load

        from .embedded import open_local

        settings = load()
        # Beside a server's database its secret has to be given: what another one sealed could not be opened.
        own = database_address(settings.platform).sqlite_path is not None
        async with open_local(complete(settings, may_make=own)) as local:
            auth = AuthServices(local, MemoryWindows())
            try:
                return await run(local, lambda unit: work(Administration(unit, auth)))
            finally:
                auth.hasher.close()

    return asyncio.run(working())


async def _found(there: "Administration", email: str) -> "User":
    return next(user for user in await there.users() if user.email == email.lower())


def _password(from_input: bool, generate: bool) -> tuple[str, str | None]:
    """The password, and the same again if it was made up and has to be told."""
    if generate:
        made_up = secrets.token_urlsafe(15)
        return made_up, made_up
    if from_input:
        return _line(), None
    if not sys.stdin.isatty():
        raise Misused("There is no terminal to ask for the password.", hint="Use --password-stdin or --generate.")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)), None


def _line() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _plain(user: "User") -> dict[str, Any]:
    return {
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "role": user.role,
        "disabled": user.disabled,
        "created_at": user.created_at.isoformat(),
    }


def _tell(user: "User", text: str, made_up: str | None, as_json: bool) -> None:
    if as_json:
        show_json({**_plain(user), **({"password": made_up} if made_up else {})})
        return
    say(text)
    if made_up:
        say(f"Password: {made_up}")
