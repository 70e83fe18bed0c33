"""Texts of languages whose names are not resolved, with the constants of their own file filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from smsaudit.match.chains import last
from smsaudit.match.expressions import LONGEST
from smsaudit.model.fact import Facts
from smsaudit.model.location import Place
from smsaudit.model.value import Attribute, Joined, Name, Text, Value

_PLACEHOLDER = re.compile(r"\$\{[\w.\-]++:(?P<value>[^{}]++)\}")
_FORMAT = re.compile(r"%(?:\[\d+\]|\d+\$)?[svd](?![\da-fA-F])")
"""Where a value is put into a text that is formatted (`%s/sms`, `%1$s`)."""
_SETTING = re.compile(r"\$\{(?P<key>[\w.\-]++)(?::[^{}]*+)?\}")
_SECTIONS = re.compile(r"\w++(?::\w++)++")
"""The key of a setting as .NET writes it (`Sms:Url`)."""


def plain_texts(facts: Facts, given: Mapping[str, str] | None = None) -> Iterator[tuple[str, Place, int]]:
    """Every text of a file with its place and scope; `{}` for what neither it nor the constants `given` tell."""
    known = {**(given or {}), **constants(facts)}
    for written in facts.texts:
        match written.value:
            case Text(text):
                yield _filled(text)[:LONGEST], written.place, written.scope
            case Joined():
                yield _plain(written.value, known)[:LONGEST], written.place, written.scope
            case _:
                pass


def settings_key(text: str) -> str:
    """The key of a setting that a text asks for, by itself or as Spring or .NET writes it."""
    found = _SETTING.fullmatch(text)
    key = found["key"] if found else text
    return key.replace(":", ".") if _SECTIONS.fullmatch(key) else key


def _filled(text: str) -> str:
    """What a text stands for: of `${key:value}`, which Spring fills in, the value where none is set; `{}` in a path for what is put in."""
    default = _PLACEHOLDER.fullmatch(text)
    if default:
        return default["value"]
    return _FORMAT.sub("{}", text) if "%" in text and "/" in text else text


def constants(facts: Facts) -> dict[str, str]:
    """Names that are bound to one text only; sums of constants included, one level deep."""
    values: dict[str, set[Value]] = {}
    for bound in facts.bindings:
        values.setdefault(bound.name, set()).add(bound.value)
    single = {name: next(iter(bound)) for name, bound in values.items() if len(bound) == 1}
    plain = {name: value.value for name, value in single.items() if isinstance(value, Text)}
    return plain | {name: _plain(value, plain) for name, value in single.items() if isinstance(value, Joined)}


def told(value: Value, known: Mapping[str, str]) -> str | None:
    """The text that a constant or a setting is, by its name and what it is taken from (`sms.url`), or by its name alone."""
    section = f"{last(value.base)}.{value.name}" if isinstance(value, Attribute) else ""
    return known.get(section) or known.get(last(value))


def _plain(value: Value, known: Mapping[str, str]) -> str:
    match value:
        case Text(text):
            return text
        case Name() | Attribute():
            return told(value, known) or "{}"
        case Joined(parts):
            return "".join(_plain(part, known) for part in parts)
        case _:
            return "{}"
