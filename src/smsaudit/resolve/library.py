"""What the resolver asks of the pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from smsaudit.model.context import Context
from smsaudit.model.fact import Facts
from smsaudit.model.location import Location, TreePath


class ImportLine(Protocol):
    """One import as its line says it: `from <dots>module import names`, or `import module` without names."""

    @property
    def module(self) -> str:
        """The module, without leading dots."""
        ...

    @property
    def level(self) -> int:
        """How many leading dots."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """What is imported from it."""
        ...


class Library(Protocol):
    """Facts of files, read when asked for."""

    def facts(self, path: TreePath) -> Facts | None:
        """The facts of a Python file, parsed now if need be; None if it is not to be had."""
        ...

    def is_loaded(self, path: TreePath) -> bool:
        """Whether the facts are at hand without parsing."""
        ...

    def text(self, path: TreePath) -> str:
        """The decoded text of a file of any kind."""
        ...

    def scan(self, paths: Iterable[TreePath]) -> None:
        """Read these files now."""
        ...

    @property
    def python(self) -> tuple[TreePath, ...]:
        """All Python modules of the tree."""
        ...

    def containing(
        self, literals: Iterable[bytes], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[bytes]]:
        """Files (of `among`, or all) that hold at least one of the literals, and which."""
        ...

    def naming(
        self, names: Iterable[str], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[str]]:
        """Python files (of `among`, or all) that hold one of the names, whole and in this case, and do more than define it; and which."""
        ...

    def loaded(self) -> Iterable[TreePath]:
        """Every Python file whose facts are at hand, sorted."""
        ...

    def setting(self, name: str) -> tuple[str, ...]:
        """Values that the tree gives to a setting or environment variable of this name."""
        ...

    def context(self, path: TreePath) -> Context:
        """What part a file plays."""
        ...


class Indexed(Library, Protocol):
    """A library that also knows what its files import without reading them."""

    @property
    def readable(self) -> Sequence[TreePath]:
        """All files of the tree that can be read, of any kind."""
        ...

    def import_lines(self, paths: Iterable[TreePath]) -> Mapping[TreePath, Sequence[ImportLine]]:
        """The imports of Python files, taken from their bytes."""
        ...

    def called(self, globs: Iterable[str]) -> Mapping[TreePath, frozenset[str]]:
        """Files of any kind whose name fits a glob, and which."""
        ...

    def setting_places(self, name: str) -> Sequence[tuple[str, Location]]:
        """Values that the tree gives to a setting, and where."""
        ...

    def hinting(self, words: Iterable[str], among: Iterable[TreePath]) -> dict[TreePath, frozenset[str]]:
        """Those of some files that hold one of the words, in any case and in longer words too, and which."""
        ...
