"""Dotted origin globs: how a signature names what a call resolves to."""

from __future__ import annotations

import re
from functools import lru_cache

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
