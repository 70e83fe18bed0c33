"""What writes to a link in hand-written protocol code, and the command that it writes."""

from __future__ import annotations

from collections.abc import Iterable

from smsaudit.match.chains import last
from smsaudit.model.fact import Called, Facts
from smsaudit.model.value import Attribute, Name, Number, Result, Value

SUBMITS = frozenset((2, 3, 4))
"""SMGP, SGIP; CMPP and SMPP."""
LINK_WRITES = frozenset(["send", "sendall", "write"])


def writers(facts: Facts) -> frozenset[str]:
    """Functions of a file that write to a link, or hand something to one that does, by name."""
    own = [
        (facts.scopes[call.scope].name, call.callee)
        for call in facts.calls
        if call.arguments and (is_own(call) or isinstance(call.callee, Attribute))
    ]
    directly = frozenset(
        name for name, callee in own if isinstance(callee, Attribute) and callee.name in LINK_WRITES
    )
    return directly | frozenset(
        name
        for name, callee in own
        if last(callee) in directly and isinstance(callee, Name | Attribute) and _on_itself(callee)
    )


def is_own(call: Called) -> bool:
    """Whether it calls a function by its name, or a method of the object itself."""
    return _on_itself(call.callee)


def without_other_commands(facts: Facts, found: Iterable[int]) -> list[int]:
    """The calls, without those that write another command in a function that also writes the one that submits."""
    found = list(found)
    numbers = {
        each.name: each.value.value
        for each in facts.bindings
        if not each.scope and isinstance(each.value, Number)
    }
    commands = {number: _command(facts.calls[number], facts, numbers) for number in found} if numbers else {}
    submitting = {facts.calls[number].scope for number, command in commands.items() if command in SUBMITS}
    return [
        number
        for number in found
        if facts.calls[number].scope not in submitting
        or commands[number] is None
        or commands[number] in SUBMITS
    ]


def _command(call: Called, facts: Facts, numbers: dict[str, int]) -> int | None:
    """The number, or the constant for one, that comes first in what is written."""
    match call.arguments[0].value if call.arguments else None:
        case Result(number) if (made := facts.calls[number]).arguments:
            return _number(made.arguments[0].value, numbers)
        case value:
            return _number(value, numbers)


def _number(value: Value | None, numbers: dict[str, int]) -> int | None:
    match value:
        case Number(number):
            return number
        case Name(name):
            return numbers.get(name)
        case _:
            return None


def _on_itself(callee: Value) -> bool:
    match callee:
        case Name() | Attribute(Name("self")):
            return True
        case _:
            return False
