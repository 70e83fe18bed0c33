"""The picture as a Mermaid flowchart, as wikis and issue trackers draw it."""

from __future__ import annotations

from collections.abc import Iterator

from smsaudit.model.flow import Resolution
from smsaudit.model.message_graph import Stage
from smsaudit.report.graph.picture import Arrow, Box, Picture, sentences

_ESCAPES = str.maketrans({character: f"#{ord(character)};" for character in '"#$&;<>\\`'})
"""Numbers instead of what ends a label, or what Mermaid or HTML take for their own."""
_ICON = ":fa-"

_SHAPES = {
    Stage.ENTRY: ('("', '")'),
    Stage.FUNCTION: ('["', '"]'),
    Stage.SEND: ('[/"', '"/]'),
    Stage.FAR_END: ('[("', '")]'),
    Stage.RECIPIENT: ('(("', '"))'),
}
_CHANNELS = {"A": ('(["', '"])'), "B": ('[["', '"]]'), "C": ('{{"', '"}}')}
_OTHER_CHANNEL = ('>"', '"]')

_LINES = {Resolution.EXACT: "-->", Resolution.INFERRED: "-.->", Resolution.BY_NAME: "-.->"}
"""Broken where the hop is not certain."""

_CLASSES = (
    "classDef A stroke:#007a5e,stroke-width:3px",
    "classDef B stroke:#0072b2,stroke-width:3px",
    "classDef C stroke:#c94a00,stroke-width:3px",
)


def render(picture: Picture) -> str:
    """Mermaid source; it needs no quoting where a Markdown file embeds it."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    yield "flowchart LR"
    yield f"  accTitle: {escaped(picture.title)}"
    yield f"  accDescr: {escaped(picture.subtitle)}"
    if not picture.boxes:
        yield f'  n0["{escaped(picture.subtitle)}"]'
    for box in picture.boxes:
        yield f"  {_box(box)}"
    for arrow in picture.arrows:
        yield f"  {_arrow(arrow)}"
    yield from (f"  {each}" for each in _CLASSES)
    for label in ("A", "B", "C"):
        own = [box.id for box in picture.boxes if box.label == label and box.stage >= Stage.SEND]
        if own:
            yield f"  class {','.join(own)} {label}"


def escaped(text: str) -> str:
    """`text` as Mermaid shows it and never as anything that it obeys."""
    return text.translate(_ESCAPES).replace(_ICON, "#58;fa-")


def _box(box: Box) -> str:
    before, after = (
        _CHANNELS.get(box.label, _OTHER_CHANNEL) if box.stage is Stage.CHANNEL else _SHAPES[box.stage]
    )
    lines = "<br/>".join(escaped(line) for line in sentences(box))
    return f"{box.id}{before}{lines}{after}"


def _arrow(arrow: Arrow) -> str:
    line = _LINES[arrow.resolution]
    text = ", ".join(filter(None, (arrow.text, arrow.mark)))
    return (
        f'{arrow.source} {line}|"{escaped(text)}"| {arrow.target}'
        if text
        else f"{arrow.source} {line} {arrow.target}"
    )
