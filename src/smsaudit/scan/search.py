"""One pass over raw bytes for many literals at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Search(Protocol):
    """Answers which of its literals stand in some bytes, without regard to the case of ASCII letters."""

    def found(self, data: bytes) -> frozenset[bytes]:
        """Every literal that occurs in `data`."""
        ...

    def any(self, data: bytes) -> bool:
        """Whether at least one literal occurs in `data`."""
        ...


def search_for(literals: Iterable[bytes]) -> Search:
    """The fastest search at hand for these literals (lower case)."""
    wanted = sorted({literal.lower() for literal in literals if literal})
    try:
        return _Automaton(wanted)
    except ImportError:
        return _Loop(wanted)


class _Automaton:
    def __init__(self, literals: list[bytes]) -> None:
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        self._literals = literals
        self._automaton = BytesAhoCorasick(literals, implementation=Implementation.DFA) if literals else None

    def found(self, data: bytes) -> frozenset[bytes]:
        if self._automaton is None:
            return frozenset()
        hits = self._automaton.find_matches_as_indexes(data.lower(), overlapping=True)
        return frozenset(self._literals[index] for index in {hit[0] for hit in hits})

    def any(self, data: bytes) -> bool:
        return self._automaton is not None and bool(self._automaton.find_matches_as_indexes(data.lower()))


class _Loop:
    """For systems without a wheel of the automaton: slower, the same answer."""

    def __init__(self, literals: list[bytes]) -> None:
        self._literals = literals

    def found(self, data: bytes) -> frozenset[bytes]:
        lowered = data.lower()
        return frozenset(literal for literal in self._literals if literal in lowered)

    def any(self, data: bytes) -> bool:
        lowered = data.lower()
        return any(literal in lowered for literal in self._literals)
