"""A file of the audited tree."""

from __future__ import annotations

from dataclasses import dataclass

from smsaudit.model.context import Context
from smsaudit.model.location import TreePath


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A regular text file that the audit may read; `blob` is git's object id of its content, if known."""

    path: TreePath
    size: int
    context: Context
    blob: str | None = None
