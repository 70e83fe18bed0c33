"""Origins of what stands outside the tree under a key, or comes of a call that is given texts.

A variable of the environment may be one of several, or have a part in its name that nobody spells out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smsaudit.model import environment
from smsaudit.model.fact import Called
from smsaudit.model.referent import External, Frame, Referents, TextRef
from smsaudit.model.value import Attribute, Name, Text, Value
from smsaudit.resolve import dynamic

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_LITERAL = re.compile(r"[\w/:-]{1,60}")
_MOST_LITERALS = 4
_OPEN = "{}"
_SHORTEST = 5
"""Characters in a row that have to be known of a variable's name: `_URL` ends too many."""
_MOST = 12
"""Variables of which one may be read."""


def under(resolver: Resolver, origin: str, frame: Frame, key: Value) -> Referents:
    """What stands under a key in something outside the tree; of the environment, every variable that may be meant."""
    texts = _texts(resolver, frame, key)
    if origin.startswith(environment.ORIGINS) and (names := _variables(texts)):
        return frozenset(External(dynamic.inside(origin, name)) for name in names)
    literal = texts[0] if len(texts) == 1 and _is_name(texts[0]) else ""
    return frozenset((External(dynamic.inside(origin, literal)),))


def called(resolver: Resolver, origin: str, frame: Frame, call: Called) -> Referents:
    """What a call answers: each variable of the environment that it may read, or the origin with its short literal texts."""
    if names := _read(resolver, origin, frame, call):
        return frozenset(External(f"{origin}('{name}')") for name in names)
    literals: list[str] = []
    for argument in call.arguments[:_MOST_LITERALS]:
        if isinstance(argument.value, Text):
            literals.append(argument.value.value)
        elif isinstance(argument.value, Name | Attribute):
            known = _texts(resolver, frame, argument.value)
            literals += known if len(known) == 1 else []
    kept = [f"'{text}'" for text in literals if _LITERAL.fullmatch(text)]
    return frozenset(
        (External(f"{origin}({','.join(kept)})" if kept and not origin.endswith(")") else origin),)
    )


def _read(resolver: Resolver, origin: str, frame: Frame, call: Called) -> list[str]:
    """The variables that a call may read by a name that it does not write out; none if it is no such call."""
    last = origin.rpartition(".")[2]
    if not origin.startswith(environment.ORIGINS) or last not in environment.READING:
        return []
    named = [
        one.value for one in call.arguments[:1] if one.keyword is None and not isinstance(one.value, Text)
    ]
    return [name for value in named for name in _variables(_texts(resolver, frame, value))]


def _texts(resolver: Resolver, frame: Frame, key: Value) -> list[str]:
    return sorted(found.text for found in resolver.evaluate(frame, key) if isinstance(found, TextRef))


def _variables(texts: list[str]) -> list[str]:
    """Those that name a variable, or enough of one."""
    return [
        text
        for text in texts[:_MOST]
        if _is_name(text.replace(_OPEN, ""))
        and (_OPEN not in text or max(map(len, text.split(_OPEN))) >= _SHORTEST)
    ]


def _is_name(text: str) -> bool:
    return text.replace("_", "").isalnum()
