"""What could not be read or resolved. Data, not an exception; a gap can change a verdict."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from smsaudit.model.location import TreePath
from smsaudit.model.words import Words


class GapKind(StrEnum):
    """Why something was not looked at, or not fully."""

    UNREADABLE = "unreadable"
    UNDECODABLE = "undecodable"
    UNPARSED = "unparsed"
    MENDED = "mended"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    TIMED_OUT = "timed-out"
    CRASHED = "crashed"
    SYMLINK = "symlink"
    SPECIAL_FILE = "special-file"
    SUBMODULE = "submodule"
    LFS_POINTER = "lfs-pointer"
    ARCHIVE = "archive"
    NOTEBOOK = "notebook"
    IGNORED_CONFIG = "ignored-config"
    OUTSIDE_SENDER = "outside-sender"
    LIMIT = "limit"
    CUT = "cut"


PASSING = frozenset((GapKind.TIMED_OUT, GapKind.CRASHED, GapKind.UNREADABLE))
"""Gaps that another run may not have: an answer with one of them is not kept."""


class Gap(Struct, frozen=True, order=True):
    """One thing that was not seen. `bears` says whether it could hide a sender."""

    path: TreePath
    kind: GapKind
    reason: Words
    line: int | None = None
    bears: bool = False
