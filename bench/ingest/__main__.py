"""Prints how many pages are read, cut and indexed in a second of processor time.

python -m bench.ingest              a PDF of 600 pages, made for the purpose
python -m bench.ingest FILE ...     these files
"""

import argparse
import asyncio
import json
import os
import random
import time
from pathlib import Path

from bench.ingest.pdf import pdf
from bench.retrieval.library import OWNER, add, library
from tasklore.changes.actor import Actor
from tasklore.changes.change_set import ChangeSet
from tasklore.knowledge.language.stopwords import STOPWORDS
from tasklore.knowledge.service import DocumentService, Upload
from tasklore.platform.unit import Unit

_PAGES = 600
_LINES = 42


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.ingest", description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    files = parser.parse_args().files
    asyncio.run(measured([Upload(path.read_bytes(), path.name) for path in files] or [_book()]))


async def measured(uploads: list[Upload]) -> None:
    """Each file by itself, in a library of its own."""
    for upload in uploads:
        async with library() as core:
            await (await core.knowledge.index()).open_for_writing()
            before, started = os.times(), time.perf_counter()
            (document_id,) = await add(core, [upload])
            after, took = os.times(), time.perf_counter() - started
            cpu_s = sum(after[:4]) - sum(before[:4])
            row = await DocumentService(Unit(core), ChangeSet(Unit(core), Actor(OWNER, "job"))).get(document_id)
            pages = row["pages"] or 1
            print(
                json.dumps(
                    {
                        "file": upload.name,
                        "status": row["status"],
                        "pages": row["pages"],
                        "passages": row["passages"],
                        "cpu_s": round(cpu_s, 2),
                        "wall_s": round(took, 2),
                        "pages_per_cpu_s": round(pages / cpu_s),
                    }
                )
            )


def _book() -> Upload:
    """Made-up words among English function words, as many of these as running text has."""
    dice = random.Random(1)
    letters = ("bcdfghklmnprst", "aeiou")
    made_up = ["".join(dice.choice(kind) for _ in range(dice.randint(1, 4)) for kind in letters) for _ in range(4_000)]
    joining = sorted(word for word in STOPWORDS["en"] if len(word) > 1)

    def line() -> str:
        words = (dice.choice(joining if dice.random() < 0.45 else made_up) for _ in range(12))
        return " ".join(words).capitalize() + "."

    return Upload(pdf([[line() for _ in range(_LINES)] for _ in range(_PAGES)], title="A long book"), "book.pdf")


if __name__ == "__main__":
    main()
