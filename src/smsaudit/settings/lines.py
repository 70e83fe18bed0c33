"""On which line of a TOML text a table or key stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

Key = tuple[str | int, ...]
"""Path of a value: `("channel", 1, "peer")`; tables of an array count from 0."""

_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_ASSIGNMENT = re.compile(rf"\s*({_DOTTED})\s*=")
_MULTILINE = re.compile(r"'''|\"\"\"")


def key_lines(text: str) -> Mapping[Key, int]:
    """The line on which each key, or the first key of each table, stands."""
    return MappingProxyType(dict(reversed(list(_keys(text)))))


def line_of(key: Key, lines: Mapping[Key, int]) -> int:
    """The line of `key`, else of the nearest table around it; 0 where nothing of it is written."""
    while key and key not in lines:
        key = key[:-1]
    return lines.get(key, 0)


def _keys(text: str) -> Iterator[tuple[Key, int]]:
    table: Key = ()
    counts: dict[Key, int] = {}
    for number, row in _rows(text):
        if header := _HEADER.match(row):
            table = _numbered(_parts(header[2]), counts, is_array=header[1] == "[[")
            yield from _with_parents(table, 1, number)
        elif assignment := _ASSIGNMENT.match(row):
            key = table + _parts(assignment[1])
            yield from _with_parents(key, len(table) + 1, number)


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """Rows that do not begin inside a multi-line string."""
    is_inside = False
    for number, row in enumerate(text.split("\n"), start=1):
        if not is_inside:
            yield number, row
        is_inside ^= len(_MULTILINE.findall(row)) % 2 == 1


def _with_parents(key: Key, shortest: int, number: int) -> Iterator[tuple[Key, int]]:
    return ((key[:length], number) for length in range(shortest, len(key) + 1))


def _parts(dotted: str) -> Key:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))


def _numbered(names: Key, counts: dict[Key, int], *, is_array: bool) -> Key:
    if is_array:
        counts[names] = counts.get(names, -1) + 1
    return (*names, counts[names]) if names in counts else names
