"""Holds a model's answer against the passages it cites, sentence by sentence.

    "The duke died in 1035 [k7m2p]. He loved dogs."
        └─ cited passage says so: kept        └─ nothing says so: dropped

A marker that names no source of this turn is taken out and counted. When no sentence is left, the answer is a refusal.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tasklore.knowledge.language.detection import detect
from tasklore.knowledge.language.negation import denies
from tasklore.knowledge.language.sentences import sentences
from tasklore.knowledge.language.words import analyzer

# The share of a sentence's words that its passage has to hold. A paraphrase shares half, an invention a fifth.
_LEAST_OVERLAP: Final = 0.5
_ALIKE_CHARS: Final = 4
# A sentence of fewer words than this joins others ("In short:") and claims nothing by itself.
_CLAIM_TERMS: Final = 2

_MARKER: Final = re.compile(r"\s*\[([^\[\]\n]{1,40})\](?!\()")
_LIST: Final = re.compile(r"[,;\s]+")
_ID: Final = re.compile(r"[a-z0-9]{1,12}")
_FIGURE: Final = re.compile(r"\d+(?:[.,'’\u00a0]\d+)*")
_NAME: Final = re.compile(r"(?<=[^.!?:\s] )[^\W\d_a-zß-öø-ÿа-яα-ω][\w’'-]+")
# Where every noun has a capital letter, a capital letter makes no name.
_CAPITAL_NOUNS: Final = frozenset({"de"})


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of a model's answer. ``used`` are the ids of the sources it still cites, in order."""

    response: str
    used: tuple[str, ...]
    dropped_sentences: int
    dangling_markers: int


def check(response: str, passages: Mapping[str, str]) -> Checked:
    """Keeps the sentences that a passage bears out, each with its marker.

    Args:
        response: what the model wrote, with markers such as ``[k7m2p]``.
        passages: the text of each source of this turn by its id.
    """
    kept: list[str] = []
    used: dict[str, None] = {}
    dropped = dangling = 0
    for paragraph in _paragraphs(response):
        lines: list[str] = []
        for sentence, markers in _sentences_with_markers(paragraph):
            known = [marker for marker in markers if marker in passages]
            dangling += len(markers) - len(known)
            if not _claims(sentence):
                lines.append(sentence)
                continue
            bearing = _bearing(sentence, known, passages)
            if not bearing:
                dropped += 1
                continue
            used.update(dict.fromkeys(bearing))
            lines.append(" ".join((sentence, *(f"[{marker}]" for marker in bearing))))
        if any("[" in line for line in lines):
            kept.append(" ".join(lines))
    return Checked("\n\n".join(kept), tuple(used), dropped, dangling)


def supports(sentence: str, passage: str) -> bool:
    """Whether a passage bears out a sentence: most of its words, and every figure and name in it."""
    language = detect(sentence, (detect(passage),))
    analyse = analyzer(language).terms
    claimed, there = set(analyse(sentence)), set(analyse(passage))
    if not claimed:
        return False
    beginnings = {term[:_ALIKE_CHARS] for term in there}
    held = sum(term in there or (len(term) >= _ALIKE_CHARS and term[:_ALIKE_CHARS] in beginnings) for term in claimed)
    if held < _LEAST_OVERLAP * len(claimed):
        return False
    if denies(sentence, language) and not denies(passage, language):
        return False
    figures = {_bare(figure) for figure in _FIGURE.findall(passage)}
    if any(_bare(figure) not in figures for figure in _FIGURE.findall(sentence)):
        return False
    if language in _CAPITAL_NOUNS:
        return True
    folded = passage.casefold()
    return all(name.casefold().removesuffix("'s").removesuffix("’s") in folded for name in _NAME.findall(sentence))


def _bearing(sentence: str, markers: Sequence[str], passages: Mapping[str, str]) -> list[str]:
    """The cited sources that bear a sentence out; for a sentence without a marker, the first of all sources that does."""
    if markers:
        return [marker for marker in dict.fromkeys(markers) if supports(sentence, passages[marker])]
    return next(([marker] for marker, passage in passages.items() if supports(sentence, passage)), [])


def _claims(sentence: str) -> bool:
    language = detect(sentence)
    return len(analyzer(language).terms(sentence)) >= _CLAIM_TERMS or bool(_FIGURE.search(sentence))


def _paragraphs(response: str) -> list[str]:
    return [paragraph.strip() for paragraph in re.split(r"\n\s*\n", response) if paragraph.strip()]


def _sentences_with_markers(paragraph: str) -> list[tuple[str, list[str]]]:
    """Each sentence with the markers in it and behind it, the markers taken out of its text."""
    bare: list[str] = []
    placed: list[tuple[int, str]] = []
    length = position = 0
    for match in _MARKER.finditer(paragraph):
        ids = [part for part in _LIST.split(match[1].strip()) if part]
        if not ids or not all(_ID.fullmatch(part) for part in ids):
            continue
        bare.append(paragraph[position : match.start()])
        length += match.start() - position
        position = match.end()
        placed.extend((length, part) for part in ids)
    bare.append(paragraph[position:])
    text = "".join(bare)
    spans = sentences(text)
    found: list[tuple[str, list[str]]] = []
    for i, (start, end) in enumerate(spans):
        until = spans[i + 1][0] if i + 1 < len(spans) else len(text) + 1
        found.append((text[start:end], [marker for at, marker in placed if start < at <= max(end, until - 1)]))
    return found


def _bare(figure: str) -> str:
    return re.sub(r"\D", "", figure)
