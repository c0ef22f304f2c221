"""`import docs`, `index rebuild` and `ask`: documents on this machine's data."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from . import options
from .errors import Misused
from .output import progress, remark, say, show_json

if TYPE_CHECKING:
    from tasklore.apps.wiring import Core
    from tasklore.knowledge.folder import FolderReport

app = typer.Typer(help="The index that documents are searched in.", no_args_is_help=True)

_WATCHED_S: Final = 0.5


def import_folder(folder: Path, user: str | None, *, as_json: bool) -> None:
    """Brings a folder of documents in, and takes out what is no longer in it."""
    if not folder.is_dir():
        raise Misused(f"{str(folder)!r} is not a folder.", hint="Name one: tasklore import docs ~/handbook")
    report = asyncio.run(_imported(folder, user))
    if as_json:
        show_json({name: getattr(report, name) for name in report.__struct_fields__})
        return
    say(
        f"{len(report.added)} added, {len(report.replaced)} replaced, {len(report.deleted)} deleted, "
        f"{len(report.unchanged)} unchanged."
    )
    for name, reason in report.refused.items():
        remark(f"  {name}: {reason}")


def ask(
    question: Annotated[str, typer.Argument(help="A whole question.")],
    as_json: options.Json = False,
    user: options.User = None,
) -> None:
    """Ask your documents; every sentence of the answer names its source."""
    answer = asyncio.run(_asked(question, user))
    if as_json:
        show_json(answer)
        return
    say(answer["response"])
    for source in answer["sources"]:
        path = dict.fromkeys([source["title"], *source["headings"]])
        page = f", page {source['page']}" if source["page"] else ""
        say(f"  [{source['id']}] {' › '.join(path)}{page}")


@app.command()
def rebuild(as_json: options.Json = False) -> None:
    """Index every document again. Interrupted, it goes on by itself with the next worker."""
    total = asyncio.run(_rebuilt())
    if as_json:
        show_json({"documents": total})
    else:
        say(f"{total:,} documents are indexed.")


async def _imported(folder: Path, user: str | None) -> "FolderReport":
    from tasklore.changes.actor import Actor
    from tasklore.knowledge.folder import FolderImport

    async with _open(user) as (core, owner):
        report = await FolderImport(core, Actor(owner, "import"), folder).run()
        await _work(core, f"Reading {folder.name}", len(report.added) + len(report.replaced))
        return report


async def _asked(question: str, user: str | None) -> dict[str, Any]:
    from tasklore.knowledge.chat import AnswerService
    from tasklore.platform.unit import Unit

    async with _open(user) as (core, owner):
        answer, results = await AnswerService(Unit(core)).ask(owner, question)
    return {
        "response": answer.response,
        "sources": [{name: getattr(source, name) for name in source.__slots__} for source in answer.sources],
        "grounded": answer.grounded,
        "refusal_reason": answer.refusal_reason,
        "degraded": results.degraded,
    }


async def _rebuilt() -> int:
    from tasklore.knowledge import jobs
    from tasklore.platform.jobs.queue import enqueue
    from tasklore.platform.unit import Unit, run

    async with _open(None, needs_user=False) as (core, _):

        async def stage(unit: Unit) -> int:
            enqueue(unit, jobs.REBUILD, {"after": ""})
            return await jobs.documents(unit)

        total = await run(core, stage)
        await _work(core, "Indexing", total)
        return total


async def _work(core: "Core", what: str, total: int) -> None:
    """Does the waiting jobs of documents here, or watches a server do them that has the index open."""
    from tasklore.knowledge import jobs
    from tasklore.platform.index.port import IndexUnavailable
    from tasklore.platform.jobs.worker import Worker
    from tasklore.platform.unit import Unit

    index = await core.knowledge.index()
    try:
        await index.open_for_writing()
        worker: Worker | None = Worker(core, core.registry)
    except IndexUnavailable:
        worker = None
    with progress(what) as told:
        while waiting := await jobs.waiting(Unit(core)):
            told(max(0, total - waiting), total)
            if worker is None or not await worker.work_once():
                await asyncio.sleep(_WATCHED_S)


@asynccontextmanager
async def _open(user: str | None, *, needs_user: bool = True) -> "AsyncIterator[tuple[Core, str]]":
    """This machine's services, and whose documents are meant."""
    from tasklore.apps.roles import ready_settings
    from tasklore.apps.wiring import open_core
    from tasklore.platform import log

    from .data_folder import usable
    from .embedded import open_embedded

    owner = ""
    if needs_user:
        async with open_embedded(user) as client:
            owner = (await client.me())["id"]
    settings = ready_settings("all")
    log.set_up(settings.platform.model_copy(update={"log_level": "ERROR"}), to_stderr=True)
    async with AsyncExitStack() as stack:
        with usable(settings):
            core = await stack.enter_async_context(open_core(settings))
        yield core, owner
