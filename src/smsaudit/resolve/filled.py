"""What was put into a list, set or dict after it was made, by its own file and by others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from smsaudit.model.location import TreePath
from smsaudit.model.referent import DisplayRef, Frame
from smsaudit.resolve.puts import Put

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_Answer = frozenset[tuple[DisplayRef, TreePath, int]]


class Filling(NamedTuple):
    """One put, and where it stands."""

    frame: Frame
    put: Put
    alone: bool
    """It is put into this display and no other."""


class Fillings:
    """Puts by display; worked out for a file when one of its displays is asked about."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._indexes: dict[str, tuple[_Answer, dict[DisplayRef, list[tuple[TreePath, int]]]]] = {}

    def of(self, display: DisplayRef) -> tuple[Filling, ...]:
        """Everything that is put into a display, in order."""
        found = self._resolver.questions.collect(("puts", display), self._of, display)
        return max(found, key=len, default=())

    def _of(self, display: DisplayRef) -> Iterator[frozenset[tuple[Filling, ...]]]:
        path = display.frame.path
        own: _Answer = self._resolver.questions.collect(("puts", path), self._own, path)
        foreign: _Answer = self._resolver.questions.collect(("puts",), self._foreign)
        found = {
            *self._index(path, own).get(display, ()),
            *self._index("", foreign).get(display, ()),
        }
        yield frozenset((tuple(self._filling(display, path, number) for path, number in sorted(found)),))

    def _filling(self, display: DisplayRef, path: TreePath, number: int) -> Filling:
        tables = self._resolver.tables(path)
        put = tables.puts[number] if tables is not None else None
        if put is None:  # a file whose puts were found has tables
            raise LookupError(path)
        frame = Frame(path, put.scope)
        return Filling(frame, put, self._resolver.evaluate(frame, put.base) == {display})

    def _own(self, path: TreePath) -> Iterator[_Answer]:
        tables = self._resolver.tables(path)
        for number in range(len(tables.puts) if tables is not None else 0):
            yield self._into(path, number)

    def _foreign(self) -> Iterator[_Answer]:
        for path, number in self._resolver.foreign_puts():
            yield self._into(path, number)

    def _into(self, path: TreePath, number: int) -> _Answer:
        tables = self._resolver.tables(path)
        if tables is None:
            return frozenset()
        put = tables.puts[number]
        bases = self._resolver.evaluate(Frame(path, put.scope), put.base)
        return frozenset((base, path, number) for base in bases if isinstance(base, DisplayRef))

    def _index(self, name: str, answer: _Answer) -> dict[DisplayRef, list[tuple[TreePath, int]]]:
        known = self._indexes.get(name)
        if known is not None and known[0] is answer:
            return known[1]
        index: dict[DisplayRef, list[tuple[TreePath, int]]] = defaultdict(list)
        for display, path, number in answer:
            index[display].append((path, number))
        self._indexes[name] = (answer, index)
        return index
