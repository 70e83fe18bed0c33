"""Where in a TOML text that people wrote for us a table or key stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

Key = tuple[str | int, ...]
"""Path of a value in a document: `("pattern", 2, "where", "to")`; tables in an array count from 0."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_EACH_PART = re.compile(_PART)
_ASSIGNMENT = re.compile(rf"\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=")
_DELIMITER = re.compile(r"""'''|\"""|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#.*""")


class Lines:
    """Knows the line of every header and of every key that starts a line."""

    def __init__(self, text: str) -> None:
        self._rows = text.split("\n")

    @cached_property
    def _known(self) -> dict[Key, int]:
        """Made when the first line is asked for: of most files, none ever is."""
        known: dict[Key, int] = {}
        table: Key = ()
        counts: dict[Key, int] = {}
        for number, row in _statements(self._rows):
            if header := _HEADER.match(row):
                table = _resolved(_parts(header[2]), counts, is_array=header[1] == "[[")
                _know(known, table, number)
            elif assignment := _ASSIGNMENT.match(row):
                _know(known, table + _parts(assignment[1]), number)
        return known

    def of(self, key: Key, near: str = "") -> int:
        """The line of `key`, of the nearest table around it, or 0; of `near` if that follows it closely."""
        while key and key not in self._known:
            key = key[:-1]
        line = self._known.get(key, 0)
        if not near or not line:
            return line
        end = min((other for other in self._known.values() if other > line), default=len(self._rows) + 1)
        return next((n for n in range(line, end) if near in self._rows[n - 1]), line)

    def before(self, key: Key) -> int:
        """The line after which the text under `key` begins."""
        line = self.of(key)
        opens_below = bool(line) and self._rows[line - 1].rstrip().endswith(("'''", '"""'))
        return line if opens_below else max(line - 1, 0)


def _know(known: dict[Key, int], key: Key, line: int) -> None:
    for length in range(1, len(key) + 1):
        known.setdefault(key[:length], line)


def _statements(rows: list[str]) -> Iterator[tuple[int, str]]:
    """Every row that does not begin inside a multi-line string."""
    inside = ""
    for number, row in enumerate(rows, start=1):
        start = 0
        if inside:
            start = row.find(inside)
            if start < 0:
                continue
            start += len(inside)
        else:
            yield number, row
        inside = _left_open(row, start)


def _left_open(row: str, start: int) -> str:
    """The delimiter of the multi-line string that `row` leaves open, if it does."""
    if "'''" not in row and '"""' not in row:
        return ""
    position = start
    while token := _DELIMITER.search(row, position):
        position = token.end()
        if token[0] in {"'''", '"""'}:
            close = row.find(token[0], position)
            if close < 0:
                return token[0]
            position = close + len(token[0])
    return ""


def _parts(dotted: str) -> Key:
    if dotted.isidentifier():
        return (dotted,)
    return tuple(part.strip("\"'") for part in _EACH_PART.findall(dotted))


def _resolved(names: Key, counts: dict[Key, int], *, is_array: bool) -> Key:
    """The header with the number of each array table on the way: `pattern.where` -> `pattern, 3, where`."""
    key: Key = ()
    for position, name in enumerate(names):
        key = (*key, name)
        if is_array and position == len(names) - 1:
            counts[key] = counts.get(key, -1) + 1
        if key in counts:
            key = (*key, counts[key])
    return key
