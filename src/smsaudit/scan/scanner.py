"""What every reader of one file promises."""

from __future__ import annotations

from typing import Protocol

from smsaudit.model.fact import Facts
from smsaudit.model.gap import Gap
from smsaudit.model.location import TreePath


class Scanner(Protocol):
    """Turns decoded text into facts and gaps; never raises, never opens anything, ends in bounded time."""

    def wants(self, path: TreePath) -> bool:
        """Whether a file of this name is read by this scanner."""
        ...

    def scan(self, path: TreePath, text: str) -> tuple[Facts, tuple[Gap, ...]]:
        """What `text` literally says, and what of it could not be read."""
        ...
