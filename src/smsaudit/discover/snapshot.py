"""A listing of objects as a tree: what a checkout would hold, without making one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from posixpath import dirname

from msgspec import Struct

from smsaudit.discover.admit import closed, gap_at, link_gap, summarised
from smsaudit.discover.git import GitRefused
from smsaudit.discover.link import target_of
from smsaudit.discover.names import shown
from smsaudit.discover.objects import Objects
from smsaudit.discover.reading import Unreadable
from smsaudit.discover.tree import Tree
from smsaudit.discover.worktree import SUBMODULE, nested
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.source import SourceFile
from smsaudit.model.words import Words

_LINK = "120000"
_SUBMODULE = "160000"
_ABSENT = Words("its content is not in this clone", "此克隆中没有该文件的内容")
_UNMERGED = Words("it is not merged yet: the index holds several versions", "尚未合并：索引中有多个版本")


class Entry(Struct, frozen=True):
    """One line of a git listing; the name as the system writes it."""

    name: str
    mode: str
    blob: str
    is_merged: bool = True


def snapshot(entries: Sequence[Entry], objects: Objects, root: str, heading: str, commit: str | None) -> Tree:
    """The tree that these entries make; contents are read when they are asked for."""
    sizes = objects.sizes(entry.blob for entry in entries if entry.mode != _SUBMODULE)
    links = _Links(entries, objects, root)
    files: dict[str, SourceFile] = {}
    gaps: dict[str, Gap] = {}
    for entry in entries:
        gap = links.gap(entry) if entry.mode == _LINK else _obstacle(entry, sizes.get(entry.blob))
        if gap is not None:
            gaps[entry.name] = gap
        elif entry.mode != _LINK:
            path = shown(entry.name)
            files[entry.name] = SourceFile(path, sizes[entry.blob], entry.blob)
    return Tree(
        files=tuple(sorted(files.values(), key=lambda file: file.path)),
        gaps=summarised(gaps.values()),
        commit=commit,
        name=heading,
        seen=len(files) + len(gaps),
        contents=_Blobs({name: file.blob or "" for name, file in files.items()}, objects),
    )


def _obstacle(entry: Entry, size: int | None) -> Gap | None:
    if entry.mode == _SUBMODULE:
        return nested(entry.name, SUBMODULE)
    if not entry.is_merged:
        return gap_at(entry.name, GapKind.UNREADABLE, _UNMERGED)
    if size is None:
        return gap_at(entry.name, GapKind.UNREADABLE, _ABSENT)
    return closed(entry.name, size)


class _Links:
    """Where the links of a listing lead, as if it were checked out at `root`."""

    def __init__(self, entries: Iterable[Entry], objects: Objects, root: str) -> None:
        self._entries = entries
        self._objects = objects
        self._root = root
        self._there: set[str] = set()
        self._links: dict[str, str] = {}

    def gap(self, entry: Entry) -> Gap | None:
        """What this link hides."""
        if not self._there:
            self._read()
        return link_gap(entry.name, target_of(entry.name, self._root, self._look))

    def _read(self) -> None:
        for entry in self._entries:
            if entry.mode == _LINK:
                self._links[entry.name] = entry.blob
            name = entry.name
            while name and name not in self._there:
                self._there.add(name)
                name = dirname(name)
        self._objects.expect(self._links.values())

    def _look(self, at: str) -> str | None:
        blob = self._links.get(at)
        if blob is None:
            return "" if at in self._there else None
        target = self._objects.read(blob)
        return None if target is None else target.decode("utf-8", "surrogateescape")


class _Blobs:
    """The contents of a listing, by name."""

    def __init__(self, blobs: dict[str, str], objects: Objects) -> None:
        self._blobs = blobs
        self._objects = objects

    def read(self, name: str) -> bytes:
        """The bytes of a file of the listing."""
        blob = self._blobs.get(name)
        try:
            data = None if blob is None else self._objects.read(blob)
        except GitRefused as refused:
            raise Unreadable(gap_at(name, GapKind.UNREADABLE, refused.reason)) from refused
        if data is None:
            raise Unreadable(gap_at(name, GapKind.UNREADABLE, _ABSENT))
        return data

    def expect(self, names: Iterable[str]) -> None:
        """Announces which contents will be read."""
        self._objects.expect(self._blobs[name] for name in names if name in self._blobs)
