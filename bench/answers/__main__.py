"""Prints how answers without a language model do on a collection.

    python -m bench.answers [COLLECTION] [--off-topic FOLDER] [--model FOLDER]

Off-topic questions are the collection's own, asked of other documents (the book among the samples, or a folder of
Markdown); near misses are the collection's `unanswerable.jsonl`.
"""

import argparse
import asyncio
import json
import re
import time
from pathlib import Path
from typing import Any, Final

from bench.retrieval.__main__ import percentiles
from bench.retrieval.collection import DEFAULT, Collection, load
from bench.retrieval.library import OWNER, add, files_of, library
from tasklore.apps.wiring import Core
from tasklore.knowledge.answering import Answer
from tasklore.knowledge.chat import AnswerService
from tasklore.knowledge.service import Upload
from tasklore.platform.unit import Unit

BOOK: Final = Path(__file__).resolve().parents[2] / "../shared/samples/book"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.answers", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--off-topic", type=Path, default=BOOK, help="folder of Markdown about something else")
    parser.add_argument("--model", type=Path, help="folder of a local embedding model")
    arguments = parser.parse_args()
    collection = load(arguments.folder)
    if collection is None:
        print(f"There is no collection in {arguments.folder}; nothing was measured.")
        return
    environ = {} if arguments.model is None else {"EMBEDDINGS": "local", "EMBEDDING_MODEL_DIR": str(arguments.model)}
    asyncio.run(judged(collection, environ))
    if arguments.off_topic.is_dir():
        asyncio.run(off_topic(collection, arguments.off_topic, environ))
    else:
        print(f"There are no documents in {arguments.off_topic}; off-topic questions were not asked.")


async def judged(collection: Collection, environ: dict[str, str]) -> None:
    """Answerable questions and near misses, asked of the collection."""
    distinct = list({(p["title"], p["text"]): p for p in collection.corpus}.values())
    async with library(**environ) as core:
        ids = await add(core, [Upload(p["text"].encode(), "p.txt", p["title"]) for p in distinct])
        names = dict(zip(ids, (p["_id"] for p in distinct), strict=True))
        texts = dict(zip(ids, (p["text"] for p in distinct), strict=True))
        answers = [(query, *await _ask(core, query["text"])) for query in collection.queries]
        missed = [await _ask(core, query["text"]) for query in collection.unanswerable]
    answered = [(query, answer) for query, answer, _ in answers if answer.refusal_reason is None]
    figures: dict[str, Any] = {"collection": collection.name, "answerable": len(answers)}
    figures["false_refusals"] = _share(len(answers) - len(answered), len(answers))
    if missed:
        figures["near_miss_refusals"] = _share(sum(a.refusal_reason is not None for a, _ in missed), len(missed))
    cited = [
        (collection.relevant[query["_id"]], list(dict.fromkeys(names[s.document_id] for s in answer.sources)))
        for query, answer in answered
    ]
    figures["citation_recall"] = _share(sum(any(c in right for c in found) for right, found in cited), len(cited))
    figures["first_citation_precision"] = _share(sum(found[0] in right for right, found in cited), len(cited))
    figures["citation_precision"] = _share(
        sum(c in right for right, found in cited for c in found), sum(len(found) for _, found in cited)
    )
    figures["citations_per_answer"] = round(sum(len(found) for _, found in cited) / len(cited), 2)
    with_gold = [(query, answer) for query, answer in answered if query.get("answers")]
    figures["gold_contained"] = _share(
        sum(any(_plain(g) in _plain(a.response) for g in q["answers"] if g) for q, a in with_gold), len(with_gold)
    )
    everything = [answer for _, answer, _ in answers] + [answer for answer, _ in missed]
    figures["dangling_markers"] = sum(_dangling(answer) for answer in everything)
    quotes = [(s, texts[s.document_id]) for answer in everything for s in answer.sources]
    figures["verbatim_quotes"] = _share(sum(text[s.start : s.end] == s.quote for s, text in quotes), len(quotes))
    print(json.dumps(figures | percentiles([took for _, _, took in answers])))


async def off_topic(collection: Collection, folder: Path, environ: dict[str, str]) -> None:
    """The collection's questions, asked of documents that are about something else."""
    async with library(**environ) as core:
        await add(core, files_of(folder))
        questions = [query["text"] for query in (*collection.queries, *collection.unanswerable)]
        refused = [(await _ask(core, question))[0].refusal_reason is not None for question in questions]
    print(json.dumps({"off_topic": len(refused), "off_topic_refusals": _share(sum(refused), len(refused))}))


async def _ask(core: Core, question: str) -> tuple[Answer, float]:
    began = time.perf_counter()
    answer, _ = await AnswerService(Unit(core)).ask(OWNER, question)
    return answer, time.perf_counter() - began


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _dangling(answer: Answer) -> int:
    known = {source.id for source in answer.sources}
    return sum(marker not in known for marker in re.findall(r" \[([a-z0-9]{5})\]", answer.response))


if __name__ == "__main__":
    main()
