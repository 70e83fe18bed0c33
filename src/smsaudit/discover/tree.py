"""The audited tree: what is in it, what could not be listed, and how to read one file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from smsaudit.discover.admit import admit, summarised
from smsaudit.discover.git import GitRefused
from smsaudit.discover.ignore import Patience
from smsaudit.discover.ignored_config import ignored_config, ignored_gap, is_code, names_near
from smsaudit.discover.names import actual, shown
from smsaudit.discover.reading import Fence, read_file
from smsaudit.discover.walk import walk
from smsaudit.discover.worktree import GitListing, WorkTree, ask_git, in_repository
from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.source import SourceFile
from smsaudit.model.words import Words


class Contents(Protocol):
    """Where the bytes of a tree's files come from: a disk, or the objects of a repository."""

    def read(self, name: str) -> bytes:
        """The bytes of the file of this name (as the system writes it); `Unreadable` if it gives none."""

    def expect(self, names: Iterable[str]) -> None:
        """Announces what will be read, in about this order; a hint that may be ignored."""


class Tree(Struct, frozen=True, kw_only=True):
    """The files of one folder, listed once. Nothing in it is a link, and no file is above the size limit."""

    files: tuple[SourceFile, ...]
    """Sorted by path."""
    gaps: tuple[Gap, ...]
    commit: str | None
    """What git has checked out, if the tree is under its control; files may differ from it."""
    name: str
    """Last part of the audited path, for headings."""
    seen: int
    """How many files were met, those that ended as a gap included."""
    contents: Contents

    def read(self, path: TreePath) -> bytes:
        """The bytes of a file of this tree, if it still is one; otherwise raises `Unreadable`."""
        return self.contents.read(actual(path))

    def expect(self, paths: Iterable[TreePath]) -> None:
        """Announces what will be read, so that it can be fetched together."""
        self.contents.expect(map(actual, paths))


class Disk:
    """The files below a directory."""

    def __init__(self, fence: Fence) -> None:
        self._fence = fence

    def read(self, name: str) -> bytes:
        """The bytes of a regular file inside the root."""
        return read_file(self._fence, name)

    def expect(self, names: Iterable[str]) -> None:
        """Nothing to prepare: the system reads ahead by itself."""


class Look(Struct, frozen=True, kw_only=True):
    """A first look at a folder: what git and the names near its root tell, and no file yet."""

    root: Path
    fence: Fence
    work_tree: WorkTree | None
    refusal: tuple[Gap, ...]
    """Why git was not asked, where it should have been."""
    near: list[str]

    @property
    def name(self) -> TreePath:
        """What the tree is called."""
        return heading_of(self.root)

    @property
    def state(self) -> str:
        """A digest of what is tracked and near the root, where git finds nothing else on the disk; otherwise empty."""
        state = self.work_tree.state if self.work_tree else b""
        if not state:
            return ""
        return sha256(state + "\0".join(self.near).encode("utf-8", "surrogateescape")).hexdigest()

    def tree(self, *, include_ignored: bool = False) -> Tree:
        """Lists what the folder holds, without reading or following anything."""
        listing = self._listing()
        gaps = list(listing.gaps)
        blobs = listing.blobs
        ignored = ignored_config(self.near, blobs)
        if include_ignored:
            blobs |= dict.fromkeys(ignored)
        else:
            gaps += map(ignored_gap, ignored)
        files, obstacles = admit(self.fence, blobs)
        files.sort(key=lambda file: file.path)
        return Tree(
            files=tuple(files),
            gaps=summarised([*gaps, *obstacles]),
            commit=listing.commit,
            name=self.name,
            seen=len(files) + len(obstacles),
            contents=Disk(self.fence),
        )

    def _listing(self) -> GitListing:
        if self.work_tree is not None:
            listing = self.work_tree.listing()
            # A directory that an outer repository does not track (or ignores) is a tree of its own.
            if listing.tracked:
                return listing
        is_unpacked = self.work_tree is None and not self.refusal
        found = walk(self.fence, patience=Patience(), kept=is_code if is_unpacked else None)
        return GitListing(dict.fromkeys(found.files), (*found.gaps, *self.refusal), 0, None)


def look_at(root: Path) -> Look:
    """Asks what a repository (or a plain directory) holds.

    A root that is no readable directory is our user's mistake: `SmsauditError`.
    """
    fence = Fence(checked(root))
    near = cache(partial(names_near, fence))
    work_tree: WorkTree | None = None
    refusal: tuple[Gap, ...] = ()
    if in_repository(fence.root):
        try:
            work_tree = ask_git(fence.root, meanwhile=near)
        except GitRefused as refused:
            reason = Words(
                f"{refused.reason.en}; the directory was walked with its ignore files instead",
                f"{refused.reason.zh}；已改为按忽略文件遍历目录",
            )
            refusal = (Gap(TreePath("."), GapKind.LIMIT, reason),)
    return Look(root=root, fence=fence, work_tree=work_tree, refusal=refusal, near=near())


def open_tree(root: Path, *, include_ignored: bool = False) -> Tree:
    """Lists what a repository (or a plain directory) holds, as `look_at` does."""
    return look_at(root).tree(include_ignored=include_ignored)


def heading_of(root: Path) -> TreePath:
    """Last part of the audited path, as the user knows it: no link is resolved."""
    return shown(os.path.basename(os.path.abspath(root)) or "/")  # noqa: PTH100, PTH119 - no link resolved


def checked(root: Path) -> str:
    """The real name of a folder that can be listed; otherwise our user is told what to mend."""
    try:
        real = os.path.realpath(root, strict=True)
        with os.scandir(real):
            return real
    except NotADirectoryError:
        what, mend = "is a file", "give the directory that holds the code"
    except FileNotFoundError:
        what, mend = "does not exist", "give the path of a directory"
    except PermissionError:
        what, mend = "cannot be read: permission denied", "run as somebody who may list it"
    except (OSError, ValueError):
        what, mend = "cannot be opened", "give the path of a directory"
    raise SmsauditError(Problem(str(root), 0, "", what, mend))
