"""Boxes of given sizes become a drawing: a spot for each box, a line for each arrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from smsaudit.report.graph.layout.columns import Pair, against, columns
from smsaudit.report.graph.layout.crossings import neighbours, ordered
from smsaudit.report.graph.layout.heights import Neighbour, heights

_BETWEEN_BOXES = 20.0
_BETWEEN_LINES = 8.0
_NARROWEST = 44.0
_WIDEST = 96.0
_PER_LINE = 3.0
_BETWEEN_PORTS = 9.0
_CORNER = 10.0
"""The part of a box's side at which no line ends."""

_PULLS = (1.0, 2.0, 24.0)
"""By the number of bends among two neighbours: long lines are to run straight."""


class Size(Struct, frozen=True):
    """Width and height."""

    width: float
    height: float


class Point(Struct, frozen=True):
    """A place on the sheet; y grows downwards."""

    x: float
    y: float


class Spot(Struct, frozen=True):
    """Where a box stands; all boxes of a column are as wide as the widest."""

    corner: Point
    size: Size
    column: int


class Drawing(Struct, frozen=True):
    """The whole sheet. A line is a list of points: it bends between columns, and runs level in them."""

    size: Size
    spots: Mapping[str, Spot]
    lines: Mapping[Pair, Sequence[Point]]


def drawing(sizes: Mapping[str, Size], bands: Mapping[str, int], arrows: Sequence[Pair]) -> Drawing:
    """Lay boxes out from left to right, lower bands left of higher ones. An arrow joins two different boxes, once."""
    turned = against(list(sizes), arrows)
    pairs = list(dict.fromkeys((b, a) if (a, b) in turned else (a, b) for a, b in arrows))
    sheet = _Sheet(sizes, columns(list(sizes), pairs, bands), pairs)
    lines = {pair: sheet.line(pair) for pair in pairs}
    return Drawing(
        size=sheet.size,
        spots={id_: sheet.spot(id_) for id_ in sizes},
        lines={(a, b): lines[b, a][::-1] if (a, b) in turned else lines[a, b] for a, b in arrows},
    )


class _Sheet:
    """Cells in columns: the boxes, and a bend wherever a line passes a column."""

    def __init__(self, sizes: Mapping[str, Size], column: Mapping[str, int], pairs: Sequence[Pair]) -> None:
        self._column = dict(column)
        self._height = {id_: size.height for id_, size in sizes.items()}
        self._ways = {pair: self._way(pair) for pair in pairs}
        self._hops = [hop for way in self._ways.values() for hop in pairwise(way)]
        self._before, self._after = neighbours(self._hops)
        cells: list[list[str]] = [[] for _ in range(1 + max(self._column.values(), default=-1))]
        for id_, at in self._column.items():
            cells[at].append(id_)
        cells = ordered(cells, self._before, self._after)
        self._middle = heights(cells, self._height, self._gaps(cells), self._pulls())
        self._width = [max((sizes[id_].width for id_ in own if id_ in sizes), default=0.0) for own in cells]
        self._left, right = self._edges()
        lowest = (self._middle[id_] + self._height[id_] / 2 for id_ in self._column)
        self.size = Size(right, max(lowest, default=0.0))

    def spot(self, id_: str) -> Spot:
        """Where a box stands."""
        at, height = self._column[id_], self._height[id_]
        corner = Point(self._left[at], self._middle[id_] - height / 2)
        return Spot(corner, Size(self._width[at], height), at)

    def line(self, pair: Pair) -> list[Point]:
        """The points of a line, from the right side of its first box to the left side of its last."""
        source, *bends, target = self._ways[pair]
        first = Point(self._right(source), self._port(source, self._ways[pair][1], self._after))
        last = Point(self._left[self._column[target]], self._port(target, self._ways[pair][-2], self._before))
        between = [
            Point(x, self._middle[bend])
            for bend in bends
            for x in (self._left[self._column[bend]], self._right(bend))
        ]
        return [first, *between, last]

    def _way(self, pair: Pair) -> list[str]:
        source, target = pair
        bends = []
        for at in range(self._column[source] + 1, self._column[target]):
            bends.append(f"{source} {target} {at}")
            self._column[bends[-1]] = at
            self._height[bends[-1]] = 0.0
        return [source, *bends, target]

    def _gaps(self, cells: Sequence[Sequence[str]]) -> dict[str, float]:
        """Free space below each cell: little between two lines, more at a box."""
        return {
            upper: _BETWEEN_BOXES if self._height[upper] or self._height[lower] else _BETWEEN_LINES
            for column in cells
            for upper, lower in pairwise(column)
        }

    def _pulls(self) -> dict[str, list[Neighbour]]:
        pulls: dict[str, list[Neighbour]] = {id_: [] for id_ in self._column}
        for one, other in self._hops:
            force = _PULLS[(not self._height[one]) + (not self._height[other])]
            pulls[one].append((other, force))
            pulls[other].append((one, force))
        return pulls

    def _edges(self) -> tuple[list[float], float]:
        """Left edge of every column, and the right edge of the last."""
        passing = [0] * len(self._width)
        for source, _ in self._hops:
            passing[self._column[source]] += 1
        left, x = [], 0.0
        for width, lines in zip(self._width, passing, strict=True):
            left.append(x)
            x += width + min(_NARROWEST + _PER_LINE * lines, _WIDEST)
        return left, left[-1] + self._width[-1] if left else 0.0

    def _right(self, id_: str) -> float:
        at = self._column[id_]
        return self._left[at] + self._width[at]

    def _port(self, box: str, other: str, side: Mapping[str, Sequence[str]]) -> float:
        """Height at which the line to `other` meets the box: in the order of the other ends, so that none cross."""
        others = sorted(side[box], key=self._middle.__getitem__)
        room = max(self._height[box] - 2 * _CORNER, 0.0)
        step = min(_BETWEEN_PORTS, room / max(len(others) - 1, 1))
        return self._middle[box] + (others.index(other) - (len(others) - 1) / 2) * step
