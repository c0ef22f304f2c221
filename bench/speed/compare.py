"""A comparison: all servers up at once, taking turns, medians of the turns and of their ratios."""

import asyncio
import json
import random
import statistics
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from tests.servers.postgres import postgres_server

from . import world
from .load import Measured, Request, run
from .process import Server, tree
from .variants import VARIANTS, Place, Variant


class Turn(NamedTuple):
    """One variant's turn."""

    measured: Measured
    cpu_us: float
    database_us: float


class Row(NamedTuple):
    """One variant's medians, and its ratios to the first variant."""

    name: str
    per_s: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    database_us: float
    errors: int
    memory_mb: float
    ratio_per_s: float
    ratio_cpu: float


def requests_of(
    scenario: str, ids: Sequence[tuple[int, str]], tokens: Sequence[str], etags: dict[int, str]
) -> list[Request]:
    """The requests of a scenario, rotating over all users."""
    rng = random.Random(7)

    def signed(number: int, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        return (("Authorization", f"Bearer {tokens[number]}"), *more)

    json_type = ("Content-Type", "application/json")
    everyone = list(range(len(tokens)))
    rng.shuffle(everyone)
    if scenario == "list":
        return [Request("GET", "/api/v1/tasks", signed(n)) for n in everyone]
    if scenario == "etag":
        return [Request("GET", "/api/v1/tasks", signed(n, ("If-None-Match", etags[n]))) for n in everyone]
    if scenario == "search":
        return [Request("GET", "/api/v1/tasks?q=garden", signed(n)) for n in everyone]
    if scenario == "create":
        return [
            Request("POST", "/api/v1/tasks", signed(n, json_type), json.dumps({"title": world.title(rng)}))
            for n in everyone
        ]
    if scenario == "patch":
        return [
            Request("PATCH", f"/api/v1/tasks/{row}", signed(n, json_type), json.dumps({"title": world.title(rng)}))
            for n, row in ids
        ]
    assert scenario == "mixed"
    parts = [requests_of(name, ids, tokens, etags) for name in ("list", "list", "list", "create", "patch")]
    return [request for group in zip(*parts, strict=False) for request in group]


class Runner:
    """Servers that are up, and what is asked of them."""

    def __init__(self, place: Place, stack: ExitStack) -> None:
        self._place = place
        self._stack = stack
        self._tokens = [world.token(number) for number in range(world.USERS)]
        self._postgres_pid = int((place.postgres.folder / "data" / "postmaster.pid").read_text().split()[0])  # type: ignore[operator]
        self.servers: dict[str, Server] = {}

    def start(self, key: str) -> None:
        self.servers[key] = self._stack.enter_context(VARIANTS[key].start(self._place))  # type: ignore[arg-type]

    def prepare(self, key: str, scenario: str) -> list[Request]:
        """The requests for this server; for PATCH with ids of its own, for 304 with its own tags."""
        server = self.servers[key]
        ids: list[tuple[int, str]] = []
        etags: dict[int, str] = {}
        if scenario in ("patch", "mixed"):
            ids = asyncio.run(_ids(server.port, VARIANTS[key], self._tokens))
        if scenario == "etag":
            etags = asyncio.run(_etags(server.port, self._tokens))
        return requests_of(scenario, ids, self._tokens, etags)

    def turn(self, key: str, requests: Sequence[Request], seconds: float, clients: int) -> Turn:
        server, uses_postgres = self.servers[key], VARIANTS[key].uses_postgres
        before, database_before = server.cpu_s, self._database_cpu() if uses_postgres else 0.0
        measured = run(server.port, requests, seconds, clients)
        cpu = (server.cpu_s - before) * 1e6 / max(1, measured.requests)
        database = (self._database_cpu() - database_before) * 1e6 / max(1, measured.requests) if uses_postgres else 0.0
        return Turn(measured, cpu, database)

    def _database_cpu(self) -> float:
        from .process import _cpu_s

        return sum(_cpu_s(pid) for pid in tree(self._postgres_pid))


async def _ids(port: int, variant: Variant, tokens: Sequence[str]) -> list[tuple[int, str]]:
    import httpx2

    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        found = []
        for number in range(0, len(tokens), 4):
            answer = await client.get("/api/v1/tasks", headers={"authorization": f"Bearer {tokens[number]}"})
            listed: Any = answer.json()
            items = listed["items"] if isinstance(listed, dict) else listed
            found += [(number, item["id"]) for item in items[:10]]
    random.Random(3).shuffle(found)
    return found


async def _etags(port: int, tokens: Sequence[str]) -> dict[int, str]:
    import httpx2

    tags = {}
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        for number, token in enumerate(tokens):
            answer = await client.get("/api/v1/tasks", headers={"authorization": f"Bearer {token}"})
            tags[number] = answer.headers["etag"]
    return tags


def compare(scenario: str, keys: Sequence[str], *, turns: int = 5, seconds: float = 3, clients: int = 32) -> list[Row]:
    """Runs a scenario on these variants, the first being ours; prints nothing."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tasklore-bench-")))
        postgres = stack.enter_context(postgres_server())
        runner = Runner(Place(folder, postgres), stack)
        for key in keys:
            runner.start(key)
        prepared = {key: runner.prepare(key, scenario) for key in keys}
        taken: dict[str, list[Turn]] = {key: [] for key in keys}
        for key in keys:
            runner.turn(key, prepared[key], 1, clients)  # warm
        for _ in range(turns):
            for key in keys:
                taken[key].append(runner.turn(key, prepared[key], seconds, clients))
        return [_row(key, taken, keys[0], runner.servers[key].memory_mb) for key in keys]


def _row(key: str, taken: dict[str, list[Turn]], first: str, memory_mb: float) -> Row:
    turns, ours = taken[key], taken[first]
    median = statistics.median
    return Row(
        VARIANTS[key].name,
        median(t.measured.per_s for t in turns),
        median(t.measured.p50_ms for t in turns),
        median(t.measured.p99_ms for t in turns),
        median(t.cpu_us for t in turns),
        median(t.database_us for t in turns),
        sum(t.measured.errors for t in turns),
        memory_mb,
        median(
            o.measured.per_s / t.measured.per_s if t.measured.per_s else 0.0 for o, t in zip(ours, turns, strict=True)
        ),
        median(t.cpu_us / o.cpu_us if o.cpu_us else 0.0 for o, t in zip(ours, turns, strict=True)),
    )
