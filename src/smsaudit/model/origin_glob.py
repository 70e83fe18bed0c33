"""Dotted origin globs: how a signature names what a call resolves to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Generic, TypeVar

_T = TypeVar("_T")

_SEGMENT = re.compile(r"([^.()]*)(?:\(([^()]*)\))?(?:\.|$)")
_DISTINCTIVE = 3

Segment = tuple[str, frozenset[str]]


@lru_cache(maxsize=65_536)
def segments(origin: str) -> tuple[Segment, ...]:
    """`boto3.client('sns').publish` as names with the literal arguments of calls on the way."""
    found: list[Segment] = []
    for match in _SEGMENT.finditer(origin):
        name, literals = match.groups()
        if name:
            texts = (
                frozenset(text.strip("'\" ") for text in literals.split(","))
                if literals
                else frozenset[str]()
            )
            found.append((name, texts))
    return tuple(found)


@lru_cache(maxsize=8_192)
def _name_shape(name: str) -> re.Pattern[str]:
    return re.compile("".join(".*" if char == "*" else re.escape(char) for char in name))


@lru_cache(maxsize=262_144)
def matches(pattern: str, origin: str, *, in_tree: bool) -> bool:
    """Whether an origin fits a glob: whole, or (a vendored copy) as the tail of a longer dotted name.

    Code of the tree itself is only taken for a library's copy if the glob is distinctive: three segments, or a
    class name in it.
    """
    wanted, given = segments(pattern), segments(origin)
    if _fits(wanted, given) and not (in_tree and not _is_distinctive(wanted)):
        return True
    if not _is_distinctive(wanted) or len(given) <= len(wanted) or wanted[0][0] in {"*", "**"}:
        return False
    return any(_fits(wanted, given[start:]) for start in range(1, len(given) - len(wanted) + 1))


def _is_distinctive(wanted: tuple[Segment, ...]) -> bool:
    named = [name for name, _ in wanted if "*" not in name]
    return len(named) >= _DISTINCTIVE or any(name[:1].isupper() for name in named[:-1])


def _fits(wanted: tuple[Segment, ...], given: tuple[Segment, ...]) -> bool:
    if not wanted:
        return not given
    (name, literals), rest = wanted[0], wanted[1:]
    if name == "**":
        return any(_fits(rest, given[skip:]) for skip in range(len(given) + 1))
    if not given:
        return False
    own, texts = given[0]
    same = own == name or ("*" in name and _name_shape(name).fullmatch(own) is not None)
    return same and literals <= texts and _fits(rest, given[1:])


class GlobIndex(Generic[_T]):
    """Things by the globs that lead to them; a look-up only tries globs that end in the same name, or hold one of its names."""

    def __init__(self, items: Iterable[tuple[str, _T]]) -> None:
        self._exact: dict[str, list[tuple[str, _T]]] = defaultdict(list)
        self._loose: dict[str, list[tuple[str, _T]]] = defaultdict(list)
        """Globs whose last name is open, by the longest fixed name in them; an empty one where there is none."""
        self._endings: set[re.Pattern[str]] = set()
        for glob, item in items:
            *before, last = (name for name, _ in segments(glob))
            if "*" not in last:
                self._exact[last].append((glob, item))
                continue
            self._loose[max((name for name in before if "*" not in name), key=len, default="")].append(
                (glob, item)
            )
            self._endings.add(_name_shape(last))
        self._found: dict[tuple[str, bool], tuple[_T, ...]] = {}
        self._ends: dict[str, bool] = {}

    @property
    def names(self) -> frozenset[str]:
        """Last names of all globs that end in a fixed name."""
        return frozenset(self._exact)

    def ends_in(self, name: str) -> bool:
        """Whether an origin whose last name this is could fit a glob."""
        if name not in self._ends:
            self._ends[name] = name in self._exact or any(shape.fullmatch(name) for shape in self._endings)
        return self._ends[name]

    def ending_in(self, name: str) -> Iterator[tuple[str, _T]]:
        """Everything with a glob whose last name is fixed and this one, with the glob."""
        yield from self._exact.get(name, ())

    def matching(self, origin: str, *, in_tree: bool = False) -> tuple[_T, ...]:
        """Everything with a glob that fits `origin`; once per glob."""
        found = self._found.get((origin, in_tree))
        if found is None:
            found = self._found[origin, in_tree] = tuple(self._matching(origin, in_tree=in_tree))
        return found

    def _matching(self, origin: str, *, in_tree: bool) -> Iterator[_T]:
        names = [name for name, _ in segments(origin)]
        if names:
            loose = (self._loose.get(name, ()) for name in ("", *dict.fromkeys(names)))
            for glob, item in (*self._exact.get(names[-1], ()), *chain.from_iterable(loose)):
                if matches(glob, origin, in_tree=in_tree):
                    yield item
