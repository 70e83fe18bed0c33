"""How high each cell stands, given the order in its column: as near to its neighbours as the others let it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_SWEEPS = 40

Neighbour = tuple[str, float]
"""A cell, and how strongly it pulls."""


def heights(
    columns: Sequence[Sequence[str]],
    size: Mapping[str, float],
    gap: Mapping[str, float],
    pulls: Mapping[str, Sequence[Neighbour]],
) -> dict[str, float]:
    """Middle of every cell. `gap` is the free space below a cell, `pulls` are its neighbours."""
    middle: dict[str, float] = {}
    for column in columns:
        _stack(column, size, gap, {}, middle)
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 else reversed(columns):
            wanted = {}
            for id_ in column:
                weight = sum(force for _, force in pulls.get(id_, ()))
                if weight:
                    mean = sum(middle[each] * force for each, force in pulls[id_]) / weight
                    wanted[id_] = (mean, weight)
            _stack(column, size, gap, wanted, middle)
    top = min((middle[id_] - size[id_] / 2 for id_ in middle), default=0.0)
    return {id_: value - top for id_, value in middle.items()}


def _stack(
    column: Sequence[str],
    size: Mapping[str, float],
    gap: Mapping[str, float],
    wanted: Mapping[str, tuple[float, float]],
    middle: dict[str, float],
) -> None:
    """Least squares under the order: cells that would overlap are pooled and move as one."""
    offset = 0.0
    offsets = []
    pools: list[tuple[float, float, int]] = []  # mean of the first cell's place, weight, number of cells
    for at, id_ in enumerate(column):
        if at:
            above = column[at - 1]
            offset += (size[above] + size[id_]) / 2 + gap[above]
        offsets.append(offset)
        place, weight = wanted.get(id_, (middle.get(id_, offset), 0.01))
        pool = (place - offset, weight, 1)
        while pools and pools[-1][0] >= pool[0]:
            mean, other, count = pools.pop()
            total = other + pool[1]
            pool = ((mean * other + pool[0] * pool[1]) / total, total, count + pool[2])
        pools.append(pool)
    means = [mean for mean, _, count in pools for _ in range(count)]
    for id_, mean, shift in zip(column, means, offsets, strict=True):
        middle[id_] = mean + shift
