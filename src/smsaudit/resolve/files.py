"""The questions of the message-flow graph that the files themselves answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Rows

from smsaudit.model.context import Context
from smsaudit.model.fact import Facts
from smsaudit.model.fact_index import Groups
from smsaudit.model.lines import lines_of
from smsaudit.model.location import Location, TreePath
from smsaudit.resolve.library import Indexed

_BESIDE = (Context.TEST, Context.EXAMPLE, Context.DOCS)


class Files:
    """A read view on the files of the tree."""

    def __init__(self, library: Indexed) -> None:
        self._library = library

    def facts(self, path: TreePath) -> Facts | None:
        """Facts of a loaded file."""
        return self._library.facts(path) if self._library.is_loaded(path) else None

    def loaded(self) -> list[TreePath]:
        """Every loaded Python file, sorted."""
        return sorted(self._library.loaded())

    def files_with(
        self, names: Iterable[str], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[str]]:
        """Python files (of `among`, or all) that hold one of the names, whole and in this case, and do more than define it; and which."""
        return self._library.naming(names, among)

    def files_hinting(
        self, words: Iterable[str], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[str]]:
        """Python files (of `among`, or all) that hold one of the words, in any case and in longer words too, and which."""
        return self._library.hinting(words, self._library.python if among is None else among)

    def is_live(self, path: TreePath) -> bool:
        """Whether what a file calls may be called in production: tests, examples and documents never are."""
        return self._library.context(path) not in _BESIDE

    def source(self, location: Location) -> str:
        """The lines of a place as written."""
        lines = lines_of(self._library.text(location.path))
        return "\n".join(lines[location.line - 1 : location.place.end_line])

    def lines_with(self, words: Rows[str], files: re.Pattern[str]) -> Iterator[tuple[TreePath, int, str]]:
        """Lines of live files of any kind, whose whole path fits in small letters, that hold one of the words."""
        for path in self.holding(words, files):
            for number, line in enumerate(lines_of(self._library.text(path)), start=1):
                if any(word in line for word in words):
                    yield path, number, line

    def configuration(self, words: Rows[str], files: re.Pattern[str]) -> Iterator[tuple[TreePath, Facts]]:
        """Live files of configuration whose whole path fits in small letters and that hold one of the words, read now."""
        paths = list(self.holding(words, files))
        self.read_all(paths)
        return ((path, facts) for path in paths if (facts := self._library.facts(path)) is not None)

    def holding(self, words: Rows[str], files: re.Pattern[str]) -> dict[TreePath, frozenset[str]]:
        """Live files of any kind, whose whole path fits in small letters, that hold one of the words in any case; and which."""
        named = (path for path in self._library.readable if files.fullmatch(path.lower()))
        asked = Groups((word.encode().lower(), word) for word in words)
        found = self._library.containing(list(asked), filter(self.is_live, named))
        return {path: frozenset(word for hit in found[path] for word in asked[hit]) for path in sorted(found)}

    def read_all(self, paths: Iterable[TreePath]) -> None:
        """Read files of any kind, at once."""
        self._library.scan(sorted(paths))

    def files_named(self, globs: Iterable[str]) -> dict[TreePath, frozenset[str]]:
        """Live files of any kind whose name fits a glob, and which."""
        fitting = self._library.called(globs)
        return {path: those for path, those in fitting.items() if self.is_live(path)}

    def read(self, path: TreePath) -> Facts | None:
        """Facts of a file of any kind, read now."""
        return self._library.facts(path)

    def setting_places(self, name: str) -> Rows[tuple[str, Location]]:
        """Values that the tree gives to a setting, and where."""
        return self._library.setting_places(name)
