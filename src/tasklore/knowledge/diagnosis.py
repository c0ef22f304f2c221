"""Whether documents and index agree: what `tasklore doctor` says of them. Nothing is changed."""

from typing import Final, NamedTuple

from tasklore.platform.index.port import IndexUnavailable, VectorIndex
from tasklore.platform.unit import Unit

from . import store
from .weights import sparse_vector

_SAMPLED: Final = 20
_NEAR_THE_TOP: Final = 3


class Diagnosis(NamedTuple):
    """How many documents there are by state, and what is wrong with the index, one sentence each."""

    states: dict[str, int]
    problems: list[str]


async def diagnose(unit: Unit, index: VectorIndex) -> Diagnosis:
    """Compares the rows with an engine of the index, and has a sample of passages find themselves.

    Costs a query for each of the twenty owners with most passages, and twenty searches.
    """
    rows = await unit.fetch_rows(store.STATES)
    states = {str(status): int(count) for status, count in rows}
    problems: list[str] = []
    try:
        owners = await unit.fetch_rows(store.LARGEST_OWNERS, most=_SAMPLED)
        for owner, passages in owners:
            indexed = await index.count(owner)
            if indexed != passages:
                problems.append(f"{index.name}: {indexed:,} of {passages:,} passages of user {owner} are indexed.")
        if owners:
            problems += await _lost(unit, index, owners[0][0])
    except IndexUnavailable as error:
        problems.append(str(error))
    return Diagnosis(states, problems)


async def _lost(unit: Unit, index: VectorIndex, owner: str) -> list[str]:
    """The sampled passages that their own words do not find."""
    sample = await unit.fetch_all(store.SAMPLE, owner=owner, most=_SAMPLED)
    lost = 0
    for row in sample:
        terms = sparse_vector(row["text"], (row["title"], *row["headings"]), row["language"])
        found = await index.lexical_top(owner, terms.keys(), _NEAR_THE_TOP)
        # A copy of the passage in another document may stand before it.
        same = {s["id"] for s in sample if s["digest"] == row["digest"]}
        lost += bool(terms) and not same & {hit.id for hit in found.hits}
    return [f"{index.name}: {lost} of {len(sample)} sampled passages do not find themselves."] if lost else []
