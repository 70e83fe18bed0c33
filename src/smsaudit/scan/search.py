"""One pass over raw bytes for many literals at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Protocol

_MUCH = 8 << 20
"""Bytes from which on the faster automaton is worth the time that it takes to build."""
_FEW = 48
"""Literals that vector instructions can look for together, much faster than one byte after the other."""

_NONE: frozenset[bytes] = frozenset()


class Search(Protocol):
    """Answers which of its literals stand in some bytes."""

    def found(self, data: bytes) -> frozenset[bytes]:
        """Every literal that occurs in `data`."""
        ...

    def any(self, data: bytes) -> bool:
        """Whether at least one literal occurs in `data`."""
        ...


def whole(names: Iterable[str], data: bytes) -> frozenset[str]:
    """Those of the names that stand in `data` as words of their own, and not only where something of that name is defined."""
    return frozenset(name for name in names if _is_used(name, data))


def _is_used(name: str, data: bytes) -> bool:
    """Each place is found by its bytes first: a pattern that begins with looking back is slow to search for."""
    use, literal = _use_of(name), name.encode()
    at = data.find(literal)
    while at >= 0:
        if use.match(data, at):
            return True
        at = data.find(literal, at + 1)
    return False


@cache
def _use_of(name: str) -> re.Pattern[bytes]:
    after = rb"(?![A-Za-z0-9_])" if name[-1:].isidentifier() or name[-1:].isdigit() else b""
    return re.compile(rb"(?<![A-Za-z0-9_])(?<!\bdef )(?<!\bclass )" + re.escape(name.encode()) + after)


def search_for(literals: Iterable[bytes], *, amount: int = 0) -> Search:
    """The fastest search at hand for these literals in so many bytes, without regard to the case of ASCII letters."""
    return _AnyCase(_search_for({literal.lower() for literal in literals if literal}, amount))


def exact_search_for(literals: Iterable[bytes], *, amount: int = 0) -> Search:
    """The fastest search at hand for these literals in so many bytes, as they are written."""
    return _search_for({literal for literal in literals if literal}, amount)


def _search_for(literals: Iterable[bytes], amount: int) -> Search:
    wanted = tuple(sorted(literals))
    try:
        return _automaton(wanted, is_much=amount >= _MUCH)
    except ImportError:
        return _Loop(wanted)


@lru_cache(maxsize=4)
def _automaton(literals: tuple[bytes, ...], *, is_much: bool) -> Search:
    """The needles of all signatures are asked for once for every tree."""
    return _Automaton(literals, is_much=is_much)


class _AnyCase:
    """Lets another search look for literals in lower case."""

    def __init__(self, search: Search) -> None:
        self._search = search

    def found(self, data: bytes) -> frozenset[bytes]:
        return self._search.found(data.lower())

    def any(self, data: bytes) -> bool:
        return self._search.any(data.lower())


class _Automaton:
    def __init__(self, literals: tuple[bytes, ...], *, is_much: bool) -> None:
        from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

        kind = Implementation.DFA if is_much else Implementation.ContiguousNFA
        self._literals = literals
        self._automaton = BytesAhoCorasick(literals, implementation=kind) if literals else None
        self._sieve = (  # says whether there is anything, and of matches that overlap not all
            BytesAhoCorasick(literals, matchkind=MatchKind.LeftmostFirst)
            if 0 < len(literals) <= _FEW
            else self._automaton
        )

    def found(self, data: bytes) -> frozenset[bytes]:
        if self._automaton is None or (self._sieve is not self._automaton and not self.any(data)):
            return _NONE
        hits = self._automaton.find_matches_as_indexes(data, overlapping=True)
        return frozenset([self._literals[index] for index in {hit[0] for hit in hits}]) if hits else _NONE

    def any(self, data: bytes) -> bool:
        return self._sieve is not None and bool(self._sieve.find_matches_as_indexes(data))


class _Loop:
    """For systems without a wheel of the automaton: slower, the same answer."""

    def __init__(self, literals: tuple[bytes, ...]) -> None:
        self._literals = literals

    def found(self, data: bytes) -> frozenset[bytes]:
        return frozenset([literal for literal in self._literals if literal in data])

    def any(self, data: bytes) -> bool:
        return any(literal in data for literal in self._literals)
