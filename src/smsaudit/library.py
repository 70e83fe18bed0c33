"""The files of one tree and their facts, read when a stage asks for them.

The one place where discovering and scanning meet; it fulfils the small protocols through which the later
stages ask for more facts.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from smsaudit import reading
from smsaudit.cache import Cache, key_of
from smsaudit.discover import (
    Tree,
    Undecodable,
    Unreadable,
    decode,
    is_content,
    lfs_pointer,
    object_id,
    refine,
)
from smsaudit.given import look_up
from smsaudit.model.context import Context
from smsaudit.model.fact import Facts
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import Location, TreePath
from smsaudit.model.words import Words
from smsaudit.scan.import_lines import ImportLine, import_lines
from smsaudit.scan.search import Search, search_for
from smsaudit.scan.workers import Workers

Progress = Callable[[str, int, int], None]
_PYTHON = (".py", ".pyw")
_LONG_TEST = 64 << 10
_UNREAD_TEST = Words(
    f"a test of more than {_LONG_TEST >> 10} KiB, not read", f"测试文件超过{_LONG_TEST >> 10} KiB，未读取"
)
_POINTER = Words("only a Git LFS pointer is here", "此处仅有Git LFS指针")


class SourceLibrary:
    """Every text file of a tree; facts are kept once read."""

    def __init__(
        self, tree: Tree, workers: Workers, progress: Progress | None = None, cache: Cache | None = None
    ) -> None:
        self._tree = tree
        self._workers = workers
        self._cache = cache or Cache(None)
        self._progress = progress or (lambda _stage, _done, _all: None)
        self._paths = {file.path: file for file in tree.files}
        self._texts: dict[TreePath, str] = {}
        self._facts: dict[TreePath, Facts] = {}
        self._contexts: dict[TreePath, Context] = {}
        self._gaps: dict[TreePath, tuple[Gap, ...]] = {}
        self._settings: dict[str, tuple[tuple[str, Location], ...]] = {}
        self._considered: set[TreePath] = set()
        self._split: tuple[str, list[str]] = ("", [])
        self._ids = {file.path: file.blob for file in tree.files if file.blob is not None}
        self._checked: set[TreePath] = set()
        self.has_changed = False
        """A file was not what git or an earlier reading said: answers must not be kept."""

    @cached_property
    def _scannable(self) -> list[TreePath]:
        from smsaudit.scan.read import is_read  # loads many scanners, and is not needed where all was kept

        return [path for path in self._paths if is_read(path)]

    @property
    def python(self) -> tuple[TreePath, ...]:
        """All Python modules of the tree, sorted."""
        return tuple(path for path in self._paths if path.endswith(_PYTHON))

    @property
    def parsed(self) -> int:
        """How many files have been read fully."""
        return len(self._facts)

    @property
    def considered(self) -> int:
        """How many text files have been searched."""
        return len(self._considered)

    @property
    def digest(self) -> str:
        """SHA-256 over path and git's object id of every text file, in hexadecimal."""
        total = hashlib.sha256()
        for path in self._paths:
            total.update(f"{path}\0{self._id(path)}\0".encode("utf-8", "surrogateescape"))
        return total.hexdigest()

    @property
    def identity(self) -> str:
        """Digest of everything that decides what can be seen: files with their contexts, contents and gaps."""
        total = hashlib.sha256(self.digest.encode())
        for file in self._tree.files:
            total.update(f"{file.path}\0{file.context}\0".encode("utf-8", "surrogateescape"))
        total.update(repr((self._tree.seen, self._tree.gaps)).encode("utf-8", "surrogateescape"))
        return total.hexdigest()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What could not be listed or read so far, sorted."""
        found = [gap for gaps in self._gaps.values() for gap in gaps]
        return tuple(sorted((*self._tree.gaps, *found), key=lambda gap: (gap.path, gap.kind, gap.reason)))

    def languages(self) -> Mapping[str, int]:
        """Number of files per language among those that were read fully."""
        return dict(sorted(Counter(facts.language for facts in self._facts.values()).items()))

    def context(self, path: TreePath) -> Context:
        """What part a file plays, by its path and, once read, its content."""
        known = self._contexts.get(path)
        return known if known is not None else self._paths[path].context

    def is_long_test(self, path: TreePath) -> bool:
        """Whether a file is a test of such a length that it is not worth reading: tests never decide a label."""
        file = self._paths[path]
        if file.context is not Context.TEST or file.size <= _LONG_TEST:
            return False
        self._gaps[path] = (Gap(path, GapKind.LIMIT, _UNREAD_TEST),)
        return True

    def line(self, path: TreePath, number: int) -> str:
        """The text of a line, 1-based; empty where there is none."""
        if self._split[0] != path:  # asked for many lines of one file after the other
            self._split = (path, re.split(r"\r\n|\r|\n", self.text(path)))
        lines = self._split[1]
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def raw(self, path: TreePath) -> bytes:
        """The bytes of a file; none where they cannot be had."""
        return self._bytes(path) or b""

    def text(self, path: TreePath) -> str:
        """The decoded text of a file; empty (with a gap) where it cannot be had."""
        if path not in self._texts:
            self._decode(path)
        return self._texts[path]

    def containing(
        self, literals: Iterable[bytes], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[bytes]]:
        """Files that hold at least one of the literals, and which; all scannable files, or those of `among`."""
        search = search_for(literals)
        paths = self._scannable if among is None else [path for path in among if path in self._paths]
        self._tree.expect(paths)
        found: dict[TreePath, frozenset[bytes]] = {}
        for index, path in enumerate(paths):
            if index % 500 == 0:
                self._progress("searching", index, len(paths))
            hits = self._hits(path, search)
            if hits:
                found[path] = hits
        return found

    def import_lines(self, path: TreePath) -> tuple[ImportLine, ...]:
        """The imports of a Python file, taken from its bytes."""
        try:
            return import_lines(self._tree.read(path))
        except Unreadable as unreadable:
            self._gaps[path] = (unreadable.gap,)
            return ()

    def scan(self, paths: Iterable[TreePath]) -> None:
        """Read these files fully, in parallel; those already read are left alone."""
        waiting = self._recall([path for path in paths if path not in self._facts and path in self._paths])
        self._tree.expect(path for path in waiting if path not in self._texts)
        jobs = ((path, self.text(path)) for path in waiting)
        for done, (path, facts, gaps) in enumerate(self._workers.scan(jobs), start=1):
            self._facts[path] = facts
            if gaps:
                self._gaps[path] = (*self._gaps.get(path, ()), *gaps)
            self._keep(path)
            self._progress("reading", done, len(waiting))

    def facts(self, path: TreePath) -> Facts | None:
        """Facts of a file, read now if need be."""
        if path not in self._facts:
            self.scan([path])
        return self._facts.get(path)

    def is_loaded(self, path: TreePath) -> bool:
        """Whether the facts are at hand."""
        return path in self._facts

    def loaded(self) -> list[TreePath]:
        """Every Python file whose facts are at hand, sorted."""
        return sorted(path for path in self._facts if path.endswith(_PYTHON))

    def everything(self) -> list[tuple[TreePath, Facts]]:
        """All files whose facts are at hand, sorted by path."""
        return sorted(self._facts.items(), key=lambda item: item[0])

    def setting(self, name: str) -> tuple[str, ...]:
        """Values that the tree gives to a setting or environment variable of this name."""
        if name not in self._settings:
            self._settings[name] = look_up(self, self._scannable, name)
        return tuple(dict.fromkeys(value for value, _ in self._settings[name]))

    def setting_places(self, name: str) -> tuple[tuple[str, Location], ...]:
        """Values that the tree gives to a setting, and where."""
        self.setting(name)
        return self._settings[name]

    def _recall(self, paths: Sequence[TreePath]) -> list[TreePath]:
        """Take over what earlier runs read in the same files; answers those that still have to be read."""
        if not self._cache.is_open:
            return list(paths)
        keys = {path: self._key(path) for path in paths}
        stored = self._cache.get_many(keys.values())
        waiting: list[TreePath] = []
        for path in paths:
            if (found := stored.get(keys[path])) is None:
                waiting.append(path)
                continue
            self._facts[path], gaps, self._contexts[path] = reading.decoded(found)
            if gaps:
                self._gaps[path] = gaps
        return waiting

    def _keep(self, path: TreePath) -> None:
        if self._cache.is_open and not self.has_changed:
            read = reading.encoded(self._facts[path], self._gaps.get(path, ()), self.context(path))
            if read is not None:
                self._cache.put(self._key(path), read)

    def _key(self, path: TreePath) -> bytes:
        return key_of("facts", path, self._paths[path].context, self._id(path))

    def _id(self, path: TreePath) -> str:
        """Git's object id of a file's content; empty where it cannot be read."""
        if path not in self._ids:
            try:
                self._ids[path] = object_id(self._tree.read(path))
            except Unreadable:
                self._ids[path] = ""
        return self._ids[path]

    def _bytes(self, path: TreePath) -> bytes | None:
        """The content of a file; None (with a gap) where it cannot be had."""
        try:
            data = self._tree.read(path)
        except Unreadable as unreadable:
            self._gaps[path] = (unreadable.gap,)
            return None
        if self._cache.is_open and path not in self._checked:
            self._checked.add(path)
            self.has_changed = self.has_changed or not is_content(data, self._id(path))
        return data

    def _hits(self, path: TreePath, search: Search) -> frozenset[bytes]:
        data = self._bytes(path)
        if data is None:
            return frozenset()
        self._considered.add(path)
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            data = self.text(path).encode()
        return search.found(path.encode() + b"\n" + data)

    def _decode(self, path: TreePath) -> None:
        self._texts[path] = ""
        data = self._bytes(path)
        if data is None:
            return
        if lfs_pointer(data):
            self._gaps[path] = (Gap(path, GapKind.LFS_POINTER, _POINTER),)
            return
        try:
            text = decode(path, data)
        except Undecodable as undecodable:
            self._gaps[path] = (undecodable.gap,)
            return
        self._texts[path] = text
        self._contexts[path] = refine(self._paths[path].context, text, path=path)
