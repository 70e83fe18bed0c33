"""Attributes of what stands outside the tree, by its dotted origin."""

from __future__ import annotations

import re

from smsaudit.model.referent import External, Referents

_MAX_SEGMENTS = 10
_ROUNDS = ((1, 3), (2, 2), (3, 2))
"""How many names in a row, and how often they are repeated when that is once too many."""
_BUILTIN_METHODS = ("builtins.str.", "builtins.list.", "builtins.dict.")
_BARE = frozenset(
    (
        "abc.ABC",
        "builtins.object",
        "typing.Generic",
        "typing.Protocol",
        "typing_extensions.Protocol",
    )
)
"""Bases of classes that give them nothing that is called by a name."""

_TEXTS = re.compile(r"\('[^()]*'\)")


def plain(origin: str) -> str:
    """An origin without the literal arguments of the calls on its way."""
    return _TEXTS.sub("", origin) if "('" in origin else origin


def attribute(origin: str, name: str) -> Referents:
    """What `name` of something outside the tree is."""
    if origin in _BARE:
        return frozenset()
    if origin.startswith(_BUILTIN_METHODS):
        return of_builtin(str, name) if origin.startswith("builtins.str") else frozenset()
    return frozenset((External(_longer(origin, name)),))


def of_builtin(cls: type, name: str) -> Referents:
    """A method of a text, dict or list; a set is written as a list is."""
    has = hasattr(cls, name) or (cls is list and hasattr(set, name))
    return frozenset((External(f"builtins.{cls.__name__}.{name}"),)) if has else frozenset()


def _longer(origin: str, name: str) -> str:
    """`origin.name`; chains that go round (`query = query.filter(…)` in a loop) stop growing."""
    segments = [*origin.split("."), name]
    if len(segments) > _MAX_SEGMENTS:
        return origin
    for period, times in _ROUNDS:
        last = segments[-period:]
        if segments[-period * times :] == last * times:
            return ".".join(segments[:-period])
    return f"{origin}.{name}"
