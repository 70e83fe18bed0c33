"""Runs as they ended, under all that they were made from: what was told about a tree is told again without an audit."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from smsaudit.cache import Cache, key_of
from smsaudit.contents import Contents
from smsaudit.discover import Look, Tree
from smsaudit.installed import installed
from smsaudit.model.config_names import OWN_NAME, SHARED_NAME
from smsaudit.model.gap import GapKind
from smsaudit.model.source import SourceFile


class Told(Struct, frozen=True):
    """How a run ended."""

    code: int
    notes: tuple[str, ...]
    """Lines beside the reports."""
    reports: tuple[str | bytes, ...]
    """In the order in which they were asked for."""


_Kept = tuple[int, tuple[str, ...], tuple[tuple[str, bytes], ...]]
"""A report as its text or its bytes; the other is empty."""

_BY_NAME = frozenset({GapKind.ARCHIVE, GapKind.TOO_LARGE, GapKind.SUBMODULE, GapKind.IGNORED_CONFIG})
"""Gaps that names and contents decide, and nothing else on the disk."""

_ENCODER = msgspec.msgpack.Encoder()
_DECODER: msgspec.msgpack.Decoder[_Kept] = msgspec.msgpack.Decoder(_Kept)


def identified(tree: Tree) -> Tree:
    """The tree with the id of every file, those that git does not know included."""
    if all(file.blob is not None for file in tree.files):
        return tree
    contents = Contents(tree, is_checked=False)
    ids = ((file, file.blob or contents.id(file.path)) for file in tree.files)
    return replace(tree, files=tuple(SourceFile(file.path, file.size, blob) for file, blob in ids))


def told_key(folder: Path, tree: Tree, said: object) -> bytes | None:
    """The key of a run on the tree of a folder, of which `said` was asked; None where more than that has a say."""
    listing = "".join([f"\0{file.path}\0{file.blob}" for file in tree.files])
    hidden = (name for name in (OWN_NAME, SHARED_NAME) if f"\0{name}\0" not in listing)
    if any(os.path.lexists(folder / name) for name in hidden):
        return None
    there = installed()
    where = (tree.name, tree.commit or "", listing, f"{tree.seen} {tree.gaps!r}")
    return key_of("told", there.signatures, there.law, *where, repr(said))


def quick_key(look: Look, said: object) -> bytes | None:
    """The key of the same run, before any file is listed; None where that takes more than git's word."""
    state = look.state
    if not state:
        return None
    there = installed()
    return key_of("told of a state", there.signatures, there.law, look.name, state, repr(said))


def is_told_by_git(tree: Tree) -> bool:
    """Whether the state of a work tree decides all that is listed of it."""
    return all(gap.kind in _BY_NAME for gap in tree.gaps) and all(file.blob for file in tree.files)


def told_before(key: bytes, cache: Cache) -> Told | None:
    """How the same run ended before."""
    stored = cache.get(key)
    if stored is None:
        return None
    code, notes, reports = _DECODER.decode(stored)
    return Told(code, notes, tuple(data or text for text, data in reports))


def keep_told(key: bytes, told: Told, cache: Cache) -> None:
    """Keep how a run ended."""
    reports = (("", each) if isinstance(each, bytes) else (_plain(each), b"") for each in told.reports)
    cache.put(key, _ENCODER.encode((told.code, told.notes, tuple(reports))))


def _plain(report: str) -> str:
    """A text as it is written: what no encoding knows stands there as an escape."""
    return report.encode("utf-8", "backslashreplace").decode()
