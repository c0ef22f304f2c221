"""Prints nDCG@10, recall@10, MRR@10 and hit@1 of search on a collection, and its times.

python -m bench.retrieval                    the collection that the figures in the documentation are of
python -m bench.retrieval FOLDER             another one
python -m bench.retrieval --model FOLDER     with vectors of a local model
python -m bench.retrieval --passages 20000   times with so many passages, without judging
"""

import argparse
import asyncio
import json
import math
import random
import time
from collections.abc import Sequence
from pathlib import Path

from bench.retrieval.collection import DEFAULT, Collection, load
from bench.retrieval.library import OWNER, add, library
from tasklore.apps.wiring import Core
from tasklore.knowledge.search import SearchService
from tasklore.knowledge.service import Upload
from tasklore.platform.unit import Unit


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.retrieval", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--model", type=Path, help="folder of a local embedding model")
    parser.add_argument("--passages", type=int, default=0, help="measure times over this many passages")
    arguments = parser.parse_args()
    collection = load(arguments.folder)
    if collection is None:
        print(f"There is no collection in {arguments.folder}; nothing was measured.")
        return
    environ = {} if arguments.model is None else {"EMBEDDINGS": "local", "EMBEDDING_MODEL_DIR": str(arguments.model)}
    if arguments.passages:
        asyncio.run(timed(collection, arguments.passages, environ))
    else:
        asyncio.run(judged(collection, environ))


async def judged(collection: Collection, environ: dict[str, str]) -> None:
    """Every passage a document, every judged question a search."""
    async with library(**environ) as core:
        started = time.perf_counter()
        ids = await add(
            core, [Upload(p["text"].encode(), "p.txt", f"{p['title']}") for p in _distinct(collection.corpus)]
        )
        names = dict(zip(ids, (p["_id"] for p in _distinct(collection.corpus)), strict=True))
        ingest_s = time.perf_counter() - started
        scores: list[tuple[float, float, float, float]] = []
        times: list[float] = []
        for query in collection.queries:
            began = time.perf_counter()
            results = await SearchService(Unit(core)).search(OWNER, query["text"])
            times.append(time.perf_counter() - began)
            found = list(dict.fromkeys(names[item.candidate.document_id] for item in results.ranked))
            scores.append(score(collection.relevant[query["_id"]], found))
        means = [sum(column) / len(scores) for column in zip(*scores, strict=True)]
        figures = dict(zip(("ndcg@10", "recall@10", "mrr@10", "hit@1"), (round(m, 4) for m in means), strict=True))
        print(
            json.dumps(
                {
                    "collection": collection.name,
                    "queries": len(scores),
                    **figures,
                    "documents_per_s": round(len(ids) / ingest_s, 1),
                }
                | percentiles(times)
            )
        )


async def timed(collection: Collection, passages: int, environ: dict[str, str]) -> None:
    """The collection's own sentences, shuffled into documents of a hundred passages until there are enough."""
    dice = random.Random(1)
    sentences = [s for p in collection.corpus for s in p["text"].split(". ")]
    async with library(**environ) as core:
        started, cpu = time.perf_counter(), time.process_time()
        for first in range(0, passages, 2_000):
            await add(
                core, [_long_document(dice, sentences, first + n) for n in range(0, min(2_000, passages - first), 100)]
            )
        print(
            json.dumps(
                {"ingest_s": round(time.perf_counter() - started, 1), "cpu_s": round(time.process_time() - cpu, 1)}
            )
        )
        await _time(core, [query["text"] for query in collection.queries[:300]])


async def _time(core: Core, questions: Sequence[str]) -> None:
    times = []
    for question in questions:
        began = time.perf_counter()
        await SearchService(Unit(core)).search(OWNER, question)
        times.append(time.perf_counter() - began)
    index = await core.knowledge.index()
    print(json.dumps({"passages": await index.count(OWNER), "engine": index.name} | percentiles(times)))


def score(relevant: dict[str, int], found: Sequence[str]) -> tuple[float, float, float, float]:
    """nDCG@10, recall@10, MRR@10 and hit@1 of one search."""
    gain = sum(relevant.get(name, 0) / math.log2(place + 2) for place, name in enumerate(found[:10]))
    ideal = sum(g / math.log2(place + 2) for place, g in enumerate(sorted(relevant.values(), reverse=True)[:10]))
    hits = [place for place, name in enumerate(found[:10]) if name in relevant]
    return (
        gain / ideal,
        len(hits) / len(relevant),
        1 / (hits[0] + 1) if hits else 0.0,
        float(bool(hits) and hits[0] == 0),
    )


def percentiles(times: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds."""
    ordered = sorted(times)
    return {
        "p50_ms": round(ordered[len(ordered) // 2] * 1000, 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)] * 1000, 1),
    }


def _distinct(corpus: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Each text once: the same file under the same title is one document."""
    return list({(p["title"], p["text"]): p for p in corpus}.values())


def _long_document(dice: random.Random, sentences: Sequence[str], number: int) -> Upload:
    paragraphs = ("# Part\n\n" + ". ".join(dice.choices(sentences, k=6))[:990] for _ in range(100))
    return Upload("\n\n".join(paragraphs).encode(), f"{number}.md", f"Document {number}")


if __name__ == "__main__":
    main()
