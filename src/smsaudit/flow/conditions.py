"""Conditions as a reader would write them, where they choose a channel."""

from __future__ import annotations

import re
from collections.abc import Iterable

from smsaudit.model.fact import Guard
from smsaudit.model.value import Attribute, Compared, Item, Name, Number, Opaque, Sequence, Text, Truth, Value

_CHOOSES = re.compile(
    r"(?i)setting|config|conf\b|env|provider|backend|channel|gateway|driver|vendor|supplier|operator|carrier|platform|mode\b|sms_?type|debug|enabled?\b"
)


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
    """The conditions among `guards` that look like a choice of channel."""
    found: list[str] = []
    for guard in guards:
        if isinstance(guard.test, Compared) and guard.test.operator == "raises":
            found.append(spelled(guard.test))
            continue
        if not guard.holds and isinstance(guard.test, Compared) and guard.test.operator == "==":
            continue  # the other branches of an if-elif chain add nothing but length
        text = spelled(guard.test) if guard.holds else f"not ({spelled(guard.test)})"
        if _CHOOSES.search(text) and "__name__" not in text:
            found.append(text)
    return found
