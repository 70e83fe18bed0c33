"""What a call is made on, as names, where names are not resolved."""

from __future__ import annotations

from collections.abc import Sequence

from smsaudit.model.fact import Called
from smsaudit.model.value import Attribute, Name, Result, Value


def last(value: Value) -> str:
    """The name that an expression ends in; empty if it ends in none."""
    return value.name if isinstance(value, Attribute | Name) else ""


def dotted(value: Value, calls: Sequence[Called]) -> str:
    """An expression as names between dots, with `()` where the result of a call is taken."""
    match value:
        case Name(name):
            return name
        case Attribute(base, name):
            return f"{dotted(base, calls)}.{name}"
        case Result(call):
            return f"{dotted(calls[call].callee, calls)}()"
        case _:
            return ""


def pair(callee: Value, calls: Sequence[Called]) -> str:
    """A method and what it is called on, parentheses left out (`messages.create`); empty for a bare name."""
    match callee:
        case Attribute(Result(call), name):
            owner = last(calls[call].callee)
        case Attribute(base, name):
            owner = last(base)
        case _:
            return ""
    return f"{owner}.{name}" if owner else ""
