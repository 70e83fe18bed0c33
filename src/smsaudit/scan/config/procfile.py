"""Procfile: process types and their commands."""

from __future__ import annotations

import re

from smsaudit.model.location import Place, TreePath
from smsaudit.scan.config.entries import Entry, Read
from smsaudit.scan.config.lines import normalised
from smsaudit.scan.config.names import bare_name

_PROCESS = re.compile(r"(?P<name>[\w\-]+)\s*:\s*(?P<value>\S.*)")


def is_procfile(path: TreePath) -> bool:
    """Whether the file is a Procfile, also one for development (`Procfile.dev`)."""
    return bare_name(path).partition(".")[0] == "procfile"


def read_procfile(text: str) -> Read:
    """Every process type with its command."""
    for number, row in enumerate(normalised(text).split("\n"), start=1):
        found = _PROCESS.match(row)
        if found:
            yield Entry((found["name"],), found["value"].rstrip(), Place(number))
