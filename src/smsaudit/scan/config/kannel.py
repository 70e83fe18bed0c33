"""Kannel: groups of keys, parted by blank lines; one file may hold several kinds of link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from smsaudit.model.location import Place
from smsaudit.scan.config.entries import Entry, KeyPath, Read
from smsaudit.scan.config.lines import normalised

_Line = tuple[str, str, Place]


def read_kannel(text: str) -> Read:
    """Every key as `smsc[0].host`: the kind of group, and which of its kind it is."""
    seen: Counter[str] = Counter()
    for block in _blocks(normalised(text)):
        kind = next((value for name, value, _ in block if name == "group"), None)
        path: KeyPath = ()
        if kind is not None:
            path = (kind, seen[kind])
            seen[kind] += 1
        for name, value, place in block:
            yield Entry((*path, name), value, place)


def _blocks(text: str) -> Iterator[list[_Line]]:
    block: list[_Line] = []
    for number, row in enumerate(text.split("\n"), start=1):
        body = row.strip()
        if body.startswith("#"):
            continue
        name, equals, value = body.partition("=")
        name = name.strip()
        starts_group = name == "group" and any(line[0] == "group" for line in block)
        if block and (not body or starts_group):
            yield block
            block = []
        if equals and name:
            place = Place(number, len(row) - len(row.lstrip()) + 1)
            block.append((name, _unquoted(value.strip()), place))
    if block:
        yield block


def _unquoted(value: str) -> str:
    if value.startswith('"'):
        return value[1:].removesuffix('"').replace('\\"', '"').replace("\\\\", "\\")
    return value
