"""YAML: Spring, compose, Kubernetes, Helm values, and everything else that nests keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from smsaudit.model.gap import GapKind
from smsaudit.model.location import Place
from smsaudit.model.words import Words
from smsaudit.scan.config.entries import DEEPEST, Cut, Entry, KeyPath, Read, too_deep
from smsaudit.scan.config.lines import normalised
from smsaudit.scan.config.yaml_lines import read_yaml_lines
from smsaudit.scan.config.yaml_nodes import Node, Unreadable, documents

_MOST_VISITS = 200_000
"""Aliases make a small file arbitrarily large."""
_MOST_MERGED = 20
_LARGEST = 4_000_000
_SMALL = 40
_TOO_LARGE = Words("too large for a YAML parser; read line by line", "超出YAML解析器的处理规模，已逐行读取")
_NOT_VALID = Words("not valid YAML; read line by line", "不是有效的YAML，已逐行读取")
_TOO_MANY = Words("too many values, counting aliases", "值（含别名）过多")
_PAIR_LISTS = frozenset({"environment", "env", "args", "labels"})
"""Lists of `NAME=value` in compose and its kin."""


class _Visit(Struct, frozen=True):
    node: Node
    path: KeyPath
    place: Place


def read_yaml(text: str) -> Read:
    """Every scalar of every document; what does not parse is read line by line."""
    text = normalised(text)
    if len(text) > _LARGEST:
        yield Cut(_TOO_LARGE, 1, GapKind.MENDED)
        yield from read_yaml_lines(text)
        return
    try:
        for root in documents(text):
            if isinstance(root, Cut):
                yield root
            else:
                yield from _walk(root)
    except Unreadable as stop:
        yield Cut(_NOT_VALID, stop.line, GapKind.MENDED)
        yield from read_yaml_lines(text, stop.line)


def _walk(root: Node) -> Read:
    waiting = [_Visit(root, (), root.place)]
    visits = 0
    while waiting:
        visit = waiting.pop()
        visits += 1
        if visits + len(waiting) > _MOST_VISITS:
            yield Cut(_TOO_MANY, visit.place.line)
            return
        if len(visit.path) > DEEPEST:
            yield too_deep(visit.place.line)
        elif visit.node.items is None:
            if visit.path:
                yield Entry(visit.path, visit.node.value, visit.place)
                yield from _pair(visit)
        elif visit.node.is_mapping:
            waiting.extend(reversed(list(islice(_members(visit), _MOST_VISITS))))
        else:
            yield from _named_items(visit)
            waiting.extend(
                reversed(
                    [_Visit(item, (*visit.path, i), item.place) for i, item in enumerate(visit.node.items)]
                )
            )


def _members(visit: _Visit) -> Iterator[_Visit]:
    """The values of a mapping by key; those merged in with `<<` yield to its own."""
    pairs = _pairs(visit.node)
    own = {key.value for key, _ in pairs}
    for key, value in pairs:
        if key.items is None and key.value == "<<" and value.items is not None:
            sources = [value] if value.is_mapping else value.items
            for source in sources[:_MOST_MERGED]:
                for merged, inner in _pairs(source):
                    if merged.value not in own:
                        yield _member(visit.path, merged, inner)
        else:
            yield _member(visit.path, key, value)


def _member(path: KeyPath, key: Node, value: Node) -> _Visit:
    name = key.value if key.items is None else "?"
    # An empty value may be placed behind the last line (`?` and nothing more).
    end = value.place.end_line if value.items is None and value.value else key.place.line
    place = Place(key.place.line, key.place.column, end if end >= key.place.line else 0)
    return _Visit(value, (*path, name), place)


def _pairs(node: Node) -> list[tuple[Node, Node]]:
    items = node.items if node.is_mapping and node.items else []
    return list(zip(items[::2], items[1::2], strict=False))


def _pair(visit: _Visit) -> Read:
    """`environment: [A=b]` says the same as `environment: {A: b}`."""
    match visit.path:
        case (*_, str(parent), int()) if parent in _PAIR_LISTS and "=" in visit.node.value:
            name, _, value = visit.node.value.partition("=")
            yield Entry((*visit.path[:-1], name.strip()), value, visit.place)


def _named_items(visit: _Visit) -> Read:
    """`env: [{name: A, value: b}]` (Kubernetes) says the same as `env: {A: b}`."""
    for item in visit.node.items or ():
        if item.items is None or len(item.items) > _SMALL:
            continue
        members = {key.value: value for key, value in _pairs(item) if value.items is None}
        if "name" in members and "value" in members:
            yield Entry((*visit.path, members["name"].value), members["value"].value, members["name"].place)
