"""Conditions as a reader would write them, where they choose a channel."""

from __future__ import annotations

import re
from collections.abc import Iterable

from smsaudit.model.fact import Guard
from smsaudit.model.value import Attribute, Compared, Item, Name, Number, Opaque, Sequence, Text, Truth, Value

_CHOOSES = re.compile(
    r"(?i)setting|config|conf\b|env|provider|backend|channel|gateway|driver|vendor|supplier|operator|carrier|platform|mode\b|sms_?type|debug|enabled?\b"
)
_MOST_LEFT = 3


def spelled(value: Value) -> str:
    """A value as source text; `…` for what is not spelled out."""
    match value:
        case Name(name):
            return name
        case Attribute(base, name):
            return f"{spelled(base)}.{name}"
        case Text(text):
            return repr(text)
        case Number(number):
            return str(number)
        case Truth(truth):
            return str(truth)
        case Item(base, key):
            return f"{spelled(base)}[{spelled(key)}]"
        case Sequence(items):
            return "(" + ", ".join(map(spelled, items)) + ")"
        case Compared("raises", caught, _):
            return f"except {spelled(caught)}" if caught != Opaque() else "except"
        case Compared("not", inner, _):
            return f"not {spelled(inner)}"
        case Compared(operator, left, right):
            return f"{spelled(left)} {operator} {spelled(right)}"
        case _:
            return "…"


def choosing(guards: Iterable[Guard]) -> list[str]:
    """The conditions among `guards` that look like a choice of channel.

    The branches that were not taken before one that was add nothing but length; where all were left, they are told.
    """
    found: list[str] = []
    left: list[str] = []
    for guard in guards:
        match guard.test:
            case Compared("raises", _, _):
                found.append(spelled(guard.test))
                continue
            case Compared("==", one, other) if not guard.holds:
                chosen, text = left, f"{spelled(one)} != {spelled(other)}"
            case _:
                chosen, text = found, spelled(guard.test) if guard.holds else f"not ({spelled(guard.test)})"
        if _CHOOSES.search(text) and "__name__" not in text:
            chosen.append(text)
    return found or left[:_MOST_LEFT]
