"""Which column a box stands in, and which arrows run against the reading direction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[str, str]


def against(ids: Sequence[str], arrows: Iterable[Pair]) -> set[Pair]:
    """The arrows that close a circle when the graph is walked in the given order."""
    onwards: dict[str, list[str]] = defaultdict(list)
    for source, target in arrows:
        onwards[source].append(target)
    found: set[Pair] = set()
    done: set[str] = set()
    for start in ids:
        if start in done:
            continue
        open_: dict[str, None] = {start: None}
        ways = [iter(onwards[start])]
        while ways:
            for target in ways[-1]:
                if target in open_:
                    found.add((next(reversed(open_)), target))
                elif target not in done:
                    open_[target] = None
                    ways.append(iter(onwards[target]))
                    break
            else:
                ways.pop()
                done.add(open_.popitem()[0])
    return found


def columns(ids: Sequence[str], arrows: Sequence[Pair], bands: Mapping[str, int]) -> dict[str, int]:
    """Column of every box, counted from 0. `arrows` close no circle.

    Boxes of a lower band stand left of all boxes of a higher one; within a band every arrow leads right, and a box
    with more arrows out than in moves right as far as these allow, so that arrows get shorter.
    """
    column: dict[str, int] = {}
    first = 0
    for band in sorted({bands[id_] for id_ in ids}):
        own = [id_ for id_ in ids if bands[id_] == band]
        inner = [(a, b) for a, b in arrows if bands[a] == band == bands[b]]
        depth = _depths(own, inner)
        _tighten(own, inner, arrows, depth)
        column |= {id_: first + depth[id_] for id_ in own}
        first += 1 + max(depth.values())
    return column


def _depths(ids: Sequence[str], arrows: Iterable[Pair]) -> dict[str, int]:
    """Number of arrows on the longest way to each box."""
    onwards: dict[str, list[str]] = defaultdict(list)
    waiting = dict.fromkeys(ids, 0)
    for source, target in arrows:
        onwards[source].append(target)
        waiting[target] += 1
    depth = dict.fromkeys(ids, 0)
    ready = [id_ for id_ in ids if not waiting[id_]]
    for id_ in ready:
        for target in onwards[id_]:
            depth[target] = max(depth[target], depth[id_] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return depth


def _tighten(
    ids: Iterable[str], inner: Iterable[Pair], arrows: Iterable[Pair], depth: dict[str, int]
) -> None:
    after: dict[str, list[str]] = defaultdict(list)
    for source, target in inner:
        after[source].append(target)
    balance: dict[str, int] = defaultdict(int)
    for source, target in arrows:
        balance[source] += 1
        balance[target] -= 1
    last = max(depth.values())
    for id_ in sorted(ids, key=depth.__getitem__, reverse=True):
        if balance[id_] > 0:
            depth[id_] = min((depth[each] for each in after[id_]), default=last + 1) - 1
