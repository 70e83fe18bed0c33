"""The text of a box in lines of a width that fits, each in its style."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from smsaudit.report.graph.picture import Box, Row
from smsaudit.report.graph.svg.letters import broken, mono_width, plain_width

TEXT, QUIET, TITLE, HEAD = "text", "quiet", "title", "head"
"""Styles: code; detail and place; what a box is; under which condition it is reached."""

_SIZE = {TEXT: 12.0, QUIET: 10.5, TITLE: 10.5, HEAD: 10.5}
_LEADING = {TEXT: 16.0, QUIET: 14.0, TITLE: 14.0, HEAD: 14.0}
_COLUMNS = {TEXT: 34, QUIET: 40, TITLE: 38, HEAD: 38}
_BETWEEN_ROWS = 5.0
_BADGE = 8.0


class Line(Struct, frozen=True):
    """One line of text; `above` is the free space over it."""

    text: str
    style: str
    above: float = 0.0
    badge: str = ""
    key: str = ""
    """Of the row that it belongs to."""

    @property
    def width(self) -> float:
        """How wide it may become."""
        measure = mono_width if self.style in (TEXT, QUIET) else plain_width
        return measure(self.text, _SIZE[self.style]) + self.indent

    @property
    def indent(self) -> float:
        """Where the text begins, behind its badge."""
        return plain_width(self.badge, _SIZE[TEXT]) + 2 * _BADGE if self.badge else 0.0

    @property
    def height(self) -> float:
        """From the line before to the foot of this one."""
        return self.above + _LEADING[self.style]


def lines(box: Box, badge: str) -> list[Line]:
    """Condition, title, rows and note of a box."""
    found = [*wrapped(box.head, HEAD), *wrapped(box.title, TITLE, badge=badge)]
    for row in box.rows:
        own = list(_row(row))
        above = _BETWEEN_ROWS if found else 0.0
        own[0] = replace(own[0], above=above)
        found += [replace(line, key=row.key) for line in own]
    return [*found, *wrapped(box.note, TITLE, above=_BETWEEN_ROWS)]


def plain_lines(text: str, columns: int) -> list[Line]:
    """A sentence in lines of at most so many columns."""
    return [Line(each, TITLE) for each in broken(text, columns)]


def short_place(place: str) -> str:
    """`path:line` with as much of its end as there is room for, whole folders only."""
    columns = _COLUMNS[QUIET]
    if len(place) <= columns:
        return place
    parts = PurePosixPath(place).parts
    for at in range(1, len(parts)):
        tail = "…/" + "/".join(parts[at:])
        if len(tail) <= columns:
            return tail
    return parts[-1]


def _row(row: Row) -> Iterator[Line]:
    mark = f"⇢ {row.mark}: " if row.mark else ""
    yield from wrapped(mark + row.text, TEXT)
    together = f"{row.detail}  {row.place}"
    if row.detail and len(together) > _COLUMNS[QUIET]:
        together = f"{row.detail}  {PurePosixPath(row.place).name}"
    if row.detail and len(together) <= _COLUMNS[QUIET]:
        yield Line(together, QUIET)
    else:
        yield from wrapped(row.detail, QUIET)
        yield from (Line(each, QUIET) for each in filter(None, (short_place(row.place),)))


def wrapped(text: str, style: str, *, above: float = 0.0, badge: str = "") -> Iterator[Line]:
    """A text in lines that fit a box."""
    for at, each in enumerate(broken(text, _COLUMNS[style])):
        yield Line(each, style, 0.0 if at else above, "" if at else badge)
