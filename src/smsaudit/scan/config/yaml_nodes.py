"""YAML documents as small trees with places, built from events so that no nesting can overflow a stack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from smsaudit.model.location import Place
from smsaudit.scan.config.entries import DEEPEST, Cut, too_deep

if TYPE_CHECKING:
    import yaml

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_BREAKS = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})
"""Line breaks to YAML, but not to editors: as blanks they leave every later line number right."""
_BRACKET = re.compile(r"[\[\]{}]")
_MOST_OPEN_BRACKETS = 500
"""libyaml takes quadratic time in the depth of flow collections."""


class Node(Struct):
    """A scalar (`items` is None), a sequence, or a mapping whose items are keys and values in turn."""

    place: Place
    value: str = ""
    literal: bool = False
    is_mapping: bool = False
    items: list[Node] | None = None


class _Builder(Struct):
    root: Node | None = None
    open: list[Node] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    dropped: int = 0

    def add(self, node: Node, anchor: str) -> None:
        if anchor:
            self.anchors[anchor] = node
        if self.open:
            items = self.open[-1].items
            if items is not None:
                items.append(node)
        else:
            self.root = node


class Unreadable(Exception):  # noqa: N818 - not an error of ours, and never leaves this package
    """Carries the line from which on a text is not YAML."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def documents(text: str) -> Iterator[Node | Cut]:
    """The root of every document; raises `Unreadable` where the text stops being YAML."""
    import yaml

    if _most_open(text) > _MOST_OPEN_BRACKETS:
        raise Unreadable(1)
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder()
    started = 1
    try:
        for event in yaml.parse(_FORBIDDEN.sub("\ufffd", text.translate(_LINE_BREAKS)), Loader=loader):
            if isinstance(event, yaml.DocumentEndEvent):
                if builder.root is not None:
                    yield builder.root
                builder, started = _Builder(), _place(event).end_line
            elif isinstance(event, yaml.NodeEvent):
                yield from _open_or_add(builder, event)
            elif isinstance(event, yaml.CollectionEndEvent):
                _close(builder)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Unreadable(started) from error


def _most_open(text: str) -> int:
    depth = most = 0
    for bracket in _BRACKET.finditer(text):
        if bracket.group() in "[{":
            depth += 1
            most = max(most, depth)
        else:
            depth = max(0, depth - 1)
    return most


def _open_or_add(builder: _Builder, event: yaml.NodeEvent) -> Iterator[Cut]:
    import yaml

    if builder.dropped:
        builder.dropped += isinstance(event, yaml.CollectionStartEvent)
        return
    place, anchor = _place(event), event.anchor or ""
    if isinstance(event, yaml.ScalarEvent):
        builder.add(Node(place, event.value, literal=event.style in ("|", ">")), anchor)
    elif isinstance(event, yaml.AliasEvent):
        builder.add(builder.anchors.get(anchor, Node(place, f"*{anchor}")), "")
    elif len(builder.open) >= DEEPEST:
        builder.add(Node(place), "")
        builder.dropped = 1
        yield too_deep(place.line)
    else:
        node = Node(place, is_mapping=isinstance(event, yaml.MappingStartEvent), items=[])
        builder.add(node, anchor)
        builder.open.append(node)


def _close(builder: _Builder) -> None:
    if builder.dropped > 1:
        builder.dropped -= 1
    elif builder.dropped == 1:
        builder.dropped = 0
    else:
        builder.open.pop()


def _place(event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        return Place(1)
    last = end.line + 1
    # The end mark of a block scalar stands at the start of the line after it.
    if end.column == 0 and last > start.line + 1:
        last -= 1
    return Place(start.line + 1, start.column + 1, last)
