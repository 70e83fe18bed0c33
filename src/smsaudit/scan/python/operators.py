"""What operators make of the values beside them."""

from __future__ import annotations

import libcst as cst

from smsaudit.model.value import Either, Element, Filled, Joined, Mapping, Opaque, Sequence, Text, Value
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
    return Joined(tuple(parts[:-1]))


def unpacked(value: Value, index: int) -> Value:
    """What number `index` of an unpacked value is."""
    if (
        isinstance(value, Sequence)
        and index < len(value.items)
        and not any(isinstance(item, Element) and item.index is None for item in value.items[: index + 1])
    ):
        return value.items[index]
    return Element(value, index)
