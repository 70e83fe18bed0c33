"""Which of several bindings a read can see: what was bound before it, and not bound anew since."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple, TypeVar

from smsaudit.model.fact import BlockKind, Bound, Imported, Moments

T = TypeVar("T")


class Definition(NamedTuple):
    """A binding or import of a name, and when it happens; 0 for whenever (`global` in a function)."""

    moment: int
    fact: Bound | Imported


_moment = attrgetter("moment")
_MOST = 1_000
"""Definitions on either side of a read that are looked at; only code that was made by a machine has more."""
_ALWAYS = sys.maxsize


class Timeline:
    """The order of events of one file, and the blocks that may be skipped or repeated."""

    def __init__(self, moments: Moments) -> None:
        self._blocks = moments.blocks
        self._starts = [block.first for block in moments.blocks]
        self._parents = _parents(moments)
        self._reaches: dict[int, tuple[int, int]] = {}

    def dominates(self, moment: int, at: int) -> bool:
        """Whether what happens at `moment` has happened whenever `at` is come to."""
        return moment <= at <= self._reach(moment)[0]

    def seen(self, definitions: Sequence[Definition], at: int) -> tuple[list[Definition], bool]:
        """Those of the definitions, sorted by moment, that a read `at` may see, and whether what was there before them is out of sight."""
        chosen: list[Definition] = []
        always, before = (bisect_right(definitions, moment, key=_moment) for moment in (0, at))
        last = 0
        for definition in reversed(definitions[max(always, before - _MOST) : before]):
            until, seen = self._reach(definition.moment)
            if seen >= at:
                chosen.append(definition)
                if until >= at:
                    last = definition.moment
                    break
        chosen += reversed(definitions[:always])
        if before < len(definitions):
            after = bisect_right(definitions, self._comes_round(at, last), key=_moment)
            chosen += definitions[before : min(after, before + _MOST)]
        return (chosen or list(definitions)), bool(last)

    def _reach(self, moment: int) -> tuple[int, int]:
        """The last moment of the innermost block around one, and the last at which what is bound then is seen.

        What a comprehension binds is seen inside only.
        """
        if moment not in self._reaches:
            around = [self._blocks[number] for number in self._around(moment)]
            inside = (block.last for block in around if block.kind is BlockKind.COMPREHENSION)
            self._reaches[moment] = (around[0].last if around else _ALWAYS, min(inside, default=_ALWAYS))
        return self._reaches[moment]

    def _comes_round(self, at: int, last: int) -> int:
        """Up to where a loop leads back to `at` without passing `last`; 0 where none does."""
        around = (self._blocks[number] for number in self._around(at))
        loops = (block for block in around if block.kind is BlockKind.LOOP and block.first > last)
        return max((block.last for block in loops), default=0)

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
