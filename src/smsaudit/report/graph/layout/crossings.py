"""The order of cells in each column that makes few lines cross."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

_SWEEPS = 24
_FEW = 600
"""Cells up to which neighbours are also swapped one by one."""

Columns = list[list[str]]
Neighbours = Mapping[str, Sequence[str]]


def ordered(columns: Columns, before: Neighbours, after: Neighbours) -> Columns:
    """The columns with their cells in the best order that sweeping to and fro finds."""
    best = current = [list(column) for column in columns]
    fewest = crossings(best, after)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        current = _swept(current, before, after, rightwards=not sweep % 2)
        count = crossings(current, after)
        if count < fewest:
            best, fewest = [list(column) for column in current], count
    if fewest and sum(map(len, best)) <= _FEW:
        _swap(best, before, after)
    return best


def crossings(columns: Sequence[Sequence[str]], after: Neighbours) -> int:
    """How many pairs of lines between neighbouring columns cross."""
    count = 0
    for left, right in pairwise(columns):
        position = {id_: at for at, id_ in enumerate(right)}
        passed: list[int] = []
        for id_ in left:
            ends = sorted(position[target] for target in after.get(id_, ()))
            for end in ends:
                count += len(passed) - bisect_left(passed, end + 1)
            for end in ends:
                insort(passed, end)
    return count


def _swept(columns: Columns, before: Neighbours, after: Neighbours, *, rightwards: bool) -> Columns:
    """Every cell where the middle of its neighbours in the column just ordered is."""
    order = range(1, len(columns)) if rightwards else range(len(columns) - 2, -1, -1)
    swept = [list(column) for column in columns]
    for at in order:
        fixed = {id_: place for place, id_ in enumerate(swept[at - 1 if rightwards else at + 1])}
        neighbours = before if rightwards else after
        middle: dict[str, float] = {}
        for place, id_ in enumerate(swept[at]):
            own = sorted(fixed[each] for each in neighbours.get(id_, ()))
            middle[id_] = sum(own) / len(own) if own else float(place)
        swept[at].sort(key=middle.__getitem__)
    return swept


def _swap(columns: Columns, before: Neighbours, after: Neighbours) -> None:
    """Exchange neighbours in a column as long as that takes crossings away."""
    better = True
    while better:
        better = False
        for at, column in enumerate(columns):
            left = {id_: place for place, id_ in enumerate(columns[at - 1])} if at else {}
            right = {id_: place for place, id_ in enumerate(columns[at + 1])} if at + 1 < len(columns) else {}
            for place in range(len(column) - 1):
                a, b = column[place], column[place + 1]
                gain = 0
                for fixed, neighbours in ((left, before), (right, after)):
                    ends_a = [fixed[each] for each in neighbours.get(a, ())]
                    ends_b = [fixed[each] for each in neighbours.get(b, ())]
                    gain += sum((x > y) - (x < y) for x in ends_a for y in ends_b)
                if gain > 0:
                    column[place], column[place + 1] = b, a
                    better = True


def neighbours(pairs: Sequence[tuple[str, str]]) -> tuple[Neighbours, Neighbours]:
    """What stands before and after each cell."""
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for source, target in pairs:
        before[target].append(source)
        after[source].append(target)
    return before, after
