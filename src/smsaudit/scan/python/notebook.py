"""The Python of a Jupyter notebook, with where each of its lines stands in the file."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import fields, replace

from smsaudit.model.fact import Facts
from smsaudit.model.location import Place
from smsaudit.scan.config.entries import Entry
from smsaudit.scan.config.json_files import read_json
from smsaudit.scan.config.lines import normalised

_LITERAL = re.compile(r'(?:"source"\s*:\s*)?"(?P<body>(?:[^"\\\n]|\\.)*+)')
_ROW = re.compile(r"(?P<row>(?:[^\\]|\\[^n])*+)(?:\\n|\Z)")
_COMMAND = re.compile(r"(?P<before>\s*+)(?:(?P<names>[\w, ]+=)\s*)?(?:!(?!=).*|%[A-Za-z_].*|[^#'\"]*\?)\s*")
"""What IPython understands and Python does not: `!pip install x`, `files = !ls`, `%matplotlib inline`, `send?`."""
_WHOLE = re.compile(r'\s*+"(?P<body>(?:[^"\\]|\\.)*+)",?\s*')
_ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9a-fA-F]{4})|(?P<letter>.))")
_BLANK = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " "}
_STAYS_PYTHON = frozenset(("%%time", "%%timeit", "%%capture", "%%prun", "%%memit"))
_PYTHON = re.compile(r"(?i)i?python\d*")


class Row(Struct, frozen=True):
    """One line of Python, and where it begins in the notebook."""

    text: str
    line: int
    column: int


class Notebook(Struct, frozen=True):
    """The code cells of a notebook, one after the other."""

    rows: tuple[Row, ...]
    other: int | None
    """The line of the first one in another language."""

    @property
    def text(self) -> str:
        """The Python as one module."""
        return "\n".join(row.text for row in self.rows)

    def placed(self, facts: Facts) -> Facts:
        """The facts of that module, with the places that they have in the notebook."""
        moved: Facts = self._moved(facts)
        return replace(moved, mended=tuple(self.line(number) for number in facts.mended))

    def line(self, number: int) -> int:
        """The line of the notebook for a line of the module."""
        return self.rows[number - 1].line if 0 < number <= len(self.rows) else 1

    def _moved(self, value: Any) -> Any:
        match value:
            case Place(line, column, end) if 0 < line <= len(self.rows):
                row = self.rows[line - 1]
                return Place(row.line, row.column + column - 1, self.line(end))
            case tuple():
                return tuple(map(self._moved, value))
            case Struct():
                return type(value)(*(self._moved(getattr(value, each.name)) for each in fields(value)))
            case _:
                return value


def notebook(text: str) -> Notebook:
    """The Python of a notebook; commands to its own shell are left out, and whole cells in other languages."""
    text = normalised(text)
    lines = text.split("\n")
    pieces: dict[int, list[Entry]] = defaultdict(list)
    code: set[int] = set()
    languages: set[str] = set()
    for entry in read_json(text):
        match entry:
            case Entry(("cells", int(cell), "cell_type"), "code"):
                code.add(cell)
            case Entry(("cells", int(cell), "source", *_)):
                pieces[cell].append(entry)
            case Entry(
                ("metadata", "kernelspec", "language") | ("metadata", "language_info", "name"), language
            ):
                languages.add(language)
            case _:
                pass
    cells = [[row for entry in pieces[cell] for row in _rows(entry, lines)] for cell in sorted(code)]
    is_python = all(map(_PYTHON.fullmatch, languages))
    read: list[Row] = []
    other: int | None = None
    for rows in cells:
        if is_python and _is_python(rows):
            read += rows
        elif rows and other is None:
            other = rows[0].line
    return Notebook(tuple(replace(row, text=_as_python(row.text)) for row in read), other)


@lru_cache(maxsize=1)
def as_written(line: str) -> str:
    """A line of a notebook's file as its author wrote it: without the quotes and escapes of JSON.

    All cells may stand on one line, which is asked for again and again.
    """
    row = _WHOLE.fullmatch(line)
    return _ESCAPE.sub(_unescaped, row["body"] if row else line).rstrip()


def _unescaped(escape: re.Match[str]) -> str:
    code, letter = escape["code"], escape["letter"]
    return chr(int(code, 16)) if code else _BLANK.get(letter, letter)


def _rows(entry: Entry, lines: list[str]) -> Iterator[Row]:
    """The lines of Python in one text of the notebook."""
    place = entry.place
    literal = _LITERAL.match(lines[place.line - 1], place.column - 1)
    if literal is None:  # the text stands below its key
        yield from (Row(text, place.line, place.column) for text in entry.value.splitlines())
        return
    for row in _ROW.finditer(literal["body"]):
        if row.group():
            yield Row(_decoded(row["row"]), place.line, literal.start("body") + row.start() + 1)


def _decoded(body: str) -> str:
    try:
        return str(json.loads(f'"{body}"', strict=False))
    except ValueError:
        return body


def _is_python(rows: list[Row]) -> bool:
    """Whether a cell does not say that it is in another language, by `%%bash` and the like."""
    first = next((row.text.split()[0] for row in rows if row.text.strip()), "")
    return not first.startswith("%%") or first in _STAYS_PYTHON


def _as_python(text: str) -> str:
    """A line without what is no Python, and with as much indentation."""
    command = text.lstrip().startswith("%%")
    found = _COMMAND.fullmatch(text)
    if command or found is None:
        return "" if command else text
    return f"{found['before']}{found['names']} None" if found["names"] else f"{found['before']}pass"
