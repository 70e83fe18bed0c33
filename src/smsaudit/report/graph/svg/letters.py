"""How wide text becomes when nobody knows the reader's fonts: on the safe side, for the widest of the usual ones."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator

_MONO = 0.61
_NARROW = frozenset("ijlI.,:;|!'()[]{}ft r/")
_BROAD = frozenset("mwMW@%—…→")

_PIECE = re.compile(r"[^\s/._:\-(,]*(?:[\s/._:\-(,]+|$)")
"""Where long names and code may be broken: behind what separates their parts."""


def mono_width(text: str, size: float) -> float:
    """Width of code in a font of this size."""
    return size * math.fsum(1.0 if _is_wide(each) else _MONO for each in text)


def plain_width(text: str, size: float) -> float:
    """Width of a sentence in a font of this size."""
    return size * math.fsum(map(_plain, text))


def broken(text: str, columns: int) -> Iterator[str]:
    """The text in lines of at most so many columns, broken between the parts of a name if possible."""
    line = ""
    for piece in _pieces(text, columns):
        if line and _columns(line) + _columns(piece.rstrip()) > columns:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line.strip():
        yield line.rstrip()


def _pieces(text: str, columns: int) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        yield from _cut(piece, columns)


def _cut(piece: str, columns: int) -> Iterator[str]:
    """What has no separator is cut hard; wide characters may be parted anywhere."""
    start, used = 0, 0
    for at, character in enumerate(piece):
        width = 2 if _is_wide(character) else 1
        if used + width > columns or (at > start and width > 1):
            yield piece[start:at]
            start, used = at, 0
        used += width
    yield piece[start:]


def _columns(text: str) -> int:
    return sum(2 if _is_wide(each) else 1 for each in text)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WFA"


def _plain(character: str) -> float:
    if _is_wide(character):
        return 1.0
    if character in _NARROW:
        return 0.42
    if character in _BROAD:
        return 1.0
    return 0.76 if character.isupper() else 0.63
