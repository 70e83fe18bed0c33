"""What calls are given, as written."""

from __future__ import annotations

from smsaudit.model.digits import small
from smsaudit.model.fact import Called, Facts
from smsaudit.model.value import Either, Filled, Item, Joined, Name, Result, Sequence, Text, Value
from smsaudit.model.value import Mapping as Display


def given(call: Called, key: str) -> list[Value]:
    """What a call is given under a keyword or position, alternatives with `|`; `*` is all positions."""
    positional = [argument.value for argument in call.arguments if argument.keyword is None]
    found: list[Value] = []
    for name in key.split("|"):
        if name == "*":
            found += positional
        elif (at := small(name)) is not None:
            found += positional[at : at + 1]
        found += [argument.value for argument in call.arguments if argument.keyword == name]
    return found


def parts(value: Value) -> tuple[Value, ...]:
    """What a value is put together from."""
    match value:
        case Joined(parts) | Sequence(parts) | Either(parts):
            return parts
        case Filled(template, fillers):
            return (template, *(filler for _, filler in fillers))
        case Display(pairs):
            return tuple(item for _, item in pairs)
        case Item(base, _):
            return (base,)
        case _:
            return ()


def put_on(facts: Facts, call: Called, key: str) -> list[Value]:
    """What is put under a name on an object that a call is given (`request.PhoneNumberSet = …`), or into it."""
    names = key.split("|")
    found: list[Value] = []
    for argument in call.arguments:
        match argument.value:
            case Name() as variable:
                found += [
                    stored.value
                    for stored in facts.index.stores[call.scope]
                    if stored.base == variable
                    and (stored.attribute in names or stored.key in [Text(name) for name in names])
                ]
                bound = facts.index.bound[call.scope, variable.name]
                found += [value for each in bound for value in _inside(facts, each.value, key)]
            case value:
                found += _inside(facts, value, key)
    return found


def _inside(facts: Facts, value: Value, key: str) -> list[Value]:
    """What a request object or a display holds under a name when it is made."""
    match value:
        case Result(number):
            made = facts.calls[number]
            return [found for name in key.split("|") if not name.isdigit() for found in given(made, name)]
        case Display(pairs):
            wanted = [Text(name) for name in key.split("|")]
            return [item for own, item in pairs if own in wanted]
        case _:
            return []
