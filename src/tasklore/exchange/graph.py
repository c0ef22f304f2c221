"""Directed edges without a way round."""

from collections.abc import Iterable


def acyclic(edges: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The edges but for those that would close a circle. Linear in their number."""
    following: dict[str, list[str]] = {}
    for start, end in edges:
        following.setdefault(start, []).append(end)
    kept: set[tuple[str, str]] = set()
    finished: set[str] = set()
    for root in following:
        if root in finished:
            continue
        on_the_way = {root}
        trail = [(root, iter(following[root]))]
        while trail:
            here, ends = trail[-1]
            onward = next(ends, None)
            if onward is None:
                trail.pop()
                on_the_way.discard(here)
                finished.add(here)
            elif onward not in on_the_way:
                kept.add((here, onward))
                if onward not in finished:
                    on_the_way.add(onward)
                    trail.append((onward, iter(following.get(onward, ()))))
    return kept
