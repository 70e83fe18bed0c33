"""SVG elements for text, boxes and arrows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby, pairwise

from smsaudit.report.graph.layout import Point, Size
from smsaudit.report.graph.svg.items import Item, Tie
from smsaudit.report.graph.svg.lines import Line
from smsaudit.report.graph.svg.shapes import PADDING, number, outline

_DESCENT = 4.0
_TIP = 7.0
_BADGE = 15.0


Anchor = Callable[[str], str]
"""Key of a row -> id of the element of a page that tells of it; empty if none does."""


def box(item: Item, corner: Point, size: Size, id_: str = "", anchor: Anchor | None = None) -> str:
    """A shape with its text; what was cut is in its title. For a page it has a name, and its rows are links."""
    kind = f"{item.shape} {item.label}".strip()
    name = f"<title>{escape(item.whole)}</title>" if item.whole else ""
    across, down = PADDING[item.shape]
    text = "".join(_texts(item.lines, Point(corner.x + across, corner.y + down), anchor))
    named = f' data-box="{id_}"' if anchor else ""
    return f'<g class="{kind}"{named}>{name}{outline(item.shape, corner, size)}{text}</g>'


def text(content: str, style: str, at: Point) -> str:
    """One line of text whose baseline begins at a point."""
    return f'<text class="{style}" x="{number(at.x)}" y="{number(at.y)}">{escape(content)}</text>'


def badge(label: str, width: float, at: Point) -> str:
    """A label in white on its colour; `at` is the beginning of the baseline."""
    letter = f'<text class="letter" x="{number(at.x + width / 2)}" y="{number(at.y)}" text-anchor="middle">'
    kind = label if label in ("A", "B", "C") else "other"
    return (
        f'<rect class="badge {kind}" x="{number(at.x)}" y="{number(at.y - _BADGE + 3.5)}" '
        f'width="{number(width)}" height="{number(_BADGE)}" rx="3"/>{letter}{escape(label)}</text>'
    )


def arrow(points: Sequence[Point], tie: Tie, ends: tuple[str, str] | None = None) -> str:
    """A line through the points, level at each of them, with a tip at the last."""
    kind = f"{tie.resolution.value} {tie.label}".strip()
    last = points[-1]
    heading = 1.0 if points[-2].x < last.x else -1.0
    end = Point(last.x - heading * (_TIP - 1), last.y) if tie.ends else last
    named = f' data-from="{ends[0]}" data-to="{ends[1]}"' if ends else ""
    line = f'<path class="line {kind}"{named} d="{"".join(_curve([*points[:-1], end]))}"/>'
    if not tie.ends:
        return line
    back = number(last.x - heading * _TIP)
    tip = f"M{number(last.x)} {number(last.y)}L{back} {number(last.y - 3.5)}V{number(last.y + 3.5)}z"
    return f'{line}<path class="tip {tie.label}"{named} d="{tip}"/>'


def _curve(points: Iterable[Point]) -> Iterator[str]:
    for at, (a, b) in enumerate(pairwise(points)):
        if not at:
            yield f"M{number(a.x)} {number(a.y)}"
        if round(a.y - b.y, 1) == 0:
            yield f"H{number(b.x)}"
            continue
        middle = number((a.x + b.x) / 2)
        yield f"C{middle} {number(a.y)} {middle} {number(b.y)} {number(b.x)} {number(b.y)}"


def _texts(lines: Iterable[Line], corner: Point, anchor: Anchor | None) -> Iterator[str]:
    y = corner.y
    for key, row in groupby(lines, key=lambda line: line.key):
        target = anchor(key) if anchor and key else ""
        yield f'<a href="#{target}">' if target else ""
        for line in row:
            y += line.height
            baseline = y - _DESCENT
            if line.badge:
                yield badge(line.badge, line.indent - 6, Point(corner.x, baseline))
            yield text(line.text, line.style, Point(corner.x + line.indent, baseline))
        yield "</a>" if target else ""
