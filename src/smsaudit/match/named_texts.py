"""Texts that stand under a name, in code as in settings, and names that are mentioned where a text is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from smsaudit.match.chains import last
from smsaudit.model.fact import Facts
from smsaudit.model.value import (
    Attribute,
    Either,
    Filled,
    Joined,
    Mapping,
    Name,
    Result,
    Sequence,
    Text,
    Value,
)

_DEPTH = 3
_MOST_SECTIONS = 3
_NUMBER = re.compile(r"\[\d+\]")
"""What tells one item of a list."""


def named(facts: Facts) -> Iterator[tuple[str, str]]:
    """Names that a file gives to texts, and the texts."""
    for setting in facts.settings:
        yield setting.key.rpartition(".")[2], setting.value
    values: list[tuple[str, Value]] = [(each.name, each.value) for each in facts.bindings]
    values += [
        (each.attribute or (each.key.value if isinstance(each.key, Text) else ""), each.value)
        for each in facts.stores
    ]
    values += [(facts.scopes[each.scope].name, each.value) for each in facts.returned]
    values += [
        (argument.keyword, argument.value)
        for call in facts.calls
        for argument in call.arguments
        if argument.keyword
    ]
    for name, value in values:
        yield from _texts(facts, name, value)


def in_sections(facts: Facts) -> Iterator[tuple[tuple[str, str], str]]:
    """Sections and keys in them, and the texts that they hold: those of a file of settings, and of tables that have a name.

    In settings, further sections around the own one count as well: which of theirs it is may be chosen in the program.
    """
    for setting in facts.settings:
        *sections, key = _NUMBER.sub("", setting.key).split(".")
        for section in sections[-_MOST_SECTIONS:]:
            yield (section, key), setting.value
    for bound in facts.bindings:
        for key, value in pairs(facts, bound.value):
            if isinstance(value, Text):
                yield (bound.name, key), value.value


def pairs(facts: Facts, value: Value) -> Iterator[tuple[str, Value]]:
    """The keys of a table, written as a display or by `dict(…)`, and what stands under them."""
    match value:
        case Mapping(pairs):
            yield from ((key.value, item) for key, item in pairs if isinstance(key, Text))
        case Result(number) if facts.calls[number].callee == Name("dict"):
            yield from ((each.keyword, each.value) for each in facts.calls[number].arguments if each.keyword)
        case _:
            pass


def _texts(facts: Facts, name: str, value: Value, depth: int = 0) -> Iterator[tuple[str, str]]:
    """The texts in a value, each with the nearest name: that of the whole, or of its key in a table."""
    inner: Iterable[tuple[str, Value]] = ()
    match value:
        case Text(text):
            yield name, text
        case Joined(parts) | Sequence(parts) | Either(parts):
            inner = ((name, part) for part in parts)
        case Filled(template, _):
            inner = ((name, template),)
        case Mapping(pairs):
            inner = (
                (near, item)
                for key, item in pairs
                for near in {name, key.value if isinstance(key, Text) else name}
            )
        case Result(number):
            inner = ((name, argument.value) for argument in facts.calls[number].arguments)
        case _:
            pass
    if depth < _DEPTH:
        for near, part in inner:
            yield from _texts(facts, near, part, depth + 1)


def mentioned(facts: Facts) -> Iterator[tuple[str, str]]:
    """Names in arguments and in sums, each with what it is taken from."""
    values = [argument.value for call in facts.calls for argument in call.arguments]
    values += [call.callee.base for call in facts.calls if isinstance(call.callee, Attribute)]
    values += [written.value for written in facts.texts] + [bound.value for bound in facts.bindings]
    for value in values:
        for part in value.parts if isinstance(value, Joined) else (value,):
            match part:
                case Attribute(base, name):
                    yield name, last(base)
                case Name(name):
                    yield name, ""
                case _:
                    pass
