"""Conditions as a reader would write them, where they choose a channel."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Sequence as Rows
from typing import NamedTuple

from smsaudit.flow.program import Program
from smsaudit.model.environment import READING
from smsaudit.model.fact import Called, Guard
from smsaudit.model.location import TreePath
from smsaudit.model.value import (
    Attribute,
    Compared,
    Item,
    Name,
    Number,
    Opaque,
    Result,
    Sequence,
    Text,
    Truth,
    Value,
)

_CHOOSES = re.compile(
    r"(?i)setting|config|conf\b|env|provider|backend|channel|gateway|driver|vendor|supplier|operator|carrier|platform|mode\b|sms_?type|debug|enabled?\b"
)
_MOST_LEFT = 3
_READING = READING | {"getattr"}
_TRIMMING = frozenset(("casefold", "lower", "strip", "upper"))
_MOST_CALLS = 3


class Condition(NamedTuple):
    """What must hold, and the file whose calls it names by their numbers."""

    path: TreePath
    guard: Guard


def conditions_at(path: TreePath, guards: Iterable[Guard]) -> tuple[Condition, ...]:
    """The guards of something in a file."""
    return tuple(Condition(path, guard) for guard in guards)


def spelled(value: Value, calls: Rows[Called] = (), depth: int = 0) -> str:
    """A value as source text; `…` for what is not spelled out, as most calls are."""

    def inner(value: Value) -> str:
        return spelled(value, calls, depth)

    match value:
        case Name(name):
            return name
        case Attribute(base, name):
            return f"{inner(base)}.{name}"
        case Text(text):
            return repr(text)
        case Number(number):
            return str(number)
        case Truth(truth):
            return str(truth)
        case Item(base, key):
            return f"{inner(base)}[{inner(key)}]"
        case Sequence(items):
            return "(" + ", ".join(map(inner, items)) + ")"
        case Compared("raises", caught, _):
            return f"except {inner(caught)}" if caught != Opaque() else "except"
        case Compared("not", negated, _):
            return f"not {inner(negated)}"
        case Compared(operator, left, right):
            return f"{inner(left)} {operator} {inner(right)}"
        case Result(number) if number < len(calls) and depth < _MOST_CALLS:
            return _reading(calls[number], calls, depth + 1)
        case _:
            return "…"


def _reading(call: Called, calls: Rows[Called], depth: int) -> str:
    """A call that reads a setting, or tidies what it read."""
    name = call.callee.name if isinstance(call.callee, Attribute | Name) else ""
    if name in _TRIMMING and isinstance(call.callee, Attribute) and not call.arguments:
        return spelled(call.callee.base, calls, depth)
    if name not in _READING:
        return "…"
    given = [spelled(argument.value, calls, depth) for argument in call.arguments if not argument.keyword]
    return f"{spelled(call.callee, calls, depth)}({', '.join(given)})"


def choosing(conditions: Iterable[Condition], program: Program) -> list[str]:
    """Those of the conditions that look like a choice of channel.

    The branches that were not taken before one that was add nothing but length; where all were left, they are told.
    """
    found: list[str] = []
    left: list[str] = []
    for path, guard in conditions:
        facts = program.facts(path)
        calls = facts.calls if facts is not None else ()
        match guard.test:
            case Compared("raises", _, _):
                found.append(spelled(guard.test, calls))
                continue
            case Compared("==", one, other) if not guard.holds:
                chosen, text = left, f"{spelled(one, calls)} != {spelled(other, calls)}"
            case test:
                text = spelled(test, calls)
                chosen, text = found, text if guard.holds else f"not ({text})"
        if _CHOOSES.search(text) and "__name__" not in text:
            chosen.append(text)
    return found or left[:_MOST_LEFT]
