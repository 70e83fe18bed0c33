"""Whether a change can matter at all, by the names of its files alone: the quick way out of a commit hook."""

from __future__ import annotations

from collections.abc import Iterable

from smsaudit.discover import Changed, is_closed, may_hold_sender
from smsaudit.model.location import TreePath
from smsaudit.scan.names import is_read

_PLAIN = frozenset({"000000", "100644", "100755"})
"""Modes of regular files, and of none; links and submodules can hide something."""
_OWN_WORD = "smsaudit"
_TITLE = "README.md"
"""Says what a project is for, such as a simulator of a gateway."""


def can_matter(changes: Iterable[Changed]) -> bool:
    """Whether any of these files is read by a scanner, judges the others, or could hide something."""
    return any(
        not {change.before.mode, change.after.mode} <= _PLAIN
        or is_own(change.path)
        or change.path.rpartition("/")[2] == _TITLE
        or is_closed(change.path)
        or may_hold_sender(change.path)
        or is_read(change.path)
        for change in changes
    )


def is_own(path: TreePath) -> bool:
    """Whether a file may belong to smsaudit, as its configuration, a baseline or signatures do."""
    return _OWN_WORD in path
