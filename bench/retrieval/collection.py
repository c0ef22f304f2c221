"""A collection of passages with judged questions, as JSON lines on disk.

corpus.jsonl         {"_id", "title", "text"}
queries.jsonl        {"_id", "text", "answers"?}
qrels.tsv            query-id, corpus-id, score
unanswerable.jsonl   {"_id", "text"}, optional: questions that the corpus does not answer
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

DEFAULT: Final = Path(__file__).resolve().parents[2] / "../shared/retrieval/squad2-a"


@dataclass(frozen=True)
class Collection:
    """Passages, questions, and which passages answer which question."""

    name: str
    corpus: list[dict[str, Any]]
    queries: list[dict[str, Any]]
    relevant: dict[str, dict[str, int]]
    unanswerable: list[dict[str, Any]]


def load(folder: Path) -> Collection | None:
    """The collection in a folder, or None when there is none."""
    if not (folder / "corpus.jsonl").is_file():
        return None
    relevant: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, passage, score = line.split("\t")
        if score.isdigit() and int(score):
            relevant[query][passage] = int(score)
    queries = [query for query in _lines(folder / "queries.jsonl") if query["_id"] in relevant]
    return Collection(
        folder.resolve().name, _lines(folder / "corpus.jsonl"), queries, relevant, _lines(folder / "unanswerable.jsonl")
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
