"""Texts put together from parts, as far as the parts are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, product
from typing import TYPE_CHECKING

from smsaudit.model.digits import small
from smsaudit.model.fact import Argument, Called
from smsaudit.model.referent import External, Frame, NumberRef, Referents, TextRef
from smsaudit.model.value import Attribute, Filled, Joined, Name, Opaque, Result, Value

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_MAX_WAYS = 12
_FEW = 6
_MAX_LENGTH = 4_000
_ENCODES = "encode"
_BYTES = frozenset(["bytes", "bytearray"])
_HOLE = re.compile(r"%(?:\((?P<key>\w+)\))?[-+ #0-9.]*[sdrixXfeg]|\{(?P<field>\w*)[^{}]*\}|%%")


def known(resolver: Resolver, frame: Frame, value: Value) -> list[str]:
    """The texts a value may be, sorted; `["{}"]` if nothing is known."""
    found = {
        item.text if isinstance(item, TextRef) else str(item.value)
        for item in resolver.evaluate(frame, value)
        if isinstance(item, TextRef | NumberRef)
    }
    return sorted(found) or ["{}"]


def kept(resolver: Resolver, frame: Frame, call: Called) -> Referents:
    """The texts that a call only makes bytes of."""
    of = spelled_by(call)
    found = resolver.evaluate(frame, of) if of is not None else ()
    return frozenset(item for item in found if isinstance(item, TextRef))


def spelled_by(call: Called) -> Value | None:
    """The text that a call only makes bytes of (`text.encode()`, `bytes(text, "ascii")`)."""
    match call:
        case Called(callee=Attribute(Name("str"), name), arguments=[Argument(value=value), *_]) if (
            name == _ENCODES
        ):
            return value
        case Called(callee=Attribute(base, name)) if name == _ENCODES:
            return base
        case Called(callee=Name(name), arguments=[Argument(value=value), *_]) if name in _BYTES:
            return value
        case _:
            return None


def evaluate(resolver: Resolver, frame: Frame, value: Joined | Filled) -> Referents:
    """All texts that joined or filled-in text may be."""
    if isinstance(value, Joined):
        choices = [known(resolver, frame, part) for part in value.parts]
        texts = {"".join(chosen) for chosen in _chosen(choices)}
    else:
        names = [name for name, _ in value.fillers]
        choices = [known(resolver, frame, value.template)]
        choices += [_few(known(resolver, frame, filler)) for _, filler in value.fillers]
        texts = {
            _fill(
                template,
                [text for name, text in zip(names, fillers, strict=True) if name is None],
                {name: text for name, text in zip(names, fillers, strict=True) if name is not None},
            )
            for template, *fillers in _chosen(choices)
        }
    return frozenset(TextRef(text[:_MAX_LENGTH]) for text in texts)


def looked_up(resolver: Resolver, frame: Frame, value: Value) -> Referents:
    """What a name may be by which something is looked up: also one with a part open that may be more than the texts that are known."""
    found = resolver.evaluate(frame, value)
    match value:
        case Joined(parts) if any(_may_be_more(resolver, frame, part) for part in parts):
            opened = [Opaque() if _may_be_more(resolver, frame, part) else part for part in parts]
            return found | evaluate(resolver, frame, Joined(tuple(opened)))
        case Filled(template, fillers) if any(_may_be_more(resolver, frame, part) for _, part in fillers):
            opened = [Opaque() if _may_be_more(resolver, frame, part) else part for _, part in fillers]
            names = [name for name, _ in fillers]
            return found | evaluate(resolver, frame, Filled(template, tuple(zip(names, opened, strict=True))))
        case _:
            return found


def _may_be_more(resolver: Resolver, frame: Frame, part: Value) -> bool:
    """Whether a part comes from outside the tree as well, in whatever letters it is then written."""
    facts = resolver.tables(frame.path)
    if isinstance(part, Result) and facts is not None:
        callee = facts.facts.calls[part.call].callee
        return isinstance(callee, Attribute) and _may_be_more(resolver, frame, callee.base)
    return any(isinstance(item, External) for item in resolver.evaluate(frame, part))


def _few(texts: list[str]) -> list[str]:
    """The texts of a filler; where it may be any key or value of a table, one stands for all."""
    return texts if len(texts) <= _FEW else texts[:1]


def _chosen(choices: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """One value for each part: first so that every value of every part is among them, then in other ways, as far as that goes."""
    most = max(map(len, choices), default=0)
    each = (tuple(values[number % len(values)] for values in choices) for number in range(most))
    return islice(chain(each, product(*choices)), max(most, _MAX_WAYS))


def _fill(template: str, ordered: list[str], named: dict[str, str]) -> str:
    remaining = iter(ordered)

    def filler(match: re.Match[str]) -> str:
        if match.group() == "%%":
            return "%"
        key = match.group("key") or match.group("field") or ""
        if (at := small(key)) is not None:
            return ordered[at] if at < len(ordered) else "{}"
        return named.get(key, "{}") if key else next(remaining, "{}")

    return _HOLE.sub(filler, template)
