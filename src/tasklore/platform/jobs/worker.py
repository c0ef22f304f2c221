"""The worker: claims due jobs, runs them, puts back what failed."""

import asyncio
import random
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy import Text, and_, bindparam, func, literal, or_, select, update

from ..db.query import Query
from ..db.types import Instant
from ..db.write import Write
from ..errors import DomainError, StaleWrite
from ..ids import new_id
from ..metrics import JOBS
from ..unit import Record, Services, Unit, run
from .models import job
from .queue import ATTEMPTS, TOPIC, Registry, enqueue

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(minutes=5)
CLAIMED_AT_ONCE: Final = 4
IDLE_S: Final = 1.0

_NOW = bindparam("now", type_=Instant)
_free = and_(job.c.state == "ready", job.c.run_at <= _NOW, or_(job.c.lease.is_(None), job.c.leased_until < _NOW))
_CLAIM = Query(
    update(job)
    .where(
        job.c.id.in_(
            select(job.c.id)
            .where(_free)
            .order_by(job.c.run_at)
            .limit(bindparam("most"))
            .with_for_update(skip_locked=True)
        )
    )
    .values(
        lease=bindparam("new_lease", type_=Text),
        leased_until=bindparam("until", type_=Instant),
        attempts=job.c.attempts + 1,
    ),
    "job.claim",
)
_CLAIMED = Query(select(job).where(job.c.lease == bindparam("lease_id", type_=Text)), "job.claimed")
_DUE = Query(select(literal(1)).where(_free).limit(1), "job.due")
_COUNTS = Query(
    select(job.c.state, job.c.name, func.count(), func.min(job.c.run_at)).group_by(job.c.state, job.c.name),
    "job.counts",
)
_DEAD = Query(select(job).where(job.c.state == "dead").order_by(job.c.run_at).limit(100), "job.dead")


class Worker:
    """Runs jobs until it is stopped. Several may run, here and elsewhere; each job is one worker's."""

    def __init__(self, services: Services, registry: Registry) -> None:
        self._services = services
        self._registry = registry
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Works until `stop`. The database going away is waited for."""
        await self._plant_recurring()
        async with self._services.bus.listen(TOPIC) as listener:
            while not self._stopping.is_set():
                try:
                    worked = await self.work_once()
                except DomainError as error:
                    log.warning("worker_waits", error=error.message)
                    worked = 0
                    await self._pause(2)
                except Exception:
                    # Nobody would start the worker again: whatever this was, the jobs after it are not to blame.
                    log.exception("worker_failed")
                    worked = 0
                    await self._pause(2)
                if not worked:
                    await listener.wait(IDLE_S * random.uniform(0.8, 1.2))  # noqa: S311

    def stop(self) -> None:
        self._stopping.set()

    async def work_once(self) -> int:
        """Claims and runs what is due now; gives back how many jobs it ran."""
        now = self._services.clock.now()
        if not await self._services.db.fetch(_DUE, {"now": now}):
            return 0
        lease = new_id()
        claim = {"now": now, "most": CLAIMED_AT_ONCE, "new_lease": lease, "until": now + LEASE}
        await self._services.db.apply([Write(_CLAIM, claim)])
        claimed = await Unit(self._services).fetch_all(_CLAIMED, lease_id=lease)
        await asyncio.gather(*(self._run(row) for row in claimed))
        return len(claimed)

    async def _run(self, row: Record) -> None:
        known = self._registry.get(row["name"])
        with structlog.contextvars.bound_contextvars(job_id=row["id"], job=row["name"]):
            try:
                if known is None:
                    raise LookupError(f"no handler for job {row['name']!r}")
                if row["attempts"] > known.attempts and known.every is None:
                    raise RuntimeError("given up: the worker ended in the middle of each attempt")

                async def work(unit: Unit) -> None:
                    await known.handler(unit, row["payload"])
                    unit.delete(job, {"id": row["id"], "lease": row["lease"]}, expects=1)
                    if known.every is not None:
                        self._stage_again(unit, row, known.every)

                async with asyncio.timeout(LEASE.total_seconds() * 0.9):
                    await run(self._services, work)
                JOBS.labels(row["name"], "done").inc()
            except Exception as error:
                if isinstance(error, StaleWrite) and not await self._is_ours(row):
                    log.warning("job_lease_lost")
                    return
                # A job that is unknown here may be of a newer release, whose worker takes it next time.
                attempts = known.attempts if known else ATTEMPTS
                await self._put_back(row, attempts, known is not None and known.every is not None, error)

    async def _is_ours(self, row: Record) -> bool:
        held = await self._services.db.fetch(_CLAIMED, {"lease_id": row["lease"]})
        return any(one[0] == row["id"] for one in held)

    @staticmethod
    def _stage_again(unit: Unit, row: Record, every: timedelta) -> None:
        unit.insert(
            job,
            {
                "id": _next_id(row["id"], unit.now, every),
                "name": row["name"],
                "payload": row["payload"],
                "state": "ready",
                "run_at": unit.now + every,
                "attempts": 0,
                "created_at": unit.now,
            },
            or_nothing=True,
        )

    async def _put_back(self, row: Record, attempts: int, recurring: bool, error: Exception) -> None:
        dead = row["attempts"] >= attempts and not recurring
        JOBS.labels(row["name"], "dead" if dead else "failed").inc()
        log.error("job_died" if dead else "job_failed", attempt=row["attempts"], exc_info=error)
        wait = timedelta(seconds=min(3600.0, 2.0 ** min(row["attempts"], 12)))

        async def put_back(unit: Unit) -> None:
            values: dict[str, Any] = {
                "state": "dead" if dead else "ready",
                "run_at": unit.now + wait,
                "lease": None,
                "leased_until": None,
                "error": _line(error),
            }
            unit.update(job, {"id": row["id"], "lease": row["lease"]}, values, expects=None)

        await run(self._services, put_back)

    async def _plant_recurring(self) -> None:
        async def plant(unit: Unit) -> None:
            waiting = {row[1] for row in await unit.fetch_rows(_COUNTS) if row[0] == "ready"}
            for task in self._registry.recurring:
                if task.name not in waiting:
                    job_id = f"recurring:{task.name}"
                    enqueue(unit, task.name, {}, job_id=job_id)
                    # One that died, because a release did not know it, would keep the new one out for ever.
                    again = {"state": "ready", "run_at": unit.now, "attempts": 0, "lease": None, "leased_until": None}
                    unit.update(job, {"id": job_id, "state": "dead"}, again, expects=None)

        while not self._stopping.is_set():
            try:
                await run(self._services, plant)
            except DomainError as error:
                log.warning("worker_waits", error=error.message)
                await self._pause(2)
            else:
                return

    async def _pause(self, at_most_s: float) -> None:
        try:
            async with asyncio.timeout(at_most_s):
                await self._stopping.wait()
        except TimeoutError:
            pass


def _next_id(current: str, now: datetime, every: timedelta) -> str:
    """One id per recurring job and period, so that one which was planted twice is one again a period later."""
    return f"{current.partition('@')[0]}@{int(now.timestamp() // every.total_seconds()) + 1}"


def _line(error: Exception) -> str:
    """An error as text that both databases can hold."""
    text = f"{type(error).__name__}: {error}".replace("\x00", "").encode("utf-8", "replace").decode()
    return text[:500]


async def counts(unit: Unit) -> list[dict[str, Any]]:
    """Jobs by state and name, with the earliest moment each kind is due."""
    rows = await unit.fetch_rows(_COUNTS)
    return [{"state": r[0], "name": r[1], "count": r[2], "earliest": r[3]} for r in rows]


async def dead(unit: Unit) -> list[Record]:
    """The jobs that were given up, with their last error; at most 100."""
    return await unit.fetch_all(_DEAD)
