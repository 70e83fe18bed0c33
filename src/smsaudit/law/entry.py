"""One table of a law file, read key by key; every mistake is noted with its line and nothing raises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

import tomli
from msgspec import Struct, field

from smsaudit.model.errors import Problem
from smsaudit.model.words import Words

_HEADER = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")
_LONG_AGO = date(1, 1, 1)
_Choice = TypeVar("_Choice", bound=StrEnum)


class Section(Struct, frozen=True):
    """A table header of the file as written, with the lines of the keys under it."""

    name: str
    line: int
    keys: dict[str, int] = field(default_factory=dict)

    def line_of(self, key: str) -> int:
        """Line of a key or of its first part, else of the header."""
        first = key.partition(".")[0]
        near = (line for name, line in self.keys.items() if name.partition(".")[0] == first)
        return self.keys.get(key) or next(near, self.line)


class Entry(Struct, frozen=True):
    """A table with typed access. A bad or missing value is reported and replaced by an empty one."""

    file: str
    section: Section
    data: Mapping[str, object]
    problems: list[Problem]
    inner: tuple[Entry, ...] = ()
    """Nested tables of an array, where the table has one."""

    def wrong(self, key: str, what: str, mend: str) -> None:
        """Note a mistake at `key`."""
        self.problems.append(Problem(self.file, self.section.line_of(key), key, what, mend))

    def text(self, key: str, default: str | None = None) -> str:
        """A string that is not empty, or `default` where the key may be absent."""
        value = self.data.get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value.strip():
            return value
        self.wrong(key, "needs a text that is not empty", f'write {key} = "..."')
        return ""

    def number(self, key: str) -> int:
        """A whole number."""
        value = self.data.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.wrong(key, "needs a whole number", f"write {key} = 1")
        return 0

    def day(self, key: str) -> date:
        """A date."""
        value = self.data.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.wrong(key, "needs a date", f"write {key} = 2026-11-21, without quotes")
        return _LONG_AGO

    def words(self, key: str) -> Words:
        """The same text in both languages."""
        return self._both(key, self.data.get(key))

    def words_or_none(self, key: str) -> Words | None:
        """As `words`, where the key may be absent."""
        return self._both(key, self.data[key]) if key in self.data else None

    def many_words(self, key: str) -> tuple[Words, ...]:
        """A list of texts in both languages."""
        return tuple(self._both(key, item) for item in self._list(key))

    def ids(self, key: str) -> tuple[str, ...]:
        """A list of names; absent means empty."""
        found = self._list(key)
        names = tuple(item for item in found if isinstance(item, str) and item)
        if len(names) != len(found):
            self.wrong(key, "holds something that is not a name", f'write {key} = ["...", "..."]')
        if len(set(names)) != len(names):
            self.wrong(key, "names something twice", "name it once")
        return names

    def choice(self, key: str, options: type[_Choice]) -> _Choice:
        """One of the options; the first where it is missing or unknown."""
        value = self.text(key)
        known = [str(option) for option in options]
        if value in known:
            return options(value)
        if value:
            self.wrong(key, f"is {value!r}, which is none of {', '.join(known)}", "choose one of them")
        return next(iter(options))

    def only(self, *keys: str) -> None:
        """Report every key that is not among `keys`."""
        for key in self.data:
            if key not in keys:
                self.wrong(key, "is not a key of this table", f"use one of {', '.join(keys)}")

    def _list(self, key: str) -> list[object]:
        value = self.data.get(key, [])
        if isinstance(value, list):
            return value
        self.wrong(key, "needs a list", f"write {key} = [...]")
        return []

    def _both(self, key: str, value: object) -> Words:
        table = value if isinstance(value, dict) else {}
        en, zh = table.get("en"), table.get("zh")
        if isinstance(en, str) and isinstance(zh, str) and en.strip() and zh.strip() and len(table) == 2:  # noqa: PLR2004 - two languages
            return Words(en, zh)
        self.wrong(key, "needs both languages, and nothing else", f"fill {key}.en and {key}.zh")
        return Words("", "")


class LawFile(Struct, frozen=True):
    """A parsed law file with the headers that tell where each table stands."""

    name: str
    data: Mapping[str, object]
    sections: tuple[Section, ...]
    problems: list[Problem]

    def entries(self, table: str, inner: str = "") -> Iterator[Entry]:
        """Every `[[table]]` of the file, with the `[[table.inner]]` under it."""
        heads = [i for i, section in enumerate(self.sections) if section.name == table]
        rows = self._rows(self.data, table, len(heads))
        for row, start, end in zip(rows, heads, (*heads[1:], len(self.sections)), strict=False):
            under = [s for s in self.sections[start + 1 : end] if s.name == f"{table}.{inner}"]
            nested = self._rows(row, inner, len(under)) if inner else []
            entries = (Entry(self.name, s, n, self.problems) for s, n in zip(under, nested, strict=True))
            yield Entry(self.name, self.sections[start], row, self.problems, tuple(entries))

    def _rows(self, data: Mapping[str, object], table: str, headers: int) -> list[dict[str, object]]:
        """The tables of an array, one for each header; none where they are written in another way."""
        rows = data.get(table, [])
        if isinstance(rows, list) and len(rows) == headers:
            return rows
        what, mend = "is not written as [[tables]]", f"start each with [[{table}]]"
        self.problems.append(Problem(self.name, 0, table, what, mend))
        return []

    def section(self, name: str) -> Section:
        """The header of a plain `[table]`."""
        return next((s for s in self.sections if s.name == name), Section(name, 0))


def entries(files: Iterable[LawFile], table: str, inner: str = "") -> Iterator[Entry]:
    """Every `[[table]]` of these files."""
    for file in files:
        yield from file.entries(table, inner)


def parse(name: str, text: str, problems: list[Problem]) -> LawFile:
    """Read one file; a syntax error is one problem and leaves the file empty."""
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        line = getattr(error, "lineno", 0)
        problems.append(Problem(name, line, "", f"is not valid TOML: {error}", "mend the syntax"))
        data = {}
    return LawFile(name, data, tuple(_sections(text)) if data else (), problems)


def _sections(text: str) -> Iterator[Section]:
    """Table headers in file order. Keys before the first header belong to a section without a name."""
    section = Section("", 0)
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.fullmatch(line.partition("#")[0].rstrip()):
            yield section
            section = Section(header[1], number)
        elif key := _KEY.match(line):
            section.keys.setdefault(key[1], number)
    yield section
