"""Which of several bindings a read can see: what was bound before it, and not bound anew since."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from smsaudit.model.fact import BlockKind, Bound, Imported, Moments

T = TypeVar("T")


class Definition(NamedTuple):
    """A binding or import of a name, and when it happens; 0 for whenever (`global` in a function)."""

    moment: int
    fact: Bound | Imported


class Timeline:
    """The order of events of one file, and the blocks that may be skipped or repeated."""

    def __init__(self, moments: Moments) -> None:
        self._blocks = moments.blocks
        self._starts = [block.first for block in moments.blocks]
        self._parents = _parents(moments)

    def dominates(self, moment: int, at: int) -> bool:
        """Whether what happens at `moment` has happened whenever `at` is come to."""
        inner = next(self._around(moment), None)
        return moment <= at and (inner is None or self._blocks[inner].last >= at)

    def seen(self, definitions: Sequence[Definition], at: int) -> tuple[list[Definition], bool]:
        """The definitions that a read `at` may see, and whether what was there before them is out of sight."""
        chosen: list[Definition] = []
        last = 0
        for definition in reversed(definitions):
            moment = definition.moment
            if not moment:
                chosen.append(definition)
            elif moment <= at and not last and self._in_sight(moment, at):
                chosen.append(definition)
                last = moment if self.dominates(moment, at) else 0
        if at and definitions and definitions[-1].moment > at:
            chosen += [
                later
                for later in definitions
                if later.moment > at and self._comes_round(later.moment, at, last)
            ]
        return (chosen or list(definitions)), bool(last)

    def _in_sight(self, moment: int, at: int) -> bool:
        """What a comprehension binds is seen inside only."""
        for number in self._around(moment):
            block = self._blocks[number]
            if block.kind is BlockKind.COMPREHENSION and block.last < at:
                return False
        return True

    def _comes_round(self, moment: int, at: int, last: int) -> bool:
        """Whether a loop leads from `moment` back to `at` without passing `last`."""
        for number in self._around(at):
            block = self._blocks[number]
            if block.kind is BlockKind.LOOP and block.last >= moment and not block.first <= last:
                return True
        return False

    def _around(self, moment: int) -> Iterator[int]:
        """The blocks around a moment, innermost first."""
        number = bisect_right(self._starts, moment) - 1
        while number >= 0:
            if self._blocks[number].last >= moment:
                yield number
            number = self._parents[number]


def _parents(moments: Moments) -> list[int]:
    found: list[int] = []
    open_blocks: list[int] = []
    for number, block in enumerate(moments.blocks):
        while open_blocks and moments.blocks[open_blocks[-1]].last < block.first:
            open_blocks.pop()
        found.append(open_blocks[-1] if open_blocks else -1)
        open_blocks.append(number)
    return found
