"""The picture in the language of Graphviz."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smsaudit.model.flow import Resolution
from smsaudit.model.message_graph import Stage
from smsaudit.report.graph.colours import INK, LABEL_COLOURS
from smsaudit.report.graph.picture import Arrow, Box, Picture, sentences

_SHAPES = {
    Stage.ENTRY: "cds",
    Stage.FUNCTION: "box",
    Stage.SEND: "rarrow",
    Stage.FAR_END: "cylinder",
    Stage.RECIPIENT: "ellipse",
}
_CHANNELS = {"A": ("box", "rounded"), "B": ("box", "solid"), "C": ("hexagon", "solid")}
_OTHER_CHANNEL = ("note", "solid")

_STYLES = {Resolution.EXACT: "solid", Resolution.INFERRED: "dashed", Resolution.BY_NAME: "dotted"}


def render(picture: Picture) -> str:
    """A digraph, left to right; boxes of one stage behind the functions stand in one column."""
    return "\n".join(_lines(picture)) + "\n"


def escaped(text: str) -> str:
    """`text` between the quotes of a DOT string; Graphviz shows it as it is."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _lines(picture: Picture) -> Iterator[str]:
    yield "digraph messages {"
    heading = _label((picture.title, picture.subtitle, picture.left_out))
    yield f'  graph [rankdir=LR, labelloc=t, label={heading}, fontname="sans-serif"];'
    yield '  node [fontname="monospace", fontsize=10];'
    yield '  edge [fontname="sans-serif", fontsize=9];'
    for box in picture.boxes:
        yield f"  {_box(box)}"
    for stage in (Stage.ENTRY, Stage.SEND, Stage.CHANNEL, Stage.FAR_END):
        column = "; ".join(box.id for box in picture.boxes if box.stage is stage)
        if column:
            yield f"  {{ rank=same; {column} }}"
    for arrow in picture.arrows:
        yield f"  {_arrow(arrow)}"
    yield "}"


def _box(box: Box) -> str:
    shape, style = _SHAPES.get(box.stage, ""), "solid"
    if box.stage is Stage.CHANNEL:
        shape, style = _CHANNELS.get(box.label, _OTHER_CHANNEL)
    colour = LABEL_COLOURS.get(box.label, INK) if box.stage >= Stage.SEND else INK
    return f'{box.id} [shape={shape}, style="{style}", color="{colour}", label={_label(sentences(box))}];'


def _arrow(arrow: Arrow) -> str:
    text = ", ".join(filter(None, (arrow.text, arrow.mark)))
    label = f", label={_label((text,))}" if text else ""
    colour = LABEL_COLOURS.get(arrow.label, INK)
    return f'{arrow.source} -> {arrow.target} [style={_STYLES[arrow.resolution]}, color="{colour}"{label}];'


def _label(lines: Iterable[str]) -> str:
    return '"' + "\\n".join(escaped(line) for line in lines if line) + '"'
