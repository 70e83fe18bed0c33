"""INI and everything like it: sections, keys, and more freedom than configparser allows."""

from __future__ import annotations

import re

from msgspec import Struct

from smsaudit.model.location import Place
from smsaudit.scan.config.entries import Entry, KeyPath, Read
from smsaudit.scan.config.lines import normalised

_SECTION = re.compile(r"\[(?P<name>[^\]\n]+)\]")
_SEPARATOR = re.compile(r"[=:]")
_INLINE_COMMENT = re.compile(r"\s[;#]")
_PLAIN_KEY = re.compile(r"[A-Za-z_][\w.\-]*+[ \t]*+=")
_COMMENTS = ("#", ";", "//")
_QUOTES = ("'", '"')


class _Reader(Struct):
    section: KeyPath = ()
    key: KeyPath = ()
    key_indent: int = 0
    key_is_empty: bool = False
    items: int = 0

    def row(self, number: int, row: str) -> Read:
        body = row.strip()
        if not body or body.startswith((*_COMMENTS, "<")):
            return
        indent = len(row) - len(row.lstrip())
        section = _SECTION.match(body)
        if section and not (self.key and indent > self.key_indent):
            self.section, self.key = section_path(section["name"]), ()
        elif self.continues(indent, body):
            yield Entry((*self.key, self.items), unquoted(uncommented(body)), Place(number, indent + 1))
            self.items += 1
        else:
            name, value = pair(body)
            self.key = (*self.section, name)
            self.key_indent, self.key_is_empty, self.items = indent, not value, 0
            yield Entry(self.key, value, Place(number, indent + 1))

    def continues(self, indent: int, body: str) -> bool:
        """An indented line belongs to the key above, unless it plainly sets a key of its own."""
        if not self.key or indent <= self.key_indent:
            return False
        return self.key_is_empty or not _PLAIN_KEY.match(body)


def read_ini(text: str) -> Read:
    """Every key as `section.key`; the indented lines of a long value are its numbered items."""
    reader = _Reader()
    for number, row in enumerate(normalised(text).split("\n"), start=1):
        yield from reader.row(number, row)


def section_path(name: str) -> KeyPath:
    """The path of `[name]`; git's `[remote "origin"]` is `remote.origin`."""
    head, quote, tail = name.partition('"')
    parts = (head.strip(), tail.rstrip('" ')) if quote and head.strip() else (name.strip(),)
    return tuple(part for part in parts if part)


def pair(body: str) -> tuple[str, str]:
    """Key and value of one line; without a separator, the first word is the key."""
    separator = _SEPARATOR.search(body)
    if separator and separator.start() > 0:
        name, value = body[: separator.start()], body[separator.end() :].removeprefix(">")
    else:
        name, _, value = body.partition(" ")
    return name.strip(), unquoted(uncommented(value.strip()))


def uncommented(value: str) -> str:
    """`value` without a comment after white space, unless it stands in quotes."""
    if value.startswith(_QUOTES):
        end = value.find(value[0], 1)
        return value[: end + 1] if end > 0 else value
    if value.startswith(_COMMENTS[:2]):
        return ""
    comment = _INLINE_COMMENT.search(value)
    return (value[: comment.start()] if comment else value).rstrip()


def unquoted(value: str) -> str:
    """`value` without one pair of quotes around it."""
    if len(value) > 1 and value[0] in _QUOTES and value[-1] == value[0]:
        return value[1:-1]
    return value
