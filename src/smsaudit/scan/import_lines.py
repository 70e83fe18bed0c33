"""The import lines of a Python file, taken from its bytes without parsing it."""

from __future__ import annotations

import re
from typing import NamedTuple

_FROM = re.compile(
    rb"^[ \t]*from[ \t]+(\.*)[ \t]*([\w.]*)[ \t]+import[ \t]*(\([^)]{0,4000}\)|[^\n#]{0,1000})", re.MULTILINE
)
_IMPORT = re.compile(rb"^[ \t]*import[ \t]+([\w., \t]{1,1000})", re.MULTILINE)
_NAME = re.compile(rb"[\w.]+")


class ImportLine(NamedTuple):
    """`from <dots>module import names`, or `import module` without names."""

    module: str
    level: int
    names: tuple[str, ...]


def import_lines(data: bytes) -> tuple[ImportLine, ...]:
    """Every import that a line seems to make; lines inside strings count as well."""
    found = [
        ImportLine(_text(match[2]), len(match[1]), tuple(_names(match[3]))) for match in _FROM.finditer(data)
    ]
    for match in _IMPORT.finditer(data):
        modules = (_NAME.search(part) for part in match[1].split(b","))
        found += [ImportLine(_text(each[0]), 0, ()) for each in modules if each is not None]
    return tuple(found)


def _names(written: bytes) -> list[str]:
    bare = re.sub(rb"#[^\n]*", b"", written.strip(b"()"))
    first = (_NAME.search(part) for part in bare.split(b","))
    return [_text(each[0]) for each in first if each is not None]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
