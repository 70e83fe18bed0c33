"""One file through the configuration scanner that wants it."""

from __future__ import annotations

from smsaudit.model.fact import Facts
from smsaudit.model.gap import Gap
from smsaudit.model.location import TreePath
from smsaudit.scan.config.scanners import CONFIG_SCANNERS


def scan(path: str, text: str) -> tuple[Facts, tuple[Gap, ...]]:
    scanner = next(scanner for scanner in CONFIG_SCANNERS if scanner.wants(TreePath(path)))
    return scanner.scan(TreePath(path), text)


def said(path: str, text: str) -> list[tuple[int, str, str]]:
    """Line, key and value of every setting."""
    return [(one.place.line, one.key, one.value) for one in scan(path, text)[0].settings]
