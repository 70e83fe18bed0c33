"""systemd units: INI with continued lines, and variables packed into `Environment=`."""

from __future__ import annotations

import re

from smsaudit.model.location import Place
from smsaudit.scan.config.entries import Entry, KeyPath, Read
from smsaudit.scan.config.ini import section_path
from smsaudit.scan.config.lines import normalised

_ASSIGNMENT = re.compile(
    r"""(?P<quote>["'])(?P<quoted>[A-Za-z_]\w*=[^"'\n]*+)(?P=quote)|(?P<plain>(?<!\w)[A-Za-z_]\w*=(?:"[^"]*+"|[^\s"])*+)"""
)


def read_systemd(text: str) -> Read:
    """Every directive as `Section.Directive`, and each variable as `Service.Environment.NAME`."""
    section: KeyPath = ()
    for first, last, row in _logical_rows(normalised(text)):
        body = row.strip()
        if body.startswith("[") and body.endswith("]"):
            section = section_path(body[1:-1])
        elif "=" in body:
            name, _, value = body.partition("=")
            place = Place(first, 1, last)
            yield Entry((*section, name.strip()), value.strip(), place)
            if name.strip() == "Environment":
                yield from _variables((*section, "Environment"), value, place)


def _logical_rows(text: str) -> list[tuple[int, int, str]]:
    rows: list[tuple[int, int, str]] = []
    parts: list[str] = []
    first = 1
    for number, row in enumerate(text.split("\n"), start=1):
        if row.lstrip().startswith(("#", ";")):
            continue
        first = first if parts else number
        parts.append(row.removesuffix("\\"))
        if not row.endswith("\\"):
            rows.append((first, number, " ".join(parts)))
            parts = []
    if parts:
        rows.append((first, first, " ".join(parts)))
    return rows


def _variables(path: KeyPath, value: str, place: Place) -> Read:
    for found in _ASSIGNMENT.finditer(value):
        name, _, text = (found["quoted"] or found["plain"]).partition("=")
        yield Entry((*path, name), text.strip('"'), place)
