"""What was looked for in the contents of files, where, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from smsaudit.model.location import TreePath

T = TypeVar("T", str, bytes)
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Sweep:
    """Words that were looked for in the same files; both by their numbers."""

    words: tuple[int, ...]
    files: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[T]):
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
                Sweep(_numbers(of_word, looked_for), _numbers(of_path, files))
                for files, looked_for in self._sweeps.items()
            ),
            held={of_path[path]: _numbers(of_word, hits) for path, hits in self._held.items()},
        )


class Found(Generic[T]):
    """A table, and the files that it speaks of."""

    def __init__(self, table: Table[T], paths: Sequence[TreePath]) -> None:
        self._table: Table[T] = table
        self._paths = paths

    @cached_property
    def _sweeps(self) -> list[tuple[frozenset[T], frozenset[TreePath]]]:
        words, paths = self._table.words, self._paths
        return [
            (frozenset([words[at] for at in each.words]), frozenset([paths[at] for at in each.files]))
            for each in self._table.sweeps
        ]

    @cached_property
    def _held(self) -> Mapping[TreePath, frozenset[T]]:
        words = self._table.words
        return {
            self._paths[at]: frozenset([words[number] for number in numbers])
            for at, numbers in self._table.held.items()
        }

    def reached(self, path: TreePath) -> bool:
        """Whether anything was looked for in a file."""
        return any(path in files for _, files in self._sweeps)

    def searched(self, words: frozenset[T]) -> frozenset[TreePath]:
        """The files in which all of these words were looked for."""
        return frozenset[TreePath]().union(*(files for known, files in self._sweeps if words <= known))

    def held(self, path: TreePath) -> frozenset[T]:
        """Those of all words that a file holds."""
        return self._held.get(path, frozenset())


def _numbers(of: Mapping[K, int], items: Iterable[K]) -> tuple[int, ...]:
    return tuple(sorted([of[each] for each in items if each in of]))
