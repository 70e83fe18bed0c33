"""What functions of the language and its library make of their arguments, where that matters for names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from smsaudit.model.fact import Called
from smsaudit.model.referent import (
    ClassRef,
    DisplayRef,
    External,
    Frame,
    FunctionRef,
    InstanceRef,
    MethodRef,
    ModuleRef,
    PartialRef,
    Referent,
    Referents,
    TextRef,
)
from smsaudit.model.value import Mapping as Pairs
from smsaudit.model.value import Number, Opaque, Sequence, Text, Value
from smsaudit.resolve import calls, classes, rows

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_ZERO = Number(0)


def _partial(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    found = resolver.evaluate(frame, arguments[0]) if arguments else _NOTHING
    return frozenset(
        PartialRef(item) for item in found if isinstance(item, FunctionRef | MethodRef | ClassRef | External)
    )


def _getattr(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    if len(arguments) < 2:  # noqa: PLR2004 - the object and the name
        return _NOTHING
    found: set[Referent] = set()
    wanted = [item.text for item in resolver.evaluate(frame, arguments[1]) if isinstance(item, TextRef)]
    for base in resolver.evaluate(frame, arguments[0]):
        for text in wanted:
            for name in _attribute_names(resolver, base, text):
                found |= classes.attribute(resolver, base, name)
    for default in arguments[2:3]:
        found |= resolver.evaluate(frame, default)
    return frozenset(found)


def _attribute_names(resolver: Resolver, base: Referent, text: str) -> list[str]:
    """`text` itself, or every attribute of `base` that fits where `text` has unknown parts."""
    if "{}" not in text:
        return [text]
    if text == "{}" or not isinstance(base, ModuleRef | ClassRef | InstanceRef):
        return []
    shape = re.compile(".+".join(map(re.escape, text.split("{}"))))
    frame = (
        base.cls.frame
        if isinstance(base, InstanceRef)
        else base.frame
        if isinstance(base, ClassRef)
        else None
    )
    path, scope = (frame.path, frame.scope) if frame is not None else (getattr(base, "path", None), 0)
    tables = resolver.tables(path) if path is not None else None
    if tables is None:
        return []
    return sorted(
        {
            bound.name
            for bound in tables.facts.bindings
            if bound.scope == scope and shape.fullmatch(bound.name)
        }
    )


def _type(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    found = resolver.evaluate(frame, arguments[0]) if len(arguments) == 1 else _NOTHING
    return frozenset(item.cls for item in found if isinstance(item, InstanceRef))


def _mapped(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    return frozenset(
        found
        for value in arguments
        for callee in resolver.evaluate(frame, value)
        if isinstance(callee, FunctionRef | MethodRef | ClassRef | PartialRef)
        for found in calls.result_of(resolver, callee, frame, calls.no_call())
    )


def _enumerated(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    if not arguments:
        return _NOTHING
    return _table(resolver, frame, _ZERO, resolver.derived(arguments[0], None))


def _zipped(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    return _table(resolver, frame, *(resolver.derived(value, None) for value in arguments))


def _table(resolver: Resolver, frame: Frame, *row: Value) -> Referents:
    """A table with one row."""
    made = resolver.once(("row", *map(id, row)), lambda: Sequence((Sequence(row),)), *row)
    return frozenset((DisplayRef(frame, made),))


def made(resolver: Resolver, origin: str, frame: Frame, call: Called) -> Referents | None:
    """The container that a call of its class makes; None if it hands its argument on, or is no such call."""
    first = call.arguments[0] if call.arguments else None
    match origin:
        case "builtins.list" | "builtins.set" | "collections.deque" if first is None:
            return _new(resolver, origin, frame, call, Sequence(()))
        case "builtins.dict" | "collections.OrderedDict":
            pairs: list[tuple[Value | None, Value]] = [
                (Text(a.keyword) if a.keyword not in {None, "**"} else None, a.value) for a in call.arguments
            ]
            return _new(resolver, origin, frame, call, Pairs(tuple(pairs)))
        case "collections.defaultdict" if first is not None:
            found = resolver.evaluate(frame, first.value)
            names = {item.origin for item in found if isinstance(item, External)}
            empty = Pairs(()) if "builtins.dict" in names else Sequence(())
            return _new(resolver, origin, frame, call, Pairs(((Opaque(), empty),)))
        case _:
            return None


def _new(resolver: Resolver, origin: str, frame: Frame, call: Called, display: Value) -> Referents:
    """One container for each call."""
    made_here = resolver.once((origin, frame, call.place), lambda: display)
    return frozenset((DisplayRef(frame, made_here),))


SPECIAL: Mapping[str, Callable[[Resolver, Frame, list[Value]], Referents]] = MappingProxyType(
    {
        "functools.partial": _partial,
        "functools.partialmethod": _partial,
        "builtins.getattr": _getattr,
        "builtins.type": _type,
        "builtins.map": _mapped,
        "builtins.enumerate": _enumerated,
        "builtins.zip": _zipped,
        "django.contrib.auth.get_user_model": rows.user_model,
        "django.db.models.ForeignKey": rows.related,
        "django.db.models.OneToOneField": rows.related,
    }
)
"""Functions by origin."""
