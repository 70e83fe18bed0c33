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
from smsaudit.model.value import Number, Value
from smsaudit.resolve import calls, classes

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()


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
    found: set[Referent] = set()
    for callee in resolver.evaluate(frame, arguments[0]) if arguments else ():
        if isinstance(callee, FunctionRef | MethodRef):
            function = callee.function if isinstance(callee, MethodRef) else callee
            tables = resolver.tables(function.frame.path)
            parameters = tables.scope(function.frame.scope).parameters if tables else ()
            skip = 1 if isinstance(callee, MethodRef) else 0
            for parameter, value in zip(parameters[skip:], arguments[1:], strict=False):
                resolver.bind(function, parameter.name, frame, resolver.derived(value, None))
        found |= calls.result_of(resolver, callee, frame, calls.no_call())
    return frozenset(found)


def _enumerated(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    if not arguments:
        return _NOTHING
    pair = resolver.pair(Number(0), resolver.derived(arguments[0], None))
    return frozenset((DisplayRef(frame, pair),))


def _zipped(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    row = resolver.pair(*(resolver.derived(value, None) for value in arguments))
    return frozenset((DisplayRef(frame, row),))


_CALLS_ITS_ARGUMENT = frozenset(
    (
        "builtins.map",
        "builtins.filter",
        "builtins.sorted",
        "builtins.min",
        "builtins.max",
        "functools.reduce",
        "threading.Thread",
        "threading.Timer",
        "multiprocessing.Process",
    )
)
"""Calls that run a function they are given."""


def handed_over(resolver: Resolver, callees: Referents, frame: Frame, call: Called) -> Referents:
    """Functions of the tree that a call of the library runs because they are its arguments."""
    if not any(isinstance(callee, External) and callee.origin in _CALLS_ITS_ARGUMENT for callee in callees):
        return _NOTHING
    return frozenset(
        item
        for argument in call.arguments
        for item in resolver.evaluate(frame, argument.value)
        if isinstance(item, FunctionRef | MethodRef | PartialRef)
    )


SPECIAL: Mapping[str, Callable[[Resolver, Frame, list[Value]], Referents]] = MappingProxyType(
    {
        "functools.partial": _partial,
        "functools.partialmethod": _partial,
        "builtins.getattr": _getattr,
        "builtins.type": _type,
        "builtins.map": _mapped,
        "builtins.enumerate": _enumerated,
        "builtins.zip": _zipped,
    }
)
"""Functions by origin."""
