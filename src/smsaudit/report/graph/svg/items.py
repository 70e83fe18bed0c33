"""What is laid out: every box with its lines of text and its shape, and a small one for a condition on an arrow."""

from __future__ import annotations

from msgspec import Struct

from smsaudit.model.flow import Resolution
from smsaudit.model.message_graph import Stage
from smsaudit.report.graph.layout import Size
from smsaudit.report.graph.layout.columns import Pair
from smsaudit.report.graph.picture import Box, Picture, sentences
from smsaudit.report.graph.svg.lines import HEAD, Line, lines, wrapped
from smsaudit.report.graph.svg.shapes import PADDING, shape_of

_FIRMEST_FIRST = tuple(Resolution)
_CHOICE = "choice"


class Item(Struct, frozen=True, kw_only=True):
    """A shape with text in it."""

    shape: str
    band: Stage
    lines: tuple[Line, ...]
    label: str = ""
    whole: str = ""
    """All of its text uncut, for whoever points at it or has it read out."""

    @property
    def size(self) -> Size:
        """Room for the text and for the shape around it."""
        across, down = PADDING[self.shape]
        width = max((line.width for line in self.lines), default=0.0)
        return Size(width + 2 * across, sum(line.height for line in self.lines) + 2 * down)


class Tie(Struct, frozen=True, kw_only=True):
    """How an arrow looks."""

    resolution: Resolution
    label: str
    ends: bool = True
    """It ends in a tip; not where it only leads into a condition."""


class Scene(Struct, frozen=True):
    """Everything that is laid out."""

    items: dict[str, Item]
    ties: dict[Pair, Tie]


def scene(picture: Picture) -> Scene:
    """What is written on an arrow gets a small box of its own, so that nothing is written over anything."""
    items = {box.id: _item(box) for box in picture.boxes}
    ties: dict[Pair, Tie] = {}
    choices: dict[tuple[str, str, Resolution], str] = {}
    for arrow in sorted(picture.arrows, key=lambda each: _FIRMEST_FIRST.index(each.resolution)):
        source = arrow.source
        if arrow.text:
            key = (source, arrow.text, arrow.resolution)
            if key not in choices:
                choices[key] = f"c{len(choices) + 1}"
                items[choices[key]] = _choice(arrow.text)
                ties[source, choices[key]] = Tie(resolution=arrow.resolution, label=arrow.label, ends=False)
            source = choices[key]
        ties.setdefault((source, arrow.target), Tie(resolution=arrow.resolution, label=arrow.label))
    return Scene(items, ties)


def _item(box: Box) -> Item:
    shape = shape_of(box.stage, box.label)
    is_channel = box.stage is Stage.CHANNEL
    return Item(
        shape=shape,
        band=Stage.ENTRY if box.is_start else box.stage,
        lines=tuple(lines(box, box.label if is_channel else "")),
        label=box.label if box.stage >= Stage.SEND else "",
        whole="\n".join(sentences(box)),
    )


def _choice(text: str) -> Item:
    return Item(shape=_CHOICE, band=Stage.FUNCTION, lines=tuple(wrapped(text, HEAD)), whole=text)
