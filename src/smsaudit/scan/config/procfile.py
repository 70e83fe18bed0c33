"""Procfile: process types and their commands."""

from __future__ import annotations

import re

from smsaudit.model.location import Place
from smsaudit.scan.config.entries import Entry, Read
from smsaudit.scan.config.lines import normalised

_PROCESS = re.compile(r"(?P<name>[\w\-]+)\s*:\s*(?P<value>\S.*)")


def read_procfile(text: str) -> Read:
    """Every process type with its command."""
    for number, row in enumerate(normalised(text).split("\n"), start=1):
        found = _PROCESS.match(row)
        if found:
            yield Entry((found["name"],), found["value"].rstrip(), Place(number))
