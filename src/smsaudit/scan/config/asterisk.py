"""Asterisk: `[section](template)`, `key => value`, and comments that begin with a semicolon."""

from __future__ import annotations

import re

from smsaudit.model.location import Place
from smsaudit.scan.config.entries import Entry, Read
from smsaudit.scan.config.lines import normalised

_SECTION = re.compile(r"\[(?P<name>[^\]]+)\]")
_COMMENT = re.compile(r"(?<!\\);")
_PAIR = re.compile(r"(?P<name>[^=\s][^=]*?)\s*=>?\s*(?P<value>.*)", re.DOTALL)
_INCLUDE = re.compile(r"#(?P<name>include|tryinclude|exec)\s+(?P<value>.*)")


def read_asterisk(text: str) -> Read:
    """Every key as `section.key`, repeated keys repeatedly (`queue.member`, `default.exten`)."""
    section = ""
    in_comment = False
    for number, row in enumerate(normalised(text).split("\n"), start=1):
        if in_comment or row.lstrip().startswith(";--"):
            in_comment = "--;" not in row
            continue
        comment = _COMMENT.search(row)
        body = (row[: comment.start()] if comment else row).strip()
        if header := _SECTION.match(body):
            section = header["name"]
            continue
        found = _INCLUDE.match(body) if body.startswith("#") else _split(body)
        if found:
            path = (section, found["name"]) if section else (found["name"],)
            value = found["value"].strip().strip('"<>').replace("\\;", ";")
            yield Entry(path, value, Place(number, len(row) - len(row.lstrip()) + 1))


def _split(body: str) -> re.Match[str] | None:
    return _PAIR.match(body) if "=" in body else None
