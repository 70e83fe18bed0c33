"""The flow graph as a block that wikis and issue trackers draw, where it is small enough for them."""

from __future__ import annotations

from collections.abc import Iterator

from smsaudit.model.result import AuditResult
from smsaudit.model.words import Words
from smsaudit.report.graph import mermaid
from smsaudit.report.graph.focus import focused
from smsaudit.report.graph.paint import picture
from smsaudit.report.markdown.escape import code
from smsaudit.report.markdown.writing import Pen
from smsaudit.report.order import by_weight

MOST_CHARACTERS = 50_000
MOST_ARROWS = 500
"""Mermaid draws no more unless told to (`maxTextSize`, `maxEdges`), and viewers do not tell it to."""

_SAME = Words("The paths below say the same in words.", "下列路径以文字说明同样内容。")
_ONE = Words(
    "The whole drawing is too large for a page like this; this is the part of {channel}, and {command} draws the rest.",
    "全图过大，此处仅绘出{channel}部分，其余可用{command}绘制。",
)
_NONE = Words(
    "The drawing is too large for a page like this; {command} draws it.",
    "图过大，此处从略，可用{command}绘制。",
)
_COMMAND = "smsaudit graph"


def drawing(pen: Pen) -> Iterator[str]:
    """The whole graph, else that of the weightiest channel, else where to get it."""
    if block := _block(pen.result, pen):
        yield block
        yield pen.say(_SAME)
        return
    for judged in by_weight(pen.result)[:1]:
        part = focused(pen.result, judged.channel.id)
        if part is not None and (block := _block(part, pen)):
            yield block
            name = pen.text(judged.channel.name)
            yield f"{pen.say(_ONE, channel=name, command=code(_COMMAND))} {pen.say(_SAME)}"
            return
    yield f"{pen.say(_NONE, command=code(_COMMAND))} {pen.say(_SAME)}"


def _block(result: AuditResult, pen: Pen) -> str:
    """A fenced block; empty where it would be too large. Mermaid's own escapes keep the fence whole."""
    drawn = picture(result, pen.language)
    source = mermaid.render(drawn)
    if len(source) > MOST_CHARACTERS or len(drawn.arrows) > MOST_ARROWS:
        return ""
    return f"```mermaid\n{source}```"
