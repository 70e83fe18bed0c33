"""An outline for every kind of box; the label of a channel shows in its shape as well as in its colour."""

from __future__ import annotations

from smsaudit.model.message_graph import Stage
from smsaudit.report.graph.layout import Point, Size

_SLANT = 12.0
_LID = 5.0
_INSET = 3.0

PADDING = {
    "entry": (14.0, 9.0),
    "function": (11.0, 8.0),
    "send": (18.0, 9.0),
    "A": (18.0, 10.0),
    "B": (14.0, 11.0),
    "C": (22.0, 10.0),
    "other": (16.0, 10.0),
    "far-end": (12.0, 16.0),
    "recipient": (14.0, 18.0),
    "choice": (9.0, 4.0),
}
"""Shape -> free space left and right, and above and below its text."""


def shape_of(stage: Stage, label: str) -> str:
    """Name of the shape for a box of a stage."""
    if stage is Stage.CHANNEL:
        return label if label in ("A", "B", "C") else "other"
    return stage.word


def outline(shape: str, corner: Point, size: Size) -> str:
    """SVG elements for a shape; the first is filled."""
    x, y, w, h = corner.x, corner.y, size.width, size.height
    right, low, middle = x + w, y + h, y + h / 2
    match shape:
        case "entry":
            return _rectangle(corner, size, 13.0)
        case "send":
            tip = right - _SLANT
            return _polygon((x, y), (tip, y), (right, middle), (tip, low), (x, low))
        case "A":
            return _rectangle(corner, size, min(h / 2, 26.0))
        case "B":
            inner = Point(x + _INSET, y + _INSET), Size(w - 2 * _INSET, h - 2 * _INSET)
            return _rectangle(corner, size, 0.0) + _rectangle(*inner, 0.0, "inner")
        case "C":
            near, far = x + _SLANT, right - _SLANT
            return _polygon((near, y), (far, y), (right, middle), (far, low), (near, low), (x, middle))
        case "other":
            fold = right - _SLANT
            return _polygon((x, y), (fold, y), (right, y + _SLANT), (right, low), (x, low))
        case "far-end":
            return _cylinder(corner, size)
        case "recipient":
            speaker = f"M{number(x + w / 2 - 8)} {number(y + 8)}h16"
            return _rectangle(corner, size, 14.0) + f'<path class="inner" d="{speaker}"/>'
        case "choice":
            return _rectangle(corner, size, h / 2)
        case _:
            return _rectangle(corner, size, 2.0)


def number(value: float) -> str:
    """A coordinate to a tenth of a unit, in as few characters as it takes."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def _rectangle(corner: Point, size: Size, radius: float, kind: str = "outline") -> str:
    round_ = f' rx="{number(radius)}"' if radius else ""
    return (
        f'<rect class="{kind}" x="{number(corner.x)}" y="{number(corner.y)}" '
        f'width="{number(size.width)}" height="{number(size.height)}"{round_}/>'
    )


def _polygon(*points: tuple[float, float]) -> str:
    listed = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'<polygon class="outline" points="{listed}"/>'


def _cylinder(corner: Point, size: Size) -> str:
    x, top, low = number(corner.x), number(corner.y + _LID), number(corner.y + size.height - _LID)
    right, arc = number(corner.x + size.width), f"A{number(size.width / 2)} {number(_LID)} 0 0"
    body = f"M{x} {top}{arc} 1 {right} {top}V{low}{arc} 1 {x} {low}z"
    return f'<path class="outline" d="{body}"/><path class="inner" d="M{x} {top}{arc} 0 {right} {top}"/>'
