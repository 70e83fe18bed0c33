"""Typed reading of one TOML table, with a note of every mistake."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from smsaudit.model.errors import Problem
from smsaudit.model.toml_lines import Key, Lines

Choice = TypeVar("Choice", bound=StrEnum)

_TYPE_NAMES = {str: "text", bool: "true or false", int: "a whole number", list: "a list", dict: "a table"}


class Log:
    """The problems of one file, each with its line. A `trusted` file was checked when it was packaged."""

    def __init__(self, file: str, lines: Lines, *, trusted: bool = False) -> None:
        self.file = file
        self.lines = lines
        self.trusted = trusted
        self.problems: list[Problem] = []

    def add(self, key: Key, what: str, mend: str, *, near: str = "") -> None:
        """Notes that something is wrong at `key`, or at `near` shortly below it."""
        self.problems.append(Problem(self.file, self.lines.of(key, near), spelled(key), what, mend))


class Table:
    """One table of the file. Every `text`, `texts` … call also makes its key a known one."""

    def __init__(self, values: Mapping[str, object], key: Key, log: Log) -> None:
        self.values = values
        self.key = key
        self.log = log
        self._known: list[str] = []

    def has(self, name: str) -> bool:
        """Whether the key stands in the table."""
        self._note(name)
        return name in self.values

    def text(self, name: str, default: str | None = None) -> str:
        """The text under `name`; required and not blank where there is no default."""
        value = self._get(name)
        if value is None:
            if default is None:
                self._missing(name, "text")
            return default or ""
        if not isinstance(value, str):
            return self._mistyped(name, value, "text")
        if default is None and not value.strip():
            self.problem(name, "is empty", f"say something in `{name}`")
        return value

    def texts(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """The list of texts under `name`; a single text counts as a list of one."""
        value = self._get(name)
        if value is None:
            if required:
                self._missing(name, "a list of texts")
            return ()
        items: list[object] = list(value) if isinstance(value, list) else [value]
        texts = tuple(item for item in items if isinstance(item, str) and item.strip())
        if len(texts) != len(items):
            self.problem(name, "has an entry that is empty or not a text", "write texts in quotes")
        elif required and not texts:
            self.problem(name, "is an empty list", "give at least one entry or leave the key out")
        return texts

    def number(self, name: str) -> int:
        """The whole number under `name`, counted from 1; required."""
        value = self._get(name)
        if value is None:
            self._missing(name, "a whole number")
            return 1
        if not isinstance(value, int) or isinstance(value, bool):
            self._mistyped(name, value, "a whole number")
            return 1
        if value < 1:
            self.problem(name, f"is {value}", "count from 1")
            return 1
        return value

    def truth(self, name: str) -> bool:
        """Whether `name` is true; it need not be there."""
        value = self._get(name)
        if value is not None and not isinstance(value, bool):
            self._mistyped(name, value, "true or false")
        return value is True

    def choice(self, name: str, choices: type[Choice], default: Choice | None = None) -> Choice:
        """One of `choices`; required where there is no default."""
        first = default or next(iter(choices))
        if not self.has(name) and default is not None:
            return default
        word = self.text(name)
        if not word:
            return first
        allowed = [str(member) for member in choices]
        if word in allowed:
            return choices(word)
        self.problem(name, f'"{word}" is not known', suggestion(word, allowed) or f"use {listed(allowed)}")
        return first

    def table(self, name: str) -> Table | None:
        """The table under `name`, if there is one."""
        value = self._get(name)
        if value is None:
            return None
        if isinstance(value, dict):
            return Table(value, (*self.key, name), self.log)
        self._mistyped(name, value, "a table")
        return None

    def tables(self, name: str) -> tuple[Table, ...]:
        """The tables in the array under `name`."""
        value = self._get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.problem(
                name, "is not a list of tables", f"write [[{name}]] above each, or a list of {{ … }}"
            )
            return ()
        return tuple(Table(item, (*self.key, name, index), self.log) for index, item in enumerate(value))

    def close(self) -> None:
        """Notes every key that nothing asked for."""
        for name in self.values:
            if name not in self._known:
                mend = suggestion(name, self._known) or f"the keys here are {listed(sorted(self._known))}"
                self.problem(name, "is not a known key", mend)

    def problem(self, name: str, what: str, mend: str, *, near: str = "") -> None:
        """Notes that something is wrong with the value under `name`, or with the table if that is empty."""
        self.log.add((*self.key, name) if name else self.key, what, mend, near=near)

    def _note(self, name: str) -> None:
        if name not in self._known:
            self._known.append(name)

    def _get(self, name: str) -> object:
        self._note(name)
        return self.values.get(name)

    def _missing(self, name: str, kind: str) -> None:
        self.problem(name, "is missing", f"add `{name}` ({kind})")

    def _mistyped(self, name: str, value: object, wanted: str) -> str:
        found = _TYPE_NAMES.get(type(value), "something else")
        self.problem(name, f"is {found}, not {wanted}", f"write {wanted}")
        return ""


def suggestion(word: str, allowed: list[str]) -> str:
    """A did-you-mean sentence, if one of `allowed` is close."""
    close = difflib.get_close_matches(word, allowed, n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else ""


def listed(words: list[str]) -> str:
    """The words as a readable list."""
    return ", ".join(f"`{word}`" for word in words)


def spelled(key: Key) -> str:
    """The key as a person would write it; tables in an array are counted from 1."""
    text = ""
    for part in key:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")
