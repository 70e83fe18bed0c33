"""Strings that are put together with `+` or `.`, and the names that strings are given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from smsaudit.model.location import Place
from smsaudit.model.value import Attribute, Joined, Name, Opaque, Value

_MOST_PARTS = 64
_MOST_NAMED = 2_000
_PART_OF_ADDRESS = re.compile(
    r"[A-Z][A-Z0-9_]{2,}|\w*(?:[uU]r[il]|URL|URI|[hH]ost|HOST|[pP]ath|PATH|[bB]ase|BASE|[dD]omain|[eE]ndpoint|[gG]ateway)\w*"
)
"""The last of a dotted name that may hold a part of an address."""


class Stretch(Struct, frozen=True):
    """A string literal, or a sum of them, with what it says; `is_inside` where it stands in a hole of another."""

    start: int
    end: int
    value: Value
    place: Place
    is_inside: bool = False
    led_by: int = 0
    """How far before its first string a sum begins, with names."""

    @property
    def begins(self) -> int:
        """Where the whole sum begins."""
        return self.start - self.led_by


class _Operator(Struct, frozen=True):
    sign: str
    names: re.Pattern[str]
    between: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    alone: re.Pattern[str]


def _operator(sign: str, access: str) -> _Operator:
    name = rf"[A-Za-z_$][\w$]*+(?:(?:{access})[A-Za-z_$][\w$]*+)*+(?!\s*+\()"
    names = rf"{name}(?:\s*+{sign}\s*+{name})*+"
    return _Operator(
        sign,
        names=re.compile(names),
        between=re.compile(rf"\s*+{sign}\s*+(?:(?P<names>{names}|[^\"'`;,={{}}]{{1,120}}?)\s*+{sign}\s*+)?"),
        before=re.compile(rf"(?P<names>{names})\s*+{sign}\s*+$"),
        after=re.compile(rf"\s*+{sign}\s*+(?P<names>{names})"),
        alone=re.compile(rf"[=(,][ \t]*+(?P<names>{name}(?:\s*+{sign}\s*+{name}){{1,3}}+)[ \t]*+(?=[;,)\n])"),
    )


_PLUS, _DOT = _operator(r"\+", r"\.|->|::"), _operator(r"\.", "->|::")
_BOUND = re.compile(
    r"(?P<name>[A-Za-z_$][\w$]*+)(?:\s*+:\s*+[\w$<>\[\]., ?]{1,60}|[ \t]++string)?\s*+(?::=|=>|=(?!=))\s*+$"
)
_KEY = re.compile(r"(?<=[\w\])])\[\s*+(?P<quote>[\"'])[ \t]*+\]")
"""What is taken out of an array by a key that is spelled out (`$config['id']`), in text whose strings are blank."""


def summed(language: str, masked: str, strings: Sequence[Stretch]) -> Iterator[Stretch]:
    """The strings of a file, those that are added up as one, in source order."""
    operator = _DOT if language == "php" else _PLUS
    waiting: list[Stretch] = []
    parts: list[Value] = []
    keys = {found.start("quote") for found in _KEY.finditer(masked)}
    masked = _KEY.sub(lambda found: re.sub("[\"']", "0", found.group()), masked) if keys else masked
    for one in strings:
        if one.is_inside or one.start in keys:
            yield one
            continue
        between = operator.between.fullmatch(masked, waiting[-1].end, one.start) if waiting else None
        if between is None or len(parts) >= _MOST_PARTS:
            yield from _finished(operator, masked, waiting, parts)
            waiting, parts = [], []
        elif between["names"]:
            parts += _named(operator, between["names"])
        waiting.append(one)
        parts += one.value.parts if isinstance(one.value, Joined) else [one.value]
    yield from _finished(operator, masked, waiting, parts)


def named_sums(language: str, masked: str) -> Iterator[tuple[int, int, Value]]:
    """Sums of names alone that may spell an address (`Api.HOST + Api.SEND`), with where they stand."""
    operator = _DOT if language == "php" else _PLUS
    for _, found in zip(range(_MOST_NAMED), operator.alone.finditer(masked), strict=False):
        parts = tuple(_named(operator, found["names"]))
        if all(is_part_of_address(part) for part in parts):
            yield found.start("names"), found.end("names"), Joined(parts)


def is_part_of_address(value: Value) -> bool:
    """Whether a name says that it may hold a part of an address."""
    return isinstance(value, Name | Attribute) and _PART_OF_ADDRESS.fullmatch(value.name) is not None


def bound_name(masked: str, start: int) -> str:
    """The name that a string beginning at `start` is assigned to; empty if it is not."""
    found = _BOUND.search(masked, max(0, start - 120), start)
    return found["name"].lstrip("$") if found else ""


def _finished(
    operator: _Operator, masked: str, strings: list[Stretch], parts: list[Value]
) -> Iterator[Stretch]:
    if not strings:
        return
    first, last = strings[0], strings[-1]
    before = operator.before.search(masked, max(0, first.start - 80), first.start)
    after = operator.after.match(masked, last.end)
    if before:
        parts = [*_named(operator, before["names"]), *parts]
    if after:
        parts = [*parts, *_named(operator, after["names"])]
    if len(parts) == 1:
        yield first
        return
    place = Place(first.place.line, first.place.column, last.place.end_line)
    led_by = first.start - before.start("names") if before else 0
    yield Stretch(first.start, last.end, Joined(tuple(parts)), place, led_by=led_by)


def _named(operator: _Operator, names: str) -> Iterator[Value]:
    if not operator.names.fullmatch(names):
        yield Opaque()
        return
    for chain in re.split(rf"\s*{operator.sign}\s*", names):
        first, *rest = re.split(r"\.|->|::", chain)
        value: Value = Name(first.lstrip("$") or first)
        for part in rest:
            value = Attribute(value, part)
        yield value
