"""What was put into a list, set or dict after it was made, by its own file and by others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from smsaudit.model.location import TreePath
from smsaudit.model.referent import (
    DisplayRef,
    External,
    Frame,
    NumberRef,
    Referent,
    Referents,
    TextRef,
    TruthRef,
)
from smsaudit.resolve.fixpoint import MOST
from smsaudit.resolve.puts import Put

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_UNSAID = TruthRef(value=None)
"""The default of a parameter that says what to take out; hardly anything is kept under it."""
_Putting = tuple[TreePath, int]
"""A put, by its file and its number there."""
_Answer = frozenset[tuple[DisplayRef, TreePath, int]]
_Puts = frozenset[tuple[TreePath, int, bool]]
_Keys = frozenset[tuple[TreePath, int, bool, Referents | None]]


class Filling(NamedTuple):
    """One put, and where it stands."""

    frame: Frame
    put: Put
    alone: bool
    """It is put into this display and no other."""


def literals(keys: Referents) -> Referents:
    """Of what a key may be, the texts and numbers that are known to the last character.

    None where something outside the tree has a say, or a caller who need not say anything: a default is one value of many.
    """
    if _UNSAID in keys or len(keys) >= MOST or any(isinstance(key, External) for key in keys):
        return frozenset()
    return frozenset(
        key
        for key in keys
        if isinstance(key, NumberRef | TruthRef) or (isinstance(key, TextRef) and "{}" not in key.text)
    )


class Fillings:
    """Puts by display; worked out for a file when one of its displays is asked about."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._by_display: dict[TreePath, tuple[_Answer, dict[DisplayRef, list[_Putting]]]] = {}
        self._landed: dict[_Putting, Referents] = {}
        """What each put of a file that may be for another file's display was last found to go into."""
        self._foreign_by_display: dict[DisplayRef, list[_Putting]] = {}
        self._ordered: dict[DisplayRef, tuple[_Puts, tuple[Filling, ...]]] = {}
        self._literals: dict[Referents, Referents] = {}
        self._by_key: dict[DisplayRef, tuple[_Keys, dict[Referent | None, list[Filling]]]] = {}

    def of(self, display: DisplayRef) -> tuple[Filling, ...]:
        """Everything that is put into a display, in order."""
        found: _Puts = self._resolver.questions.collect(("puts", display), self._of, display)
        known = self._ordered.get(display)
        if known is None or known[0] is not found:
            known = self._ordered[display] = (found, tuple(self._filling(*each) for each in sorted(found)))
        return known[1]

    def under(self, display: DisplayRef, keys: Referents) -> list[Filling]:
        """What is put into a display under one of these keys, or may be; everything where no key is known."""
        wanted = self._known_of(keys)
        if not wanted:
            return list(self.of(display))
        found: _Keys = self._resolver.questions.collect(("keys", display), self._keys_of, display)
        known = self._by_key.get(display)
        if known is None or known[0] is not found:
            known = self._by_key[display] = (found, self._keyed(found))
        ordered = self._resolver.questions.ordered(wanted)
        return [filling for key in (None, *ordered) for filling in known[1].get(key, ())]

    def _of(self, display: DisplayRef) -> Iterator[_Puts]:
        path = display.frame.path
        found = {*self._own_puts(path).get(display, ()), *self._foreign_puts(display)}
        yield frozenset(
            (file, number, self._is_alone(display, file, number)) for file, number in sorted(found)
        )

    def _is_alone(self, display: DisplayRef, path: TreePath, number: int) -> bool:
        put = self._put(path, number)
        return self._resolver.evaluate(Frame(path, put.scope), put.base) == {display}

    def _keys_of(self, display: DisplayRef) -> Iterator[_Keys]:
        puts: _Puts = self._resolver.questions.collect(("puts", display), self._of, display)
        for path, number, alone in sorted(puts):
            put = self._put(path, number)
            keys = None
            if put.key is not None and not put.whole:
                keys = self._known_of(self._resolver.evaluate(Frame(path, put.scope), put.key)) or None
            yield frozenset(((path, number, alone, keys),))

    def _known_of(self, keys: Referents) -> Referents:
        """The literals among keys; the same keys are asked about for every reader of a container."""
        known = self._literals.get(keys)
        if known is None:
            known = self._literals[keys] = literals(keys)
        return known

    def _keyed(self, found: _Keys) -> dict[Referent | None, list[Filling]]:
        """Fillings by each key that they may be put under; under None those whose key is not known."""
        index: dict[Referent | None, list[Filling]] = defaultdict(list)
        for path, number, alone, keys in sorted(found, key=itemgetter(0, 1)):
            for key in keys or (None,):
                index[key].append(self._filling(path, number, alone))
        return index

    def _filling(self, path: TreePath, number: int, alone: bool) -> Filling:  # noqa: FBT001
        put = self._put(path, number)
        return Filling(Frame(path, put.scope), put, alone)

    def _put(self, path: TreePath, number: int) -> Put:
        tables = self._resolver.tables(path)
        if tables is None:  # a file whose puts were found has tables
            raise LookupError(path)
        return tables.puts[number]

    def _own_puts(self, path: TreePath) -> dict[DisplayRef, list[_Putting]]:
        """What a file puts into displays, its own mostly."""
        answer: _Answer = self._resolver.questions.collect(("puts", path), self._own, path)
        known = self._by_display.get(path)
        if known is None or known[0] is not answer:
            known = self._by_display[path] = (answer, _by_display(answer))
        return known[1]

    def _foreign_puts(self, display: DisplayRef) -> list[_Putting]:
        """What loaded files put into a display that may be another file's; whoever asks learns of more for it only."""
        self._resolver.questions.depend(("puts into", display))
        self._resolver.questions.peek(("puts",), self._foreign)
        return self._foreign_by_display.get(display, [])

    def _own(self, path: TreePath) -> Iterator[_Answer]:
        tables = self._resolver.tables(path)
        for number in range(len(tables.puts) if tables is not None else 0):
            yield self._into(path, number)

    def _foreign(self) -> tuple[_Answer, ...]:
        """Takes note of the displays for which something has changed, and tells their readers; of all puts, few do."""
        before, self._landed = self._landed, {put: self._bases(*put) for put in self._resolver.foreign_puts()}
        moved: dict[DisplayRef, set[_Putting]] = defaultdict(set)
        for put, bases in self._landed.items():
            if (old := before.get(put, _NOTHING)) is not bases:
                for base in old ^ bases:
                    if isinstance(base, DisplayRef):
                        moved[base].add(put)
        for display in sorted(moved, key=partial(self._first_put, moved)):
            known = self._foreign_by_display.get(display, ())
            self._foreign_by_display[display] = sorted(moved[display].symmetric_difference(known))
            self._resolver.questions.grown(("puts into", display))
        return ()

    def _first_put(
        self, moved: Mapping[DisplayRef, set[_Putting]], display: DisplayRef
    ) -> tuple[bool, _Putting, int]:
        """Orders displays by the first thing that is put into them, those first into which something was put before."""
        known = self._foreign_by_display.get(display)
        return not known, known[0] if known else min(moved[display]), display.number

    def _into(self, path: TreePath, number: int) -> _Answer:
        bases = self._bases(path, number)
        return frozenset((base, path, number) for base in bases if isinstance(base, DisplayRef))

    def _bases(self, path: TreePath, number: int) -> Referents:
        """What a put may go into."""
        tables = self._resolver.tables(path)
        if tables is None:
            return _NOTHING
        put = tables.puts[number]
        return self._resolver.evaluate(Frame(path, put.scope), put.base)


def _by_display(answer: _Answer) -> dict[DisplayRef, list[_Putting]]:
    index: dict[DisplayRef, list[_Putting]] = defaultdict(list)
    for display, path, number in sorted(answer, key=lambda each: (each[1:], each[0].number)):
        index[display].append((path, number))
    return dict(index)
