"""The flow graph as the page shows it: a drawing for each language, whose rows lead to their evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from smsaudit.model.message_graph import Stage
from smsaudit.model.result import AuditResult
from smsaudit.model.words import Language
from smsaudit.report.graph import svg
from smsaudit.report.graph.paint import picture
from smsaudit.report.graph.picture import Box, Picture
from smsaudit.report.html.story import Places

_KEY_WIDTH = 880.0


@dataclass(frozen=True, slots=True)
class Choice:
    """A box that a reader can ask for, and what it is called."""

    box: str
    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """The drawing in one language."""

    language: Language
    drawing: Markup
    key: Markup
    starts: tuple[Choice, ...]
    channels: tuple[Choice, ...]


def figures(result: AuditResult, places: Places) -> tuple[Figure, ...]:
    """One per language; none where nothing is drawn."""
    found = (_figure(picture(result, language), language, places) for language in Language)
    return tuple(figure for figure in found if figure.channels)


def _figure(drawn: Picture, language: Language, places: Places) -> Figure:
    return Figure(
        language=language,
        # Made by us, with every text of the tree escaped.
        drawing=Markup(svg.embedded(drawn, language, places.anchor)),  # noqa: S704
        key=Markup(svg.key(drawn, language, _KEY_WIDTH)),  # noqa: S704
        starts=tuple(_choices(drawn, lambda box: box.stage is Stage.ENTRY or box.is_start)),
        channels=tuple(_choices(drawn, lambda box: box.stage is Stage.CHANNEL)),
    )


def _choices(drawn: Picture, wanted: Callable[[Box], bool]) -> Iterator[Choice]:
    for box in drawn.boxes:
        if wanted(box):
            yield from (Choice(box.id, row.text) for row in box.rows)
