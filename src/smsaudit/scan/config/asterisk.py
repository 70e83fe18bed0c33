"""Asterisk: `[section](template)`, `key => value`, and comments that begin with a semicolon."""

from __future__ import annotations

import re

from smsaudit.model.location import Place
from smsaudit.scan.config.entries import Entry, Read
from smsaudit.scan.config.lines import normalised

_SECTION = re.compile(r"\[(?P<name>[^\]]+)\]")
_COMMENT = re.compile(r"(?<!\\);")
_DIRECTIVES = ("#include", "#tryinclude", "#exec")


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
        name, value = _pair(body)
        if name:
            path = (section, name) if section else (name,)
            yield Entry(path, value, Place(number, len(row) - len(row.lstrip()) + 1))


def _pair(body: str) -> tuple[str, str]:
    if body.startswith(_DIRECTIVES):
        name, _, value = body[1:].partition(" ")
        return name, value.strip(' "<>')
    name, equals, value = body.partition("=")
    return name.strip() if equals else "", value.removeprefix(">").strip().replace("\\;", ";")
