"""Java `.properties`: three separators, continued lines, escapes."""

from __future__ import annotations

import re

from smsaudit.model.location import Place
from smsaudit.scan.config.entries import Entry, Read
from smsaudit.scan.config.lines import normalised

_KEY = re.compile(r"(?:[^\\=:\s]++|\\.)*+")
_SEPARATOR = re.compile(r"[ \t\f]*+[=:]?[ \t\f]*+")
_ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9a-fA-F]{4})|(?P<letter>.)|$)", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}


def read_properties(text: str) -> Read:
    """Every key with its value, unescaped."""
    rows = normalised(text).split("\n")
    number = 0
    while number < len(rows):
        first = number
        body = rows[number].lstrip(" \t\f")
        number += 1
        if not body or body.startswith(("#", "!")):
            continue
        parts = [body]
        while _is_continued(parts[-1]) and number < len(rows):
            parts[-1] = parts[-1][:-1]
            parts.append(rows[number].lstrip(" \t\f"))
            number += 1
        yield from _pair("".join(parts), Place(first + 1, len(rows[first]) - len(body) + 1, number))


def _is_continued(row: str) -> bool:
    return (len(row) - len(row.rstrip("\\"))) % 2 == 1


def _pair(row: str, place: Place) -> Read:
    found = _KEY.match(row)
    end = found.end() if found else 0
    separator = _SEPARATOR.match(row, end)
    value = row[separator.end() if separator else end :]
    yield Entry((_unescaped(row[:end]),), _unescaped(value).rstrip(), place)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    if found["code"]:
        return chr(int(found["code"], 16))
    letter = found["letter"] or ""
    return _LETTERS.get(letter, letter)
