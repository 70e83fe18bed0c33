"""What the shapes and lines of a drawing mean: only those that occur in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from smsaudit.model.flow import Resolution
from smsaudit.model.words import Language, Words
from smsaudit.report.graph.layout import Point, Size
from smsaudit.report.graph.svg.items import Scene, Tie
from smsaudit.report.graph.svg.letters import plain_width
from smsaudit.report.graph.svg.marks import arrow, text
from smsaudit.report.graph.svg.shapes import number, outline
from smsaudit.report.wording import LABELS

_SIZE = 11.0
_KEY = Size(26.0, 18.0)
_ROW = 26.0
_GAP = 24.0

_SHAPES: Mapping[str, Words] = MappingProxyType(
    {
        "entry": Words("where control comes in from outside", "外部控制进入处"),
        "function": Words(
            "functions; a box with several runs them from top to bottom", "函数；同框者自上而下依次调用"
        ),
        "choice": Words("under which condition, or how", "条件或方式"),
        "send": Words("line that asks for a message to be sent", "请求发送短信的代码行"),
        "A": LABELS["A"],
        "B": LABELS["B"],
        "C": LABELS["C"],
        "other": Words("channel with another outcome, or none", "其他结果或无结果的通道"),
        "far-end": Words("who answers at the other end", "对端应答方"),
        "recipient": Words("who gets the message", "短信接收方"),
    }
)
_LINES: Mapping[Resolution, Words] = MappingProxyType(
    {
        Resolution.EXACT: Words("the code says so", "代码明确"),
        Resolution.INFERRED: Words("inferred from how values get there", "由取值推断"),
        Resolution.BY_NAME: Words("guessed, because the names agree", "仅因名称相同而推测"),
    }
)


class _Key(Struct, frozen=True):
    """A sample and what it means."""

    sample: str
    meaning: Words


def samples(scene: Scene, language: Language) -> Iterator[tuple[str, str]]:
    """Every shape and line that occurs, as a drawing of its own, and what it means."""
    size = f'width="{number(_KEY.width + 2)}" height="{number(_KEY.height + 2)}"'
    for key in _keys(scene):
        drawn = _drawn(key.sample, Point(1, 1))
        yield (
            f'<svg class="smsaudit-graph" {size} aria-hidden="true">{drawn}</svg>',
            key.meaning.in_(language),
        )


def legend(scene: Scene, language: Language, corner: Point, width: float) -> tuple[str, Size]:
    """The legend in rows of at most `width`, and the room that it takes."""
    x, y, widest, parts = corner.x, corner.y, 0.0, []
    for key in _keys(scene):
        meaning = key.meaning.in_(language)
        needed = _KEY.width + 8 + plain_width(meaning, _SIZE)
        if x > corner.x and x + needed > corner.x + width:
            x, y = corner.x, y + _ROW
        parts.append(_drawn(key.sample, Point(x, y)))
        parts.append(text(meaning, "title", Point(x + _KEY.width + 8, y + 13)))
        widest = max(widest, x + needed - corner.x)
        x += needed + _GAP
    return "".join(parts), Size(widest, y - corner.y + _ROW if parts else 0.0)


def _keys(scene: Scene) -> Iterator[_Key]:
    shapes = {item.shape for item in scene.items.values()}
    yield from (_Key(shape, meaning) for shape, meaning in _SHAPES.items() if shape in shapes)
    ways = {tie.resolution for tie in scene.ties.values()}
    yield from (_Key(way.value, meaning) for way, meaning in _LINES.items() if way in ways)


def _drawn(sample: str, corner: Point) -> str:
    middle = corner.y + _KEY.height / 2
    if sample in set(Resolution):
        points = (Point(corner.x, middle), Point(corner.x + _KEY.width, middle))
        return arrow(points, Tie(resolution=Resolution(sample), label=""))
    return f'<g class="{sample} {sample}">{outline(sample, corner, _KEY)}</g>'
