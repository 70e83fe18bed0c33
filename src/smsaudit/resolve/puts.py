"""What a file puts into lists, sets and dicts after they were made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from smsaudit.model.fact import Called, Facts, Stored
from smsaudit.model.value import (
    Attribute,
    Element,
    Entered,
    Item,
    Mapping,
    Name,
    Text,
    Value,
)

_ADDERS = frozenset(("append", "add", "appendleft", "insert"))
_EXTENDERS = frozenset(("extend", "extendleft"))
_QUEUERS = frozenset(("put", "put_nowait"))
_WAITING = frozenset(("block", "timeout"))
"""What a queue is told besides what is put into it."""
_MERGERS = frozenset(("update",))
_WITH_DEFAULT = 2


class Put(NamedTuple):
    """`base[key] = value`; without a key, `value` is one more element, or (`whole`) something whose items are put in."""

    scope: int
    base: Value
    key: Value | None
    value: Value
    moment: int
    whole: bool = False


def leftmost(value: Value) -> Name | None:
    """The name with which an expression begins, if it begins with one."""
    while isinstance(value, Attribute | Item):
        value = value.base
    while isinstance(value, Element | Entered):
        value = value.of
    return value if isinstance(value, Name) else None


def puts_of(facts: Facts) -> Iterator[Put]:
    """Everything that a file puts into containers."""
    for stored, moment in zip_longest(facts.stores, facts.moments.stores, fillvalue=0):
        if isinstance(stored, Stored) and stored.attribute is None:
            yield Put(stored.scope, stored.base, stored.key, stored.value, int(moment))
    for call in facts.calls:
        if isinstance(call.callee, Attribute):
            yield from _of_call(call, call.callee)


def _of_call(call: Called, callee: Attribute) -> Iterator[Put]:
    values = [argument.value for argument in call.arguments if argument.keyword is None]
    first = leftmost(callee.base)
    moment = first.at + 1 if first is not None and first.at else 0
    if callee.name in _ADDERS and values:
        yield Put(call.scope, callee.base, None, values[-1], moment)
    elif callee.name in _QUEUERS and _puts_one(call):
        yield Put(call.scope, callee.base, None, call.arguments[0].value, moment)
    elif callee.name in _EXTENDERS and values:
        yield Put(call.scope, callee.base, None, Element(values[0]), moment)
    elif callee.name == "setdefault" and len(values) == _WITH_DEFAULT:
        yield Put(call.scope, callee.base, values[0], values[1], 0)
    elif callee.name in _MERGERS:
        for argument in call.arguments:
            yield from _merged(call, callee.base, argument.keyword, argument.value, moment)


def _puts_one(call: Called) -> bool:
    """Whether one thing is put somewhere, as into a queue, and not under a key or to an address with more."""
    first, *others = call.arguments or (None,)
    return first is not None and first.keyword is None and all(each.keyword in _WAITING for each in others)


def _merged(call: Called, base: Value, keyword: str | None, value: Value, moment: int) -> Iterator[Put]:
    if keyword is not None and not keyword.startswith("*"):
        yield Put(call.scope, base, Text(keyword), value, moment)
    elif isinstance(value, Mapping):
        for key, item in value.pairs:
            yield Put(call.scope, base, key, item, moment, whole=key is None)
    else:
        yield Put(call.scope, base, None, value, moment, whole=True)
