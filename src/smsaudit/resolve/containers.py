"""Lists, dicts and other iterables: items, elements, and what was put in later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smsaudit.model.fact import Called, Stored
from smsaudit.model.referent import (
    ClassRef,
    DisplayRef,
    External,
    Frame,
    InstanceRef,
    NumberRef,
    Referent,
    Referents,
    TextRef,
    TruthRef,
)
from smsaudit.model.value import Attribute, Element, Mapping, Sequence, Value
from smsaudit.resolve import calls, classes, text_methods

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_GETTERS = frozenset(("get", "pop", "setdefault", "popleft"))


def item(resolver: Resolver, base: Referent, frame: Frame, key: Value) -> Referents:
    """What `base[key]` may be."""
    visit = (base, id(key))
    if visit in resolver.visiting:
        return _NOTHING
    resolver.visiting.add(visit)
    try:
        return _item(resolver, base, frame, key)
    finally:
        resolver.visiting.discard(visit)


def _item(resolver: Resolver, base: Referent, frame: Frame, key: Value) -> Referents:
    keys = resolver.evaluate(frame, key)
    match base:
        case DisplayRef(inside, Mapping(pairs)):
            found: set[Referent] = set()
            for own, value in pairs:
                if own is None:
                    for nested in resolver.evaluate(inside, value):
                        found |= item(resolver, nested, frame, key)
                elif _may_equal(keys, resolver.evaluate(inside, own)):
                    found |= resolver.evaluate(inside, value)
            return frozenset(found) | _stored(resolver, base, keys)
        case DisplayRef():
            numbers = [index.value for index in keys if isinstance(index, NumberRef)]
            found = set(elements(resolver, base, numbers[0] if len(numbers) == 1 else None))
            return frozenset(found) | _stored(resolver, base, keys)
        case External(origin):
            texts = sorted(text.text for text in keys if isinstance(text, TextRef))
            literal = texts[0] if len(texts) == 1 and texts[0].replace("_", "").isalnum() else ""
            return frozenset(
                (External(f"{origin}('{literal}')" if literal and ")" not in origin else origin),)
            )
        case InstanceRef():
            found = set()
            for method in classes.attribute(resolver, base, "__getitem__"):
                found |= calls.result_of(resolver, method, frame, calls.no_call())
            return frozenset(found)
        case ClassRef():
            return frozenset((base,))
        case _:
            return frozenset((base,)) if not isinstance(base, TextRef | NumberRef | TruthRef) else _NOTHING


def elements(resolver: Resolver, base: Referent, index: int | None) -> Referents:
    """What iterating over (or unpacking) `base` may yield."""
    match base:
        case DisplayRef(inside, Sequence(items)):
            exact = index is not None and not any(
                isinstance(value, Element) and value.index is None for value in items
            )
            chosen = (
                items[index : index + 1] if exact and index is not None and 0 <= index < len(items) else items
            )
            if exact and index is not None and -len(items) <= index < 0:
                chosen = (items[index],)
            found: set[Referent] = set()
            for value in chosen:
                found |= resolver.evaluate(inside, value)
            return frozenset(found) | _stored(resolver, base, _NOTHING)
        case DisplayRef(inside, Mapping(pairs)):
            return frozenset(
                found for own, _ in pairs if own is not None for found in resolver.evaluate(inside, own)
            )
        case InstanceRef():
            found = set()
            for name in ("__iter__", "__next__", "__aiter__", "__anext__"):
                for method in classes.attribute(resolver, base, name):
                    for inner in calls.result_of(
                        resolver, method, Frame(base.cls.frame.path, 0), calls.no_call()
                    ):
                        if inner == base:
                            continue
                        found |= elements(resolver, inner, None) if isinstance(inner, DisplayRef) else {inner}
            return frozenset(found)
        case TextRef() | NumberRef() | TruthRef():
            return _NOTHING
        case _:
            return frozenset((base,))


def entered(resolver: Resolver, manager: Referent) -> Referents:
    """What `with manager as name` binds."""
    match manager:
        case InstanceRef():
            found: set[Referent] = set()
            for name in ("__enter__", "__aenter__"):
                for method in classes.attribute(resolver, manager, name):
                    found |= calls.result_of(
                        resolver, method, Frame(manager.cls.frame.path, 0), calls.no_call()
                    )
            return frozenset(found) or frozenset((manager,))
        case DisplayRef():
            return elements(resolver, manager, None)
        case _:
            return frozenset((manager,))


def method(resolver: Resolver, frame: Frame, call: Called) -> Referents | None:
    """The result of a container's or text's own method (`d.get(k)`, `d.values()`); None if the receiver is neither."""
    if not isinstance(call.callee, Attribute):
        return None
    name = call.callee.name
    if name in text_methods.SPLITS:
        return text_methods.result(resolver, frame, call)
    if name not in _GETTERS and name not in _VIEWS:
        return None
    bases = [base for base in resolver.evaluate(frame, call.callee.base) if isinstance(base, DisplayRef)]
    if not bases:
        return None
    found: set[Referent] = set()
    for base in bases:
        if name in _VIEWS:
            found |= _view(resolver, base, name)
        elif call.arguments:
            found |= item(resolver, base, frame, call.arguments[0].value)
        else:
            found |= elements(resolver, base, None)
    if name in {"get", "pop", "setdefault"}:
        for default in call.arguments[1:2]:
            found |= resolver.evaluate(frame, default.value)
    return frozenset(found)


_VIEWS = frozenset(("values", "items", "keys", "copy"))


def _view(resolver: Resolver, base: DisplayRef, name: str) -> Referents:
    if name in {"copy", "keys"} or not isinstance(base.display, Mapping):
        return frozenset((base,))
    pairs = [(own, value) for own, value in base.display.pairs if own is not None]
    later = [stored for stored in _stores_into(resolver, base) if stored.key is not None]
    if name == "values":
        shown = resolver.display(base.display, "values", Sequence(tuple(value for _, value in pairs)))
        extra = frozenset().union(*(_value_of(resolver, stored) for stored in later)) if later else _NOTHING
        return frozenset((DisplayRef(base.frame, shown),)) | extra
    rows = tuple(Sequence((own, value)) for own, value in pairs)
    return frozenset((DisplayRef(base.frame, resolver.display(base.display, "items", Sequence(rows))),))


def _stored(resolver: Resolver, base: DisplayRef, keys: Referents) -> Referents:
    """What was put into the display later, by `d[k] = v` or `l.append(v)`."""
    found: set[Referent] = set()
    for stored in _stores_into(resolver, base):
        frame = Frame(base.frame.path, stored.scope)
        if stored.key is None or _may_equal(keys, resolver.evaluate(frame, stored.key)):
            found |= _value_of(resolver, stored, base.frame)
    return frozenset(found)


def _value_of(resolver: Resolver, stored: Stored, frame: Frame | None = None) -> Referents:
    if frame is None:
        return _NOTHING
    return resolver.evaluate(Frame(frame.path, stored.scope), stored.value)


def _stores_into(resolver: Resolver, base: DisplayRef) -> Iterator[Stored]:
    tables = resolver.tables(base.frame.path)
    for stored in tables.stored.get("", ()) if tables else ():
        if base in resolver.evaluate(Frame(base.frame.path, stored.scope), stored.base):
            yield stored


def _may_equal(wanted: Referents, own: Referents) -> bool:
    """Whether two keys may be the same: known literals must agree, unknown ones may."""
    known = {key for key in wanted if _is_literal(key)}
    owned = {key for key in own if _is_literal(key)}
    if not known or not owned:
        return True
    return bool(known & owned)


def _is_literal(key: Referent) -> bool:
    return isinstance(key, NumberRef | TruthRef) or (isinstance(key, TextRef) and "{}" not in key.text)
