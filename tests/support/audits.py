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
