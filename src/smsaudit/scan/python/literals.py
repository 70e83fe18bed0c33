"""Literals as values."""

from __future__ import annotations

import ast

from smsaudit.model.value import Joined, Number, Opaque, Text, Value

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1


def told(content: str | bytes) -> str:
    """The text of a string literal; bytes as Latin-1, and no half of a pair of surrogates."""
    text = content.decode("latin-1") if isinstance(content, bytes) else content
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def flat(parts: list[Value]) -> Value:
    """Join neighbouring literals, so that text which is all literal is one `Text`."""
    flat: list[Value] = []
    for part in parts:
        if isinstance(part, Text) and flat and isinstance(flat[-1], Text):
            flat[-1] = Text(flat[-1].value + part.value)
        else:
            flat.append(part)
    if not flat:
        return Text("")
    return flat[0] if len(flat) == 1 and isinstance(flat[0], Text) else Joined(tuple(flat))


def number(value: int) -> Value:
    """An integer of at most 64 bits."""
    return Number(value) if _SMALLEST <= value <= _LARGEST else Opaque()


def bounds_of(node: ast.expr) -> tuple[int, int | None] | None:
    """First and last index of a slice, if it spells them out and takes every item between."""
    match node:
        case ast.Slice(lower=lower, upper=upper, step=None):
            first, last = _index(lower), _index(upper)
            if (lower is None or first is not None) and (upper is None or last is not None):
                return first or 0, last
        case _:
            pass
    return None


def _index(node: ast.expr | None) -> int | None:
    match node:
        case ast.Constant(value=int(value)) if isinstance(number(value), Number):
            return value
        case _:
            return None
