"""What operators make of the values beside them."""

from __future__ import annotations

import libcst as cst

from smsaudit.model.value import Either, Element, Filled, Joined, Mapping, Opaque, Part, Sequence, Text, Value
from smsaudit.scan.python.builder import literal_text
from smsaudit.scan.python.literals import flat

OPAQUE = Opaque()

_COMPARISONS: dict[type[cst.CSTNode], str] = {
    cst.Equal: "==",
    cst.NotEqual: "!=",
    cst.In: "in",
    cst.NotIn: "not in",
    cst.Is: "is",
    cst.IsNot: "is not",
}


def compared_by(operator: cst.CSTNode) -> str:
    """A comparison operator as it is written, `?` for those that choose nothing."""
    return _COMPARISONS.get(type(operator), "?")


def combined(operator: cst.CSTNode, left: Value, right: Value) -> Value:
    """`left operator right`."""
    if isinstance(operator, cst.Add):
        if isinstance(left, Sequence) and isinstance(right, Sequence):
            return Sequence(left.items + right.items)
        parts = [*(left.parts if isinstance(left, Joined) else (left,)), right]
        return flat(parts)
    if isinstance(operator, cst.Modulo):
        fillers = right.items if isinstance(right, Sequence) else (right,)
        if isinstance(right, Mapping):
            return Filled(
                left, tuple((literal_text(key), value) for key, value in right.pairs if key is not None)
            )
        return Filled(left, tuple((None, filler) for filler in fillers))
    if isinstance(operator, cst.BitOr):
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
