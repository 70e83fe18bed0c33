"""What a file must hold, beside one of a pattern's needles, for the pattern to fire in it.

Needles are the one most telling choice of texts, looked for in every file of a tree. A demand is everything that can
be told from the target, and is looked for only in the files that hold a needle: every group of a combination, keys
and values and what stands beside a setting, the last name of a call, every part of an imported module or of a host. As with
needles, texts are in lower case, and what may be written in another file is not asked for. Of a text whose pattern names its
needles nothing more is: it may be put together out of parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from smsaudit.model.demand import Demand
from smsaudit.model.signature import (
    CallTarget,
    CombinationTarget,
    ImportTarget,
    Pattern,
    PatternId,
    SettingTarget,
    Signature,
    SubclassTarget,
    TextTarget,
    UrlTarget,
)
from smsaudit.signatures.literals import Required, required
from smsaudit.signatures.needles import KEY_BREAKS, encodings
from smsaudit.signatures.target import segments

NOTHING = Demand(0)


def demands_by_pattern(signatures: Iterable[Signature]) -> Mapping[PatternId, Demand]:
    """The demand of every pattern that has one."""
    found = {pattern.id: demand_of(pattern) for signature in signatures for pattern in signature.patterns}
    return {name: demand for name, demand in found.items() if demand.least}


def demand_of(pattern: Pattern) -> Demand:
    """What every file in which the pattern could fire must hold."""
    match pattern.target:
        case CallTarget(origins) | SubclassTarget(origins):
            return _any(_name(segments(origin)[-1]) for origin in origins)
        case ImportTarget(modules):
            return _any(_all(map(_name, segments(module))) for module in modules)
        case CombinationTarget(groups):
            return _all(_at_least(least, [_of_word(word) for word in of]) for least, of in groups)
        case SettingTarget(keys, values, _, beside):
            sides = (_any(_of_key(key) for key in keys), _any(map(_of_text, values)), *map(_of_key, beside))
            return _all(sides)
        case TextTarget(expression) if not pattern.needles:
            return _of_text(expression)
        case UrlTarget(hosts, _) if hosts:
            return _any(
                _all(_text(part.strip(".")) for part in host.split("*") if part.strip(".")) for host in hosts
            )
        case _:
            return NOTHING


def _name(segment: str) -> Demand:
    name = segment.partition("(")[0]
    return NOTHING if "*" in name else _text(name)


@cache
def _of_key(key: str) -> Demand:
    return _demand(required(key, breaks=KEY_BREAKS))


@cache
def _of_text(expression: str) -> Demand:
    return _demand(required(expression, breaks=" "))


@cache
def _of_word(expression: str) -> Demand:
    """A number may be written in decimal or in hexadecimal."""
    if expression.isdecimal():
        return _of_texts((expression, f"{int(expression):x}"))
    return _demand(required(expression, breaks=" ."))


def _demand(wanted: Required) -> Demand:
    return _any(_all(map(_of_texts, way)) for way in wanted)


def _of_texts(texts: Iterable[str]) -> Demand:
    return Demand(1, frozenset(encoded for text in texts for encoded in encodings(text)))


def _text(text: str) -> Demand:
    return _of_texts((text.lower(),))


def _any(parts: Iterable[Demand]) -> Demand:
    found = tuple(parts)
    return _at_least(min(1, len(found)), found)


def _all(parts: Iterable[Demand]) -> Demand:
    found = tuple(part for part in parts if part.least)
    return found[0] if len(found) == 1 else Demand(len(found), parts=found)


def _at_least(least: int, parts: Iterable[Demand]) -> Demand:
    """Parts that ask for nothing are met."""
    found = tuple(parts)
    asking = tuple(part for part in found if part.least)
    return Demand(max(0, least - (len(found) - len(asking))), parts=asking)
