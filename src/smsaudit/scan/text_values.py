"""Values of languages that are read as text: what is called, and what it is given."""

from __future__ import annotations

import re
from collections.abc import Mapping

from smsaudit.model.fact import Argument
from smsaudit.model.value import Attribute, Name, Opaque, Result, Sequence, Text, Value

_QUOTES = ('"', "'", "`")
_DOTTED = re.compile(r"[A-Za-z_$][\w$]*+(?:(?:\.|->|::)[A-Za-z_$][\w$]*+){0,6}+")
_ACCESS = re.compile(r"\.|->|::")
_METHOD_OF = re.compile(r"(?:\[|array\()\s*+\\?(?:\w++\\)*+(?P<cls>\w++)::class\s*+,\s*+(?=[\"'])")
"""PHP's name of a method: `[SmsController::class, 'send']`."""
_CLASS_OF = re.compile(r"\\?(?:\w++\\)*+(?P<cls>\w++)::class(?:\.java)?")
"""A class by its name, in PHP and Kotlin; in Java the name is a member like any other."""
_NAMED = re.compile(r"(?P<name>[A-Za-z_]\w*+)\s*+[=:](?![=:])\s*+")
_SET = re.compile(r"[\[{]\s*+")


def argument(stretch: str, offset: int, strings: Mapping[int, str], *, of_mark: bool = False) -> Argument:
    """An argument that begins at `offset`, its strings blanked but for their first quote.

    Those of annotations and attributes have their keyword; of a set of texts only the first counts there.
    """
    if of_mark:
        named = _NAMED.match(stretch)
        start = named.end() if named else 0
        opened = _SET.match(stretch, start)
        start = opened.end() if opened else start
        keyword = named["name"] if named else None
        text = strings.get(offset + start) if stretch[start : start + 1] in _QUOTES else None
        return Argument(keyword, Text(text) if text is not None else _value(stretch[start:], offset, strings))
    return Argument(None, _value(stretch, offset, strings))


def dotted(written: str) -> Value:
    """A name with the names that it is taken from."""
    first, *rest = _ACCESS.split(written)
    value: Value = Name(first.lstrip("$") or first)
    for part in rest:
        value = Attribute(value, part)
    return value


def _value(stretch: str, offset: int, strings: Mapping[int, str]) -> Value:
    if stretch in _QUOTES and offset in strings:
        return Text(strings[offset])
    if found := _CLASS_OF.fullmatch(stretch):
        return Attribute(Name(found["cls"]), "class")
    if _DOTTED.fullmatch(stretch):
        return dotted(stretch)
    if (found := _METHOD_OF.match(stretch)) and (text := strings.get(offset + found.end())):
        return Sequence((Name(found["cls"]), Text(text)))
    return Opaque()


def follows_call(value: Value) -> bool:
    """Whether a member is taken from what a call answers: of `new A(x).b(y)` the class is made, and `b` is called."""
    while isinstance(value, Attribute):
        value = value.base
    return isinstance(value, Result)


def renumbered(value: Value, numbers: Mapping[int, int]) -> Value:
    """The same with other numbers of calls; what is the answer of none is not known."""
    match value:
        case Result(call):
            return Result(numbers[call]) if call in numbers else Opaque()
        case Attribute(base, name):
            return Attribute(renumbered(base, numbers), name)
        case _:
            return value
