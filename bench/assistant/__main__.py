"""`python -m bench.assistant`: how often the assistant does what was said.

The built-in assistant without arguments; `--model configured` takes OPENAI_*, COHERE_* from the environment.
`--set tuning`, `--set held_out` or a path to another JSON-lines file; `--wrong` prints what went wrong.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tasklore.apps.secrets import complete
from tasklore.apps.wiring import Core, open_core
from tasklore.assistant.turns import Asked
from tasklore.platform.clock import SetClock
from tasklore.settings import load

from .judge import Verdict, judge
from .world import NOW, make_world, projects_of, state_of

FOLDER = Path(__file__).parent
GOAL = 0.9


def cases_of(name: str) -> list[dict[str, Any]]:
    """The utterances of a set."""
    path = Path(name) if name.endswith(".jsonl") else FOLDER / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


async def converse(core: Core, owner: str, said: list[str]) -> tuple[list[dict[str, Any]], float]:
    """The answers to a conversation's messages, and the CPU milliseconds of its last turn."""
    conversation_id, answers, cpu_ms = None, [], 0.0
    for message in said:
        started = time.process_time()
        turn = await core.assistant.begin(Asked(owner, message, conversation_id))
        await turn.done.wait()
        cpu_ms = (time.process_time() - started) * 1000
        assert turn.response is not None
        conversation_id = turn.conversation_id
        answers.append(turn.response.model_dump(mode="json"))
    return answers, cpu_ms


async def score(
    core: Core, clock: SetClock, cases: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], Verdict, Any, float]]:
    """A verdict for each case, each with a world of its own."""
    scored = []
    for number, case in enumerate(cases):
        owner = f"user-{number}"
        await make_world(core, clock, owner)
        before = await state_of(core, owner)
        said = case["say"] if isinstance(case["say"], list) else [case["say"]]
        turns, cpu_ms = await converse(core, owner, said)
        gone = {row_id: {**row, "deleted": True} for row_id, row in before.items()}
        after = {**gone, **await state_of(core, owner)}
        verdict = judge(case, before, after, await projects_of(core, owner), turns)
        scored.append((case, verdict, turns, cpu_ms))
    return scored


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.assistant", description=__doc__)
    parser.add_argument("--model", choices=("builtin", "configured"), default="builtin")
    parser.add_argument("--set", action="append", dest="sets", help="tuning, held_out, or a path; both by default")
    parser.add_argument("--wrong", action="store_true", help="print what went wrong")
    asked = parser.parse_args()
    failed = False
    for name in asked.sets or ["tuning", "held_out"]:
        with tempfile.TemporaryDirectory() as folder:
            environ = {"DATA_DIR": folder, "LOG_LEVEL": "ERROR"}
            if asked.model == "configured":
                environ.update(
                    {key: value for key, value in os.environ.items() if key.startswith(("OPENAI_", "COHERE_"))}
                )
            else:
                environ["ASSISTANT_MODEL"] = "builtin"
            settings = complete(load(environ, env_file=None), may_make=True)
            clock = SetClock(NOW)
            async with open_core(settings, clock=clock) as core:
                scored = await score(core, clock, cases_of(name))
        failed |= report(name, scored, show=asked.wrong)
    return int(failed)


def report(name: str, scored: list[tuple[dict[str, Any], Verdict, Any, float]], *, show: bool) -> bool:
    """Prints a set's figures; gives back whether it falls short of the goal."""
    right = sum(verdict.right for _, verdict, _, _ in scored)
    destroyed = sum(verdict.destroyed for _, verdict, _, _ in scored)
    cpu = statistics.median(cpu_ms for _, _, _, cpu_ms in scored)
    print(
        f"{name}: {right} of {len(scored)} right ({right / len(scored):.1%}), {destroyed} wrong destructive acts, "
        f"last turn {cpu:.1f} ms CPU (median)"
    )
    if show:
        for case, verdict, turns, _ in scored:
            if not verdict.right or verdict.destroyed:
                print(
                    f"\n✗ {case['say']}{' [DESTROYED]' if verdict.destroyed else ''}\n  " + "\n  ".join(verdict.wrong)
                )
                print(f"  calls: {[(c['name'], c['arguments']) for c in turns[-1]['tool_calls']]}")
                print(f"  said: {turns[-1]['response'][:300]!r}")
    return right < GOAL * len(scored) or destroyed > 0


sys.exit(asyncio.run(main()))
