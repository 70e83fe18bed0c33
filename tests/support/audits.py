"""Whole audits of trees that are written to a directory, with the shipped data read only once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from smsaudit.model.result import AuditResult
from smsaudit.pipeline import Options, audit

AS_OF = date(2026, 11, 21)
Answer = TypeVar("Answer")


def planted(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """A directory that holds these files."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def audited(root: Path, files: Mapping[str, str | bytes], *, jobs: int = 1) -> AuditResult:
    """The audit of a directory that holds these files."""
    return audit(planted(root, files), Options(as_of=AS_OF, jobs=jobs))


def sends(root: Path, files: Mapping[str, str]) -> list[tuple[str, int]]:
    """Path and line of every send that an audit of these files finds."""
    return [(d.location.path, d.location.line) for d in audited(root, files).detections if d.role == "send"]


def marked(files: Mapping[str, str]) -> list[tuple[str, int]]:
    """Path and number of the lines that end in `#!`."""
    return [
        (path, number)
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if line.endswith("#!")
    ]
