"""Which files hold what: each search, and what it found, is noted as a question that was asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

from msgspec.msgpack import Decoder

from smsaudit.asked import Asked, Found
from smsaudit.contents import Contents
from smsaudit.discover import Tree
from smsaudit.footprint import Footprint, called, encoded
from smsaudit.model.location import TreePath
from smsaudit.scan.import_lines import ImportLine, import_lines
from smsaudit.scan.search import exact_search_for, search_for, whole

Progress = Callable[[str, int, int], None]
Read = Callable[[TreePath], bytes | None]
T = TypeVar("T", str, bytes)

_LINES: Decoder[tuple[ImportLine, ...]] = Decoder(tuple[ImportLine, ...])


class Searches:
    """Over the bytes of a tree's files, in an encoding that leaves ASCII as it is."""

    def __init__(self, tree: Tree, read: Read, progress: Progress) -> None:
        self._tree = tree
        self._read = read
        self._progress = progress
        self._sizes = {file.path: file.size for file in tree.files}
        self._literals: Asked[bytes] = Asked()
        self._further: Asked[bytes] = Asked()
        self._names: Asked[str] = Asked()
        self._imports: dict[TreePath, tuple[ImportLine, ...]] = {}
        self._globs: frozenset[str] = frozenset()
        self._earlier = Footprint()
        self._same: frozenset[TreePath] = frozenset()
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
            imports={path: encoded(lines) for path, lines in self._imports.items()},
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
        """Files that hold one of the words, in any case and in longer words too, and which."""
        spelled = _lowered(words)
        found = self.containing(spelled, among)
        return {path: _spellings(hits, spelled) for path, hits in found.items()}

    def naming(self, names: Iterable[str], among: Iterable[TreePath]) -> dict[TreePath, frozenset[str]]:
        """Files that hold one of the names, whole and in this case, and do more than define it; and which."""
        wanted = frozenset(names)
        paths = [path for path in among if path in self._sizes]
        searched, known = self._known(self._earlier.naming, wanted, paths)
        fresh = self._in_words(wanted, [path for path in paths if path not in searched])
        return self._noted(self._names, wanted, paths, known | fresh)

    def imports(self, paths: Iterable[TreePath]) -> dict[TreePath, tuple[ImportLine, ...]]:
        """What Python files seem to import, by their bytes."""
        known = {path: lines for path, lines in self._earlier.imports.items() if path in self._same}
        paths = tuple(paths)
        self._tree.expect(path for path in paths if path not in known)
        found = {
            path: _LINES.decode(known[path]) if path in known else import_lines(self._read(path) or b"")
            for path in paths
        }
        self._imports |= found
        return found

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
        paths = [path for path in among if path in self._sizes]
        searched, known = self._known(earlier, wanted, paths)
        fresh = self._search(wanted, [path for path in paths if path not in searched])
        return self._noted(asked, wanted, paths, known | fresh)

    def _known(
        self, found: Found[T], wanted: frozenset[T], paths: Iterable[TreePath]
    ) -> tuple[frozenset[TreePath], dict[TreePath, frozenset[T]]]:
        """The files that an earlier search for these words met and that are the same, and what it found in them."""
        searched = found.searched(wanted) & self._same
        self.considered.update(searched.intersection(paths))
        return searched, {path: hits & wanted for path, hits in found.holding.items() if path in searched}

    def _noted(
        self,
        asked: Asked[T],
        wanted: frozenset[T],
        paths: Sequence[TreePath],
        hits: Mapping[TreePath, frozenset[T]],
    ) -> dict[TreePath, frozenset[T]]:
        found = {path: hits[path] for path in paths if hits.get(path)}
        asked.note(wanted, paths, found)
        return found

    def _search(
        self, wanted: frozenset[bytes], paths: Sequence[TreePath]
    ) -> dict[TreePath, frozenset[bytes]]:
        """In any case, in the bytes of these files and their paths."""
        search = search_for(wanted, amount=self._amount(paths))
        hits = ((path, search.found(path.encode() + b"\n" + data)) for path, data in self._read_all(paths))
        return {path: found for path, found in hits if found}

    def _in_words(self, names: frozenset[str], paths: Sequence[TreePath]) -> dict[TreePath, frozenset[str]]:
        """In this case and whole, in the bytes of these files."""
        spelled = {name.encode(): name for name in names}
        search = exact_search_for(spelled, amount=self._amount(paths))
        return {
            path: whole([spelled[hit] for hit in hits], data)
            for path, data in self._read_all(paths)
            if (hits := search.found(data))
        }

    def _read_all(self, paths: Sequence[TreePath]) -> Iterator[tuple[TreePath, bytes]]:
        """The files that can be had, with their bytes."""
        self._tree.expect(paths)
        for index, path in enumerate(paths):
            if index % 500 == 0:
                self._progress("searching", index, len(paths))
            data = self._read(path)
            if data is not None:
                self.considered.add(path)
                yield path, data

    def _amount(self, paths: Iterable[TreePath]) -> int:
        return sum([self._sizes[path] for path in paths])


def _lowered(words: Iterable[str]) -> Mapping[bytes, set[str]]:
    """As the search wants them."""
    found: dict[bytes, set[str]] = defaultdict(set)
    for word in words:
        found[word.encode().lower()].add(word)
    return found


def _spellings(hits: Iterable[bytes], spelled: Mapping[bytes, set[str]]) -> frozenset[str]:
    return frozenset().union(*(spelled[hit] for hit in hits))
