"""Which files hold what: each search, and what it found, is noted as a question that was asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from smsaudit.discover import Tree
from smsaudit.footprint import Asked
from smsaudit.model.location import TreePath
from smsaudit.scan.search import search_for, whole

Progress = Callable[[str, int, int], None]
Read = Callable[[TreePath], bytes | None]


class Searches:
    """Over the bytes of a tree's files, in an encoding that leaves ASCII as it is."""

    def __init__(self, tree: Tree, read: Read, asked: Asked, progress: Progress) -> None:
        self._tree = tree
        self._read = read
        self._asked = asked
        self._progress = progress
        self._sizes = {file.path: file.size for file in tree.files}
        self.considered: set[TreePath] = set()
        """Files that have been searched."""

    def containing(
        self, literals: Iterable[bytes], among: Iterable[TreePath]
    ) -> dict[TreePath, frozenset[bytes]]:
        """Files that hold at least one of the literals, and which."""
        wanted = frozenset(literals)
        found = self._search(wanted, among)
        self._asked.searched(wanted, found)
        return found

    def hinting(self, words: Iterable[str], among: Iterable[TreePath]) -> dict[TreePath, frozenset[str]]:
        """Files that hold one of the words, in any case and in longer words too, and which."""
        spelled = _lowered(words)
        found = self.containing(spelled, among)
        return {path: frozenset().union(*(spelled[hit] for hit in hits)) for path, hits in found.items()}

    def naming(self, names: Iterable[str], among: Iterable[TreePath]) -> dict[TreePath, frozenset[str]]:
        """Files that hold one of the names, whole and in this case, and do more than define it; and which."""
        spelled = _lowered(names)
        found: dict[TreePath, frozenset[str]] = {}
        for path, hits in self._search(frozenset(spelled), among).items():
            held = whole({name for hit in hits for name in spelled[hit]}, self._read(path) or b"")
            if held:
                found[path] = held
        self._asked.named(frozenset().union(*spelled.values()), found)
        return found

    def _search(
        self, wanted: frozenset[bytes], among: Iterable[TreePath]
    ) -> dict[TreePath, frozenset[bytes]]:
        paths = [path for path in among if path in self._sizes]
        search = search_for(wanted, amount=sum(self._sizes[path] for path in paths))
        self._tree.expect(paths)
        found: dict[TreePath, frozenset[bytes]] = {}
        for index, path in enumerate(paths):
            if index % 500 == 0:
                self._progress("searching", index, len(paths))
            data = self._read(path)
            if data is None:
                continue
            self.considered.add(path)
            if hits := search.found(path.encode() + b"\n" + data):
                found[path] = hits
        return found


def _lowered(words: Iterable[str]) -> Mapping[bytes, set[str]]:
    """As the search wants them."""
    found: dict[bytes, set[str]] = defaultdict(set)
    for word in words:
        found[word.encode().lower()].add(word)
    return found
