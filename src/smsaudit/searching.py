"""Which files hold what: each search, and what it found, is noted as a question that was asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import TypeVar

from msgspec import Struct

from smsaudit.asked import Asked, Found
from smsaudit.contents import Contents
from smsaudit.discover import Tree
from smsaudit.footprint import Footprint, called
from smsaudit.held import Held
from smsaudit.model.location import TreePath
from smsaudit.scan.import_lines import encoded
from smsaudit.scan.questions import Imports, Literals, Names, Question
from smsaudit.shares import Shares

Progress = Callable[[str, int, int], None]
Read = Callable[[TreePath], bytes | None]
T = TypeVar("T", str, bytes)
A = TypeVar("A")

_NO_LINES = encoded(())
_MANY = 1_000
"""Files from which on it takes time to look at each of their names."""


class _Selection(Struct, frozen=True):
    """Files that are searched together, sorted, and once more as a set."""

    paths: tuple[TreePath, ...]
    files: frozenset[TreePath]


class Searches:
    """Over the bytes of a tree's files, in an encoding that leaves ASCII as it is."""

    def __init__(
        self,
        tree: Tree,
        read: Read,
        progress: Progress,
        held: Held | None = None,
        shares: Shares | None = None,
    ) -> None:
        self._tree = tree
        self._read = read
        self._held = held
        self._shares = shares
        self._progress = progress
        self._sizes = {file.path: file.size for file in tree.files}
        self._literals: Asked[bytes] = Asked()
        self._further: Asked[bytes] = Asked()
        self._names: Asked[str] = Asked()
        self._imports: dict[TreePath, bytes] = {}
        self._globs: frozenset[str] = frozenset()
        self._earlier = Footprint()
        self._same: frozenset[TreePath] = frozenset()
        self._selections: dict[tuple[TreePath, ...], _Selection] = {}
        self.considered: set[TreePath] = set()
        """Files that have been searched."""

    def recall(self, earlier: Footprint, same: frozenset[TreePath]) -> None:
        """Take over what an earlier run found in files that are still the same."""
        self._earlier, self._same = earlier, same

    def footprint(
        self,
        contents: Contents,
        *,
        parsed: AbstractSet[TreePath],
        read: AbstractSet[TreePath],
        glanced: AbstractSet[TreePath],
    ) -> Footprint:
        """All that was asked, with what else is known of the files."""
        paths = list(self._sizes)
        return Footprint(
            listing=contents.listing,
            obstacles=contents.obstacles,
            parsed=tuple(sorted(parsed)),
            read=frozenset(read),
            glanced=tuple(sorted(glanced)),
            literals=self._literals.table(paths),
            further=self._further.table(paths),
            names=self._names.table(paths),
            imports=self._imports,
            globs=tuple(sorted(self._globs)),
        )

    def containing(
        self, literals: Iterable[bytes], among: Iterable[TreePath]
    ) -> dict[TreePath, frozenset[bytes]]:
        """Files that hold at least one of the literals, and which."""
        return self._containing(self._literals, self._earlier.holding, literals, among)

    def further(
        self, literals: Iterable[bytes], among: Iterable[TreePath]
    ) -> dict[TreePath, frozenset[bytes]]:
        """As `containing`, of files that are only searched because they hold something else: any other file is as it was."""
        return self._containing(self._further, self._earlier.holding_further, literals, among)

    def hinting(self, words: Iterable[str], among: Iterable[TreePath]) -> dict[TreePath, frozenset[str]]:
        """Those of some files, which were found by other words, that hold one of these in any case and in longer words too, and which."""
        spelled = _lowered(words)
        found = self.further(spelled, among)
        return {path: _spellings(hits, spelled) for path, hits in found.items()}

    def naming(self, names: Iterable[str], among: Iterable[TreePath]) -> dict[TreePath, frozenset[str]]:
        """Files that hold one of the names, whole and in this case, and do more than define it; and which."""
        wanted = frozenset(names)
        return self._found(self._names, self._earlier.naming, wanted, Names(wanted), among)

    def imports(self, paths: Iterable[TreePath]) -> dict[TreePath, bytes]:
        """What Python files seem to import, by their bytes; each encoded."""
        paths = tuple(paths)
        found = {path: lines for path, lines in self._earlier.imports.items() if path in self._same}
        found |= self._ask(Imports(), tuple(path for path in paths if path not in found))
        self._imports |= {path: found.get(path, _NO_LINES) for path in paths}
        return {path: self._imports[path] for path in paths}

    def called(self, globs: Iterable[str], among: Iterable[TreePath]) -> dict[TreePath, frozenset[str]]:
        """Files whose name fits a glob, and which."""
        wanted = frozenset(globs)
        self._globs |= wanted
        return called(among, wanted)

    def _containing(
        self,
        asked: Asked[bytes],
        earlier: Found[bytes],
        literals: Iterable[bytes],
        among: Iterable[TreePath],
    ) -> dict[TreePath, frozenset[bytes]]:
        wanted = frozenset(literal.lower() for literal in literals)
        return self._found(asked, earlier, wanted, Literals(wanted), among)

    def _found(
        self,
        asked: Asked[T],
        earlier: Found[T],
        wanted: frozenset[T],
        question: Question[frozenset[T]],
        among: Iterable[TreePath],
    ) -> dict[TreePath, frozenset[T]]:
        """Which of the words the files hold; those that an earlier search for all of them met are not searched again."""
        selected = self._selected(among)
        searched = earlier.searched(wanted) & self._same & selected.files
        if searched:
            self.considered |= searched
            hits = {path: held & wanted for path, held in earlier.holding.items() if path in searched}
            hits |= self._ask(question, tuple(path for path in selected.paths if path not in searched))
        else:
            hits = self._ask(question, selected.paths)
        found = {path: hits[path] for path in sorted(hits) if hits[path]}
        asked.note(wanted, selected.files, found)
        return found

    def _selected(self, among: Iterable[TreePath]) -> _Selection:
        """Those that are files of this tree; the same thousands are searched round by round."""
        paths = tuple(among)
        selected = self._selections.get(paths)
        if selected is None:
            there = tuple(sorted(path for path in paths if path in self._sizes))
            selected = _Selection(there, frozenset(there))
            if len(paths) >= _MANY:
                self._selections[paths] = selected
        return selected

    def _ask(self, question: Question[A], paths: tuple[TreePath, ...]) -> dict[TreePath, A]:
        if not paths:
            return {}
        self.considered.update(paths)
        here = partial(self._here, len(paths))
        return here(question, paths) if self._shares is None else self._shares.ask(question, paths, here)

    def _here(self, everything: int, question: Question[A], paths: Sequence[TreePath]) -> dict[TreePath, A]:
        """Ask in this process, of some or all of the files that are asked."""
        amount = sum([self._sizes[path] for path in paths])
        if self._held is not None:
            paths = self._held.left(paths, question.sieve(amount=amount))
        return question.asked(self._read_all(paths, everything), amount=amount)

    def _read_all(self, paths: Sequence[TreePath], everything: int) -> Iterator[tuple[TreePath, bytes]]:
        """The files that can be had, with their bytes."""
        self._tree.expect(paths)
        for index, path in enumerate(paths):
            if index % 500 == 0:
                self._progress("searching", index * everything // len(paths), everything)
            data = self._read(path)
            if data is None:
                self.considered.discard(path)
            else:
                yield path, data


def _lowered(words: Iterable[str]) -> Mapping[bytes, set[str]]:
    """As the search wants them."""
    found: dict[bytes, set[str]] = defaultdict(set)
    for word in words:
        found[word.encode().lower()].add(word)
    return found


def _spellings(hits: Iterable[bytes], spelled: Mapping[bytes, set[str]]) -> frozenset[str]:
    return frozenset().union(*(spelled[hit] for hit in hits))
