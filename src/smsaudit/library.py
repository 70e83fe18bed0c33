"""The files of one tree and their facts, read when a stage asks for them.

The one place where discovering and scanning meet; it fulfils the small protocols through which the later
stages ask for more facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Self

from smsaudit.cache import Cache
from smsaudit.contents import Contents, is_wide
from smsaudit.discover import Tree, Undecodable, Unreadable, decode, lfs_pointer
from smsaudit.footprint import Footprint
from smsaudit.given import look_up, may_give
from smsaudit.model.context import Context
from smsaudit.model.fact import Facts
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.lines import lines_of
from smsaudit.model.location import Location, TreePath
from smsaudit.model.source import NOTEBOOK, PYTHON
from smsaudit.model.words import Words
from smsaudit.parts import Parts
from smsaudit.reading import Readings
from smsaudit.scan.import_lines import ImportLine, decoded
from smsaudit.scan.names import is_read
from smsaudit.scan.workers import Workers
from smsaudit.searching import Progress, Searches
from smsaudit.shares import Shares

_POINTER = Words("only a Git LFS pointer is here", "此处仅有Git LFS指针")


class SourceLibrary:
    """Every text file of a tree; facts are kept once read."""

    def __init__(
        self, tree: Tree, workers: Workers, progress: Progress | None = None, cache: Cache | None = None
    ) -> None:
        self.tree = tree
        self._workers = workers
        kept = cache or Cache(None)
        self._progress = progress or (lambda _stage, _done, _all: None)
        self._paths = {file.path: file for file in tree.files}
        self._texts: dict[TreePath, str] = {}
        self._facts: dict[TreePath, Facts] = {}
        self._gaps: dict[TreePath, tuple[Gap, ...]] = {}
        self._settings: dict[str, tuple[tuple[str, Location], ...]] = {}
        self._values: dict[str, tuple[str, ...]] = {}
        self._split: tuple[str, list[str]] = ("", [])
        self.parts = Parts({path: file.size for path, file in self._paths.items()}, self.text)
        self._glanced: set[TreePath] = set()
        self._is_new = True
        self.contents = Contents(tree, is_checked=kept.is_open)
        self._readings = Readings(kept, self.contents)
        self._shares = Shares(tree, self.contents, jobs=workers.jobs)
        self._searches = Searches(tree, self._searched, self._progress, self.contents.held, self._shares)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._shares.close()
        self.contents.close()

    @cached_property
    def _scannable(self) -> tuple[TreePath, ...]:
        return tuple(path for path in self._paths if is_read(path))

    @cached_property
    def _giving(self) -> list[TreePath]:
        return [path for path in self._scannable if may_give(path)]

    @cached_property
    def paths(self) -> tuple[TreePath, ...]:
        """All files of the tree, sorted."""
        return tuple(self._paths)

    @property
    def readable(self) -> tuple[TreePath, ...]:
        """All files that some scanner reads, sorted."""
        return self._scannable

    @cached_property
    def python(self) -> tuple[TreePath, ...]:
        """All Python modules of the tree, sorted."""
        return tuple(path for path in self._paths if path.endswith(PYTHON))

    @property
    def parsed(self) -> int:
        """How many files have been read fully."""
        return len(self._facts)

    @property
    def considered(self) -> int:
        """How many text files have been searched."""
        return len(self._searches.considered)

    @property
    def footprint(self) -> Footprint:
        """All that the answers so far rest on."""
        return self._searches.footprint(
            self.contents, parsed=self._facts.keys(), read=self.read, glanced=self._glanced
        )

    @property
    def read(self) -> frozenset[TreePath]:
        """Files whose text or facts were asked for so far, or that hid something."""
        return frozenset((*self._texts, *self._facts, *self._gaps)) - self._glanced

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What could not be listed or read so far, sorted."""
        found = [gap for gaps in self._gaps.values() for gap in gaps]
        return tuple(sorted((*self.tree.gaps, *found), key=lambda gap: (gap.path, gap.kind, gap.reason)))

    def languages(self) -> Mapping[str, int]:
        """Number of files per language among those that were read fully."""
        return dict(sorted(Counter(facts.language for facts in self._facts.values()).items()))

    def context(self, path: TreePath) -> Context:
        """What part a file plays, by its path and, once read, its content; and by what else there is."""
        return self.parts.of(path)

    def size(self, path: TreePath) -> int:
        """Bytes of a file."""
        return self._paths[path].size

    def leave(self, gap: Gap) -> None:
        """Take note of what is left unread, and why."""
        self._gaps[gap.path] = (*self._gaps.get(gap.path, ()), gap)

    def line(self, path: TreePath, number: int) -> str:
        """The text of a line, 1-based; empty where there is none."""
        if self._split[0] != path:  # asked for many lines of one file after the other
            self._split = (path, lines_of(self.text(path)))
        lines = self._split[1]
        line = lines[number - 1] if 0 < number <= len(lines) else ""
        if line and path.endswith(NOTEBOOK):
            from smsaudit.scan.python.notebook import (
                as_written,  # with the reader of JSON, which few runs need
            )

            return as_written(line)
        return line

    def raw(self, path: TreePath) -> bytes:
        """The bytes of a file; none where they cannot be had."""
        self.text(path)
        return self._bytes(path) or b""

    def text(self, path: TreePath) -> str:
        """The decoded text of a file; empty (with a gap) where it cannot be had."""
        if path not in self._texts:
            self._decode(path)
        return self._texts[path]

    def glance(self, path: TreePath) -> str:
        """The text of a file for what depends on nothing else, and on which nothing else depends."""
        if path not in self._texts and path not in self._facts:
            self._glanced.add(path)
        return self.text(path)

    def recall(self, earlier: Footprint) -> None:
        """Take over what an earlier run found in files that are still the same."""
        self._is_new = False
        ids = self.contents.ids
        same = (path for path, name in earlier.ids.items() if name and ids.get(path) == name)
        self._searches.recall(earlier, frozenset(same) - earlier.read)

    def anew(self) -> Searches:
        """Searches of the same files, of which nothing is noted."""
        return Searches(self.tree, self._searched, lambda _stage, _done, _all: None, self.contents.held)

    def containing(
        self, literals: Iterable[bytes], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[bytes]]:
        """Files that hold at least one of the literals, and which; all scannable files, or those of `among`."""
        return self._searches.containing(literals, self._scannable if among is None else among)

    def further(
        self, literals: Iterable[bytes], among: Iterable[TreePath]
    ) -> dict[TreePath, frozenset[bytes]]:
        """As `containing`, of files that are only searched because they hold something else."""
        return self._searches.further(literals, among)

    def called(self, globs: Iterable[str]) -> dict[TreePath, frozenset[str]]:
        """Files whose name fits a glob, and which."""
        return self._searches.called(globs, self._scannable)

    def hinting(self, words: Iterable[str], among: Iterable[TreePath]) -> dict[TreePath, frozenset[str]]:
        """Those of some files that hold one of the words, in any case and in longer words too, and which."""
        return self._searches.hinting(words, among)

    def naming(
        self, names: Iterable[str], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[str]]:
        """Python files (of `among`, or all) that hold one of the names, whole and in this case, and do more than define it."""
        return self._searches.naming(names, self.python if among is None else among)

    def import_lines(self, paths: Iterable[TreePath]) -> dict[TreePath, tuple[ImportLine, ...]]:
        """The imports of Python files, taken from their bytes."""
        return {path: decoded(lines) for path, lines in self._searches.imports(paths).items()}

    def foresee(self, paths: Iterable[TreePath]) -> None:
        """Announce that some of these files may be read fully; of a tree that no run has seen, some will be."""
        if self._is_new:
            self._workers.get_ready([path for path in paths if path.endswith(PYTHON)])

    def get_ready(self, paths: Iterable[TreePath]) -> None:
        """Announce that most of these files will be read fully."""
        self._workers.get_ready(self._readings.unread(paths))

    def scan(self, paths: Iterable[TreePath]) -> None:
        """Read these files fully, in parallel; those already read are left alone."""
        waiting = self._recall([path for path in paths if path not in self._facts and path in self._paths])
        self.tree.expect(path for path in waiting if path not in self._texts)
        jobs = ((path, self.text(path)) for path in waiting)
        for done, (path, facts, gaps) in enumerate(self._workers.scan(jobs), start=1):
            self._facts[path] = facts
            if gaps:
                self._gaps[path] = (*self._gaps.get(path, ()), *gaps)
            self._readings.keep(path, (facts, self._gaps.get(path, ()), self.parts.written(path)))
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
        return sorted(path for path in self._facts if path.endswith(PYTHON))

    def everything(self) -> list[tuple[TreePath, Facts]]:
        """All files whose facts are at hand, sorted by path."""
        return sorted(self._facts.items(), key=lambda item: item[0])

    def setting(self, name: str) -> tuple[str, ...]:
        """Values that the tree gives to a setting or environment variable of this name."""
        if name not in self._values:
            self._values[name] = tuple(dict.fromkeys(value for value, _ in self.setting_places(name)))
        return self._values[name]

    def setting_places(self, name: str) -> tuple[tuple[str, Location], ...]:
        """Values that the tree gives to a setting, and where."""
        if name not in self._settings:
            self._settings[name] = look_up(self, self._giving, name)
        return self._settings[name]

    def _recall(self, paths: Sequence[TreePath]) -> list[TreePath]:
        """Take over what earlier runs read in the same files; answers those that still have to be read."""
        for path, (facts, gaps, context) in self._readings.recalled(paths).items():
            self._facts[path] = facts
            self.parts.recall(path, context)
            if gaps:
                self._gaps[path] = gaps
        return [path for path in paths if path not in self._facts]

    def _bytes(self, path: TreePath) -> bytes | None:
        """The content of a file; None (with a gap) where it cannot be had."""
        try:
            return self.contents.read(path)
        except Unreadable as unreadable:
            self._gaps[path] = (unreadable.gap,)
            return None

    def _searched(self, path: TreePath) -> bytes | None:
        """The bytes of a file as they are searched: in an encoding that leaves ASCII as it is."""
        data = self._bytes(path)
        return self.text(path).encode() if data is not None and is_wide(data) else data

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
        self.parts.learn(path, text)
