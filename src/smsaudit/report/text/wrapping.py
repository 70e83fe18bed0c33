"""Line breaking for Latin and Chinese text in a fixed number of terminal columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

_CLOSING = "，。、；：！？）】》」』”’…％"
_OPENING = "（【《「『“‘"
_WIDE = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
)

_ATOM = re.compile(
    rf"\s+"
    rf"|[{_OPENING}]*(?![{_OPENING}{_CLOSING}])[{_WIDE}][{_CLOSING}]*"
    rf"|[{_OPENING}]*(?:(?![{_WIDE}{_OPENING}{_CLOSING}])\S)+[{_CLOSING}]*"
    rf"|\S"
)
"""Blank, one wide character, or one narrow word; punctuation stays with the text it belongs to."""


def wrapped(text: Text, width: int) -> list[Text]:
    """`text` in lines of at most `width` columns; only what is wider than a line is cut."""
    lines = text.divide(_breaks(text.plain, max(width, 1)))
    for line in lines:
        line.rstrip()
    return list(lines) or [Text()]


def _breaks(plain: str, width: int) -> Iterator[int]:
    used = 0
    for atom in _ATOM.finditer(plain):
        columns = cell_len(atom[0])
        if used + columns <= width:
            used += columns
        elif atom[0].isspace():
            used = width
        else:
            if used:
                yield atom.start()
            yield from _cuts(atom[0], atom.start(), width)
            used = cell_len(plain[_last_cut(atom[0], width) + atom.start() : atom.end()])


def _cuts(word: str, start: int, width: int) -> Iterator[int]:
    """Where a word that is wider than a line has to be cut."""
    used = 0
    for at, character in enumerate(word):
        columns = cell_len(character)
        if used + columns > width:
            yield start + at
            used = 0
        used += columns


def _last_cut(word: str, width: int) -> int:
    return max(_cuts(word, 0, width), default=0)
