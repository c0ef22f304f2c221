"""The command line of the speed harness."""

import argparse
import datetime as dt
import json
import os
import platform
from pathlib import Path
from typing import Any, Final

from .compare import Row, compare

RESULTS: Final = Path(__file__).resolve().parent.parent / "results"
COMPARED: Final = ("list", "create", "patch", "etag", "search", "mixed")
_EVERYTHING: Final = ("list", "create", "patch", "etag", "start")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "scenario", nargs="?", choices=[*COMPARED, "start", "growth", "durable"], help="all, when left out"
    )
    parser.add_argument(
        "--db", choices=["postgres", "sqlite"], default="postgres", help="our engine, first in the table"
    )
    parser.add_argument("--vs", default="", help="rivals, comma separated: sqlite, limit, switches, flask")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--secs", type=float, default=3)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=5, help="kills, for durable")
    parser.add_argument("--tasks", default="1000,100000,1000000", help="sizes, for growth")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    given = parser.parse_args()
    results: dict[str, Any] = {"machine": machine(), "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds")}
    for scenario in [given.scenario] if given.scenario else _EVERYTHING:
        results[scenario] = _run(scenario, given)
    if given.json:
        given.json.write_text(json.dumps(results, indent=1))


def machine() -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def _run(scenario: str, given: argparse.Namespace) -> Any:
    if scenario in COMPARED:
        rivals = [name for name in given.vs.split(",") if name] or _usual(scenario, given.db)
        rows = compare(scenario, [given.db, *rivals], turns=given.turns, seconds=given.secs, clients=given.clients)
        _show(scenario, rows)
        return [row._asdict() for row in rows]
    if scenario == "start":
        from .start import start

        return start()
    if scenario == "growth":
        from .growth import growth

        return growth([int(size) for size in given.tasks.split(",")])
    from .durable import durable

    return durable(given.rounds, given.db)


def _usual(scenario: str, ours: str) -> list[str]:
    other = "sqlite" if ours == "postgres" else "postgres"
    return [other] if scenario in ("etag", "search", "mixed") else [other, "switches", "limit", "flask"]


def _show(scenario: str, rows: list[Row]) -> None:
    print(f"\n{scenario}\n{'variant':38} {'req/s':>7} {'p50 ms':>7} {'p99 ms':>7} {'CPU us':>7} {'db us':>6} {'errors':>6} {'MB':>5}"
          f" {'ours x':>7} {'CPU x':>6}")  # fmt: skip
    for row in rows:
        print(
            f"{row.name:38} {row.per_s:7.0f} {row.p50_ms:7.1f} {row.p99_ms:7.1f} {row.cpu_us:7.0f} {row.database_us:6.0f} "
            f"{row.errors:6d} {row.memory_mb:5.0f} {row.ratio_per_s:7.2f} {row.ratio_cpu:6.2f}"
        )
    for row in rows[1:]:
        print(
            f"ratio {scenario} {row.name.split(',')[0].split(' ')[0]} {row.ratio_per_s:.2f} (CPU {row.ratio_cpu:.2f})"
        )
