"""The graph as people look at it: boxes and arrows, in words, with what belongs together in one box."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from smsaudit.model.flow import Resolution
from smsaudit.model.message_graph import NodeId, Stage
from smsaudit.model.words import Words


class Row(Struct, frozen=True, kw_only=True):
    """One thing in a box: a route, a function, a line of code; and where it stands."""

    text: str
    detail: str = ""
    place: str = ""
    mark: str = ""
    """How the row before leads to this one, where that was not resolved exactly."""
    key: str = ""
    """Under which a report tells of it: the place as it is, or the id of a channel."""


class Box(Struct, frozen=True, kw_only=True):
    """What is drawn as one shape."""

    id: str
    stage: Stage
    rows: tuple[Row, ...]
    head: str = ""
    """What all arrows into the box would say: the condition, or how it is reached."""
    title: str = ""
    note: str = ""
    label: str = ""
    """Label of the channel, or of the only one that can be reached from here."""
    is_start: bool = False
    """Nothing is known to lead here."""
    nodes: tuple[NodeId, ...] = ()
    """What of the graph stands in it."""


class Arrow(Struct, frozen=True, kw_only=True):
    """From one box to another; `text` is the condition, or how it gets there, unless the box says so itself."""

    source: str
    target: str
    resolution: Resolution = Resolution.EXACT
    text: str = ""
    mark: str = ""
    """The resolution in words, where it is not exact."""
    label: str = ""


class Picture(Struct, frozen=True, kw_only=True):
    """Everything that is drawn; no text in it holds a character that a reader could not see."""

    title: str
    subtitle: str
    label: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    left_out: str = ""


def sentences(box: Box) -> Iterator[str]:
    """The text of a box, line by line, for formats that lay text out themselves."""
    yield from filter(None, (box.head, box.title))
    for row in box.rows:
        mark = f"→ {row.mark}: " if row.mark else ""
        yield f"{mark}{row.text}"
        yield from filter(None, ("  ".join(filter(None, (row.detail, row.place))),))
    yield from filter(None, (box.note,))


STAGES = {
    Stage.ENTRY: Words("Where it begins", "起点"),
    Stage.FUNCTION: Words("Functions", "函数"),
    Stage.SEND: Words("Send", "发送处"),
    Stage.CHANNEL: Words("Channel", "通道"),
    Stage.FAR_END: Words("Far end", "对端"),
    Stage.RECIPIENT: Words("Recipients", "接收方"),
}
