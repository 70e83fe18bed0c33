"""What was looked for in the contents of files, where, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress
from typing import Generic, TypeVar

from msgspec import Struct, field

from smsaudit.model.location import TreePath

T = TypeVar("T", str, bytes)
K = TypeVar("K")


class Sweep(Struct, frozen=True):
    """Words that were looked for in the same files."""

    words: tuple[int, ...]
    """By their numbers."""
    files: bytes
    """A byte for every file of the tree: one, or zero where they were not looked for."""


class Table(Struct, Generic[T], frozen=True, kw_only=True):
    """All searches of a run, as they are kept."""

    words: tuple[T, ...] = ()
    sweeps: tuple[Sweep, ...] = ()
    held: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Which of the words a file holds; not listed are files that hold none."""


class Asked(Generic[T]):
    """The searches of a run, while they are made."""

    def __init__(self) -> None:
        self._held: dict[TreePath, frozenset[T]] = {}
        self._sweeps: dict[frozenset[TreePath], frozenset[T]] = {}

    def note(
        self, words: frozenset[T], files: Iterable[TreePath], found: Mapping[TreePath, frozenset[T]]
    ) -> None:
        """These words were looked for in these files."""
        swept = frozenset(files)
        self._sweeps[swept] = self._sweeps.get(swept, frozenset()) | words
        for path, hits in found.items():
            self._held[path] = self._held.get(path, frozenset()) | hits

    def table(self, paths: Sequence[TreePath]) -> Table[T]:
        """All of them; `paths` are the files of the tree, whose order numbers them."""
        words = tuple(sorted(frozenset[T]().union(*self._sweeps.values())))
        of_word = {word: number for number, word in enumerate(words)}
        of_path = {path: number for number, path in enumerate(paths)}
        return Table(
            words=words,
            sweeps=tuple(
                Sweep(_numbers(of_word, looked_for), bytes(path in files for path in paths))
                for files, looked_for in self._sweeps.items()
            ),
            held={of_path[path]: _numbers(of_word, hits) for path, hits in self._held.items()},
        )


class Found(Generic[T]):
    """A table, and the files that it speaks of, by their numbers."""

    def __init__(self, table: Table[T], numbers: Mapping[TreePath, int]) -> None:
        self._table: Table[T] = table
        self._numbers = numbers

    @cached_property
    def _sweeps(self) -> list[tuple[frozenset[T], frozenset[TreePath]]]:
        words, paths = self._table.words, self._numbers
        return [
            (frozenset([words[at] for at in each.words]), frozenset(compress(paths, each.files)))
            for each in self._table.sweeps
        ]

    def reached(self, path: TreePath) -> bool:
        """Whether anything was looked for in a file."""
        number = self._numbers.get(path)
        return number is not None and any(sweep.files[number] for sweep in self._table.sweeps)

    def asked(self, path: TreePath) -> frozenset[T]:
        """The words that were looked for in a file."""
        number = self._numbers.get(path)
        if number is None:
            return frozenset()
        words, sweeps = self._table.words, self._table.sweeps
        return frozenset([words[at] for sweep in sweeps if sweep.files[number] for at in sweep.words])

    def searched(self, words: frozenset[T]) -> frozenset[TreePath]:
        """The files in which all of these words were looked for."""
        return frozenset[TreePath]().union(*(files for known, files in self._sweeps if words <= known))

    @cached_property
    def holding(self) -> Mapping[TreePath, frozenset[T]]:
        """The files that hold something, each with those of all words that it holds."""
        words, held = self._table.words, self._table.held
        return {
            path: frozenset([words[at] for at in held[number]])
            for path, number in self._numbers.items()
            if held.get(number)
        }

    def held(self, path: TreePath) -> frozenset[T]:
        """Those of all words that a file holds."""
        return self.holding.get(path, frozenset())


def _numbers(of: Mapping[K, int], items: Iterable[K]) -> tuple[int, ...]:
    return tuple(sorted([of[each] for each in items if each in of]))
