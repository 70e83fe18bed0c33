"""The picture as SVG: a self-contained file without script, link or font to load, or part of a page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from msgspec import Struct

from smsaudit.model.message_graph import Stage
from smsaudit.model.words import Language
from smsaudit.report.graph.layout import Drawing, Point, Size, Spot, drawing
from smsaudit.report.graph.picture import STAGES, Picture
from smsaudit.report.graph.svg.items import Scene, scene
from smsaudit.report.graph.svg.legend import legend, samples
from smsaudit.report.graph.svg.letters import plain_width
from smsaudit.report.graph.svg.lines import plain_lines
from smsaudit.report.graph.svg.marks import Anchor, arrow, badge, box, text
from smsaudit.report.graph.svg.shapes import number
from smsaudit.report.graph.svg.style import STYLE

_MARGIN = 24.0
_HEADING, _VERDICT, _CAPTION = 18.0, 13.0, 11.0
_NARROWEST = 640.0
_FOOT_COLUMNS = 110
_EMBEDDED = 34.0
"""Room for the captions above an embedded drawing."""


def render(picture: Picture, language: Language) -> str:
    """The whole file."""
    staged = scene(picture)
    laid = _laid(staged)
    head, top = _head(picture)
    body = list(_body(staged, laid, Point(_MARGIN, top + 30)))
    captions = list(_captions(staged, laid, language, top + 14))
    width = max(laid.size.width, _NARROWEST)
    below = Point(_MARGIN, top + 30 + laid.size.height + 30)
    keys, room = legend(staged, language, below, width)
    foot, end = _foot(picture, Point(_MARGIN, below.y + room.height))
    widest = max(
        width,
        room.width,
        plain_width(picture.title, _HEADING * 1.1),
        plain_width(picture.subtitle, _VERDICT) + 60,
    )
    size = Size(widest + 2 * _MARGIN, end + _MARGIN)
    return (
        "\n".join((*_opening(picture, size, language), *head, *captions, *body, keys, *foot, "</svg>")) + "\n"
    )


class Sheet(Struct, frozen=True):
    """A drawing for a page: the element, how large it is, and what its shapes and lines mean."""

    element: str
    size: Size
    key: tuple[tuple[str, str], ...]


def embedded(picture: Picture, language: Language, anchor: Anchor) -> Sheet:
    """The drawing for a page that has title and style of its own, and to whose elements its rows lead."""
    staged = scene(picture)
    laid = _laid(staged)
    body = _body(staged, laid, Point(_MARGIN, _EMBEDDED), anchor)
    captions = _captions(staged, laid, language, _EMBEDDED - 16)
    size = Size(laid.size.width + 2 * _MARGIN, laid.size.height + _EMBEDDED + _MARGIN)
    width, height = number(size.width), number(size.height)
    opening = f'<svg class="smsaudit-graph" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    element = "\n".join((opening, *captions, *body, "</svg>"))
    return Sheet(element, size, tuple(samples(staged, language)))


def _laid(staged: Scene) -> Drawing:
    sizes = {id_: item.size for id_, item in staged.items.items()}
    bands = {id_: item.band for id_, item in staged.items.items()}
    return drawing(sizes, bands, list(staged.ties))


def _opening(picture: Picture, size: Size, language: Language) -> Iterator[str]:
    width, height = number(size.width), number(size.height)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="smsaudit-graph" role="img" xml:lang="{language.value}" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    )
    yield f"<title>{escape(picture.title)}</title>"
    yield f"<desc>{escape(picture.subtitle)}</desc>"
    yield f"<style>{STYLE}</style>"
    yield f'<rect class="sheet" width="{width}" height="{height}"/>'


def _head(picture: Picture) -> tuple[list[str], float]:
    """Title and verdict, and where they end."""
    y = _MARGIN + _HEADING
    parts = [text(picture.title, "heading", Point(_MARGIN, y - 2))]
    y += 22
    room = plain_width(picture.label, 12) + 12
    parts += [
        badge(picture.label, room, Point(_MARGIN, y)),
        text(picture.subtitle, "verdict", Point(_MARGIN + room + 8, y)),
    ]
    return parts, y + 12


def _captions(staged: Scene, laid: Drawing, language: Language, y: float) -> Iterator[str]:
    """The name of every stage over its first column."""
    first: dict[Stage, Spot] = {}
    for id_, spot in laid.spots.items():
        band = staged.items[id_].band
        if band not in first or spot.column < first[band].column:
            first[band] = spot
    for band, spot in sorted(first.items()):
        yield text(STAGES[band].in_(language), "caption", Point(_MARGIN + spot.corner.x, y))


def _body(staged: Scene, laid: Drawing, origin: Point, anchor: Anchor | None = None) -> Iterator[str]:
    for pair, points in laid.lines.items():
        moved = [Point(each.x + origin.x, each.y + origin.y) for each in points]
        yield arrow(moved, staged.ties[pair], pair if anchor else None)
    for id_, spot in laid.spots.items():
        corner = Point(spot.corner.x + origin.x, spot.corner.y + origin.y)
        yield box(staged.items[id_], corner, spot.size, id_, anchor)


def _foot(picture: Picture, corner: Point) -> tuple[list[str], float]:
    y, parts = corner.y, []
    for line in plain_lines(picture.left_out, _FOOT_COLUMNS):
        y += line.height
        parts.append(text(line.text, line.style, Point(corner.x, y)))
    return parts, y
