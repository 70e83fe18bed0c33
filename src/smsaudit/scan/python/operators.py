"""What operators make of the values beside them."""

from __future__ import annotations

import ast

from smsaudit.model.value import Either, Element, Filled, Joined, Mapping, Opaque, Part, Sequence, Text, Value
from smsaudit.scan.python.builder import literal_text
from smsaudit.scan.python.literals import flat

OPAQUE = Opaque()

_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Is: "is",
    ast.IsNot: "is not",
}


def compared_by(operator: ast.cmpop) -> str:
    """A comparison operator as it is written, `?` for those that choose nothing."""
    return _COMPARISONS.get(type(operator), "?")


def combined(operator: ast.operator, left: Value, right: Value) -> Value:
    """`left operator right`."""
    if isinstance(operator, ast.Add):
        if isinstance(left, Sequence) and isinstance(right, Sequence):
            return Sequence(left.items + right.items)
        parts = [*(left.parts if isinstance(left, Joined) else (left,)), right]
        return flat(parts)
    if isinstance(operator, ast.Mod):
        fillers = right.items if isinstance(right, Sequence) else (right,)
        if isinstance(right, Mapping):
            return Filled(
                left, tuple((literal_text(key), value) for key, value in right.pairs if key is not None)
            )
        return Filled(left, tuple((None, filler) for filler in fillers))
    if isinstance(operator, ast.BitOr):
        return Either((left, right))
    return OPAQUE


def interleaved(separator: Text, items: tuple[Value, ...]) -> Value:
    """`separator.join(items)`."""
    parts: list[Value] = []
    for item in items:
        parts += [item, separator]
    return flat(parts[:-1])


def unpacked(value: Value, index: int, count: int, starred: int | None) -> Value:
    """What target number `index` of `count` gets of an unpacked value; target number `starred` takes the rest."""
    items = value.items if isinstance(value, Sequence) else ()
    plain = isinstance(value, Sequence) and not any(
        isinstance(item, Element) and item.index is None for item in items
    )
    if starred == index:
        last = index + 1 - count or None
        return Sequence(items[index:last]) if plain else Part(value, index, last)
    if starred is not None and index > starred:
        index -= count
    return items[index] if plain and -len(items) <= index < len(items) else Element(value, index)
