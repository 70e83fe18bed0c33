"""Literals as values."""

from __future__ import annotations

import libcst as cst

from smsaudit.model.value import Joined, Number, Opaque, Text, Value
from smsaudit.scan.python.builder import Builder

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
_LONGEST_NUMBER = 80


def evaluated(node: cst.SimpleString) -> str:
    """The text of a string literal; bytes as Latin-1, an impossible escape as written."""
    try:
        content = node.evaluated_value
    except (SyntaxError, ValueError, UnicodeError):
        return node.raw_value
    text = content.decode("latin-1") if isinstance(content, bytes) else content
    return text.encode("utf-8", "replace").decode()  # a lone surrogate is no text


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


def integer(builder: Builder, node: cst.Integer) -> Value:
    """An integer of at most 64 bits, which is a word as well."""
    try:
        number = int(node.value.replace("_", ""), 0) if len(node.value) <= _LONGEST_NUMBER else _LARGEST + 1
    except ValueError:
        return Opaque()
    if not _SMALLEST <= number <= _LARGEST:
        return Opaque()
    builder.word(str(number), node)
    return Number(number)
