"""What expressions may refer to, by their kind: one answer for each part that they are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from smsaudit.model.referent import External, Frame, Referents, TextRef
from smsaudit.model.value import (
    Again,
    Attribute,
    Either,
    Element,
    Entered,
    Filled,
    Item,
    Joined,
    Name,
    Part,
    Result,
    Text,
)
from smsaudit.resolve import calls, classes, containers, names, owners, records, stores, texts
from smsaudit.resolve.puts import leftmost

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver


def _name(resolver: Resolver, frame: Frame, value: Name) -> Iterator[Referents]:
    return names.lookup(resolver, frame, value.name, value.at)


def _attribute(resolver: Resolver, frame: Frame, value: Attribute) -> Iterator[Referents]:
    base = value.base
    if isinstance(base, Result) and calls.is_super(resolver, frame, base):
        yield classes.super_attribute(resolver, frame, value.name)
        return
    found = resolver.evaluate(frame, base)
    if _is_outside(found):
        kept = (
            stores.of_application(value)
            or stores.put_on_application(resolver, value)
            or stores.shared_by_parts(resolver, value)
        )
        if kept:
            yield kept
            return
        yield owners.put_on(resolver, value, found)
    elif value.name in owners.KINDS:
        yield owners.of_handler(resolver, frame, value, found)
    for referent in found:
        yield classes.attribute(resolver, referent, value.name)


def _is_outside(found: Referents) -> bool:
    return all(isinstance(each, External) for each in found)


def _item(resolver: Resolver, frame: Frame, value: Item) -> Iterator[Referents]:
    first = leftmost(value.base)
    at = first.at if first is not None else 0
    found = resolver.evaluate(frame, value.base)
    if isinstance(value.key, Text) and stores.is_application(value.base) and _is_outside(found):
        yield stores.kept_under(resolver, value.key.value)
    if records.is_registry(value.base):
        for key in resolver.evaluate(frame, value.key):
            yield resolver.records.named(key.text) if isinstance(key, TextRef) else frozenset()
    for referent in found:
        is_record = resolver.records.holds(referent)
        yield (
            frozenset((referent,)) if is_record else containers.item(resolver, referent, frame, value.key, at)
        )


def _result(resolver: Resolver, frame: Frame, value: Result) -> Iterator[Referents]:
    yield calls.result(resolver, frame.path, value.call)


def _again(resolver: Resolver, frame: Frame, value: Again) -> Iterator[Referents]:
    yield calls.again(resolver, frame, value)


def _text(resolver: Resolver, frame: Frame, value: Joined | Filled) -> Iterator[Referents]:
    yield texts.evaluate(resolver, frame, value)


def _either(resolver: Resolver, frame: Frame, value: Either) -> Iterator[Referents]:
    for option in value.options:
        yield resolver.evaluate(frame, option)


def _element(resolver: Resolver, frame: Frame, value: Element) -> Iterator[Referents]:
    for referent in resolver.evaluate(frame, value.of):
        is_record = resolver.records.holds(referent)
        yield frozenset((referent,)) if is_record else containers.elements(resolver, referent, value.index)


def _part(resolver: Resolver, frame: Frame, value: Part) -> Iterator[Referents]:
    for referent in resolver.evaluate(frame, value.of):
        yield containers.part(resolver, referent, value.first, value.last)


def _entered(resolver: Resolver, frame: Frame, value: Entered) -> Iterator[Referents]:
    for referent in resolver.evaluate(frame, value.of):
        yield containers.entered(resolver, referent)


PARTS: dict[type, Callable[[Resolver, Frame, Any], Iterator[Referents]]] = {
    Name: _name,
    Attribute: _attribute,
    Item: _item,
    Result: _result,
    Again: _again,
    Joined: _text,
    Filled: _text,
    Either: _either,
    Element: _element,
    Part: _part,
    Entered: _entered,
}
"""What rests on other answers, and is therefore a question."""
