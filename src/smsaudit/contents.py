"""The bytes of a tree's files, and the identity that they give it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from smsaudit.discover import Tree, Unreadable, is_content, object_id
from smsaudit.held import Held
from smsaudit.model.location import TreePath
from smsaudit.model.source import PYTHON

_HELD = 256 << 20
"""Bytes that stay at hand: in code, names are searched round by round."""
_WIDE = frozenset({b"\xff\xfe", b"\xfe\xff"})


def is_wide(data: bytes) -> bool:
    """Whether a text begins with the mark of an encoding in which ASCII is not as it is elsewhere."""
    return data[:2] in _WIDE


class Noticed(Struct, frozen=True):
    """What reading files showed of them."""

    ids: Mapping[TreePath, str]
    """Names that it gave to files that had none."""
    has_changed: bool


class Contents:
    """Reads files, a part of them only once; where answers are kept, what is read is held against its name.

    What stays at hand is code, and what is read again: settings are looked up one by one.
    """

    def __init__(self, tree: Tree, *, is_checked: bool) -> None:
        self._tree = tree
        self._is_checked = is_checked
        self._ids = {file.path: file.blob for file in tree.files if file.blob is not None}
        self._given: dict[TreePath, str] = {}
        self._read: set[TreePath] = set()
        self.held = Held(_HELD)
        """What is searched as it is, and need not be read again."""
        self.has_changed = False
        """A file was not what git or an earlier reading said: answers must not be kept."""

    def read(self, path: TreePath) -> bytes:
        """The bytes of a file; raises `Unreadable` where it gives none."""
        held = self.held.get(path)
        if held is not None:
            return held
        data = self._tree.read(path)
        self._compare(path, data)
        is_again = path in self._read
        self._read.add(path)
        if (is_again or path.endswith(PYTHON)) and not is_wide(data):
            self.held.keep(path, data)
        return data

    def id(self, path: TreePath) -> str:
        """Git's object id of a file's content; empty where it cannot be read."""
        if path not in self._ids:
            try:
                self._ids[path] = object_id(self._tree.read(path))
            except Unreadable:
                self._ids[path] = ""
        return self._ids[path]

    def share(self, count: int) -> None:
        """From now on, so many processes read parts of the tree, and together hold as much as one would."""
        self.held.share(count)

    def close(self) -> None:
        """Let go of what is at hand: an audit of another state of the tree may follow."""
        self.held.clear()

    def noticed(self) -> Noticed:
        """What reading showed since this was last asked, for another process that reads the same tree."""
        given, self._given = self._given, {}
        return Noticed(given, self.has_changed)

    def learn(self, noticed: Noticed) -> None:
        """Take over what another process noticed."""
        self._ids |= noticed.ids
        self.has_changed |= noticed.has_changed

    def _compare(self, path: TreePath, data: bytes) -> None:
        """Hold what was read against its name; where nobody has named it so far, it gives the name."""
        name = self._ids.get(path)
        if name is None:
            self._ids[path] = self._given[path] = object_id(data)
        elif self._is_checked and not is_content(data, name):
            self.has_changed = True

    @property
    def are_named(self) -> bool:
        """Whether the identity of every file is known."""
        return len(self._ids) == len(self._tree.files)

    @cached_property
    def ids(self) -> Mapping[TreePath, str]:
        """Path and id of every file."""
        return {file.path: self.id(file.path) for file in self._tree.files}

    @cached_property
    def listing(self) -> str:
        """The same as one text, each part ended by a zero byte."""
        return "".join([f"{path}\0{name}\0" for path, name in self.ids.items()])

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the listing, in hexadecimal."""
        return hashlib.sha256(self.listing.encode("utf-8", "surrogateescape")).hexdigest()

    @cached_property
    def obstacles(self) -> str:
        """Digest of what could not be listed."""
        return hashlib.sha256(repr(self._tree.gaps).encode("utf-8", "surrogateescape")).hexdigest()

    @property
    def identity(self) -> str:
        """Digest of everything that decides what can be seen: files with their contents, and gaps."""
        return hashlib.sha256(f"{self.digest}{self._tree.seen} {self.obstacles}".encode()).hexdigest()
