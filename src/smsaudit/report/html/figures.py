"""The flow graph as the page shows it: a drawing for each language, whose rows lead to their evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct

from smsaudit.model.message_graph import Stage
from smsaudit.model.result import AuditResult
from smsaudit.model.words import Language
from smsaudit.report.graph import svg
from smsaudit.report.graph.layout import Size
from smsaudit.report.graph.paint import glance, picture
from smsaudit.report.graph.picture import Box, Picture
from smsaudit.report.graph.svg import Sheet
from smsaudit.report.html.story import Places

_LARGEST = Size(1500.0, 1000.0)
"""Of a drawing that is read as a whole: on a sheet of A4 across its smallest letters are five points high."""

_UPRIGHT = 900
"""Width that a sheet of A4 that stands upright still shows with letters of seven points."""


class Choice(Struct, frozen=True):
    """A box that a reader can ask for, and what it is called."""

    box: str
    name: str


class Key(Struct, frozen=True):
    """A sample of a shape or line and what it means; `is_late`: it is not in what is seen first."""

    sample: Markup
    meaning: str
    is_late: bool


class Figure(Struct, frozen=True):
    """The drawing in one language: at a glance where the whole is large, and whole."""

    language: Language
    drawing: Markup
    glance: Markup | None
    full: Mapping[str, Sequence[str]]
    """Box of the drawing at a glance -> boxes of the whole one that show the same."""
    key: tuple[Key, ...]
    is_across: bool
    """What is seen first is wider than high, and too wide for a sheet that stands upright."""
    starts: tuple[Choice, ...]
    channels: tuple[Choice, ...]


def figures(result: AuditResult, places: Places) -> tuple[Figure, ...]:
    """One per language; none where nothing is drawn."""
    found = (_figure(result, language, places) for language in Language)
    return tuple(figure for figure in found if figure.channels)


def _figure(result: AuditResult, language: Language, places: Places) -> Figure:
    drawn = picture(result, language)
    sheet = svg.embedded(drawn, language, places.anchor)
    brief = glance(result, language) if _is_large(sheet) else None
    small = svg.embedded(brief, language, places.anchor) if brief else None
    first = small or sheet
    keys = dict.fromkeys((*first.key, *sheet.key))
    return Figure(
        language=language,
        # Made by us, with every text of the tree escaped.
        drawing=Markup(sheet.element),  # noqa: S704
        glance=Markup(small.element) if small else None,  # noqa: S704
        full=_alike(brief, drawn) if brief else {},
        key=tuple(Key(Markup(each[0]), each[1], each not in first.key) for each in keys),  # noqa: S704
        is_across=first.size.width > max(first.size.height, _UPRIGHT),
        starts=tuple(_choices(drawn, lambda box: box.stage is Stage.ENTRY or box.is_start)),
        channels=tuple(_choices(drawn, lambda box: box.stage is Stage.CHANNEL)),
    )


def _alike(brief: Picture, whole: Picture) -> Mapping[str, Sequence[str]]:
    home = {node: box.id for box in whole.boxes for node in box.nodes}
    return {box.id: sorted({home[node] for node in box.nodes if node in home}) for box in brief.boxes}


def _is_large(sheet: Sheet) -> bool:
    return sheet.size.width > _LARGEST.width or sheet.size.height > _LARGEST.height


def _choices(drawn: Picture, wanted: Callable[[Box], bool]) -> Iterator[Choice]:
    for box in drawn.boxes:
        if wanted(box):
            yield from (Choice(box.id, row.text) for row in box.rows)
