"""The functions and classes that a value hands over to a library."""

from __future__ import annotations

from smsaudit.model.referent import (
    ClassRef,
    DisplayRef,
    Frame,
    FunctionRef,
    InstanceRef,
    MethodRef,
    PartialRef,
)
from smsaudit.model.value import Attribute, Name, Result, Value
from smsaudit.resolve.resolver import Resolver

_MAX_WRAPPERS = 6


def of(resolver: Resolver, frame: Frame, value: Value, depth: int = 0) -> list[FunctionRef | ClassRef]:
    """Those of a value, through `as_view()`, wrappers and displays."""
    found: list[FunctionRef | ClassRef] = []
    for referent in sorted(resolver.evaluate(frame, value), key=repr):
        match referent:
            case FunctionRef() | ClassRef():
                found.append(referent)
            case MethodRef(function, _):
                found.append(function)
            case InstanceRef(cls):
                found.append(cls)
            case PartialRef(FunctionRef() as function):
                found.append(function)
            case DisplayRef(inside, display) if hasattr(display, "items") and depth < _MAX_WRAPPERS:
                for item in display.items:
                    found += of(resolver, inside, item, depth + 1)
            case _:
                pass
    if isinstance(value, Result) and depth < _MAX_WRAPPERS:
        found += _wrapped(resolver, frame, value, depth)
    return list(dict.fromkeys(found))


def _wrapped(resolver: Resolver, frame: Frame, value: Result, depth: int) -> list[FunctionRef | ClassRef]:
    tables = resolver.tables(frame.path)
    if tables is None:
        return []
    call = tables.call(value.call)
    inside = Frame(frame.path, call.scope)
    found: list[FunctionRef | ClassRef] = []
    if isinstance(call.callee, Attribute):
        bases = resolver.evaluate(inside, call.callee.base)
        found += [base for base in sorted(bases, key=repr) if isinstance(base, ClassRef)]
    for argument in call.arguments:
        if isinstance(argument.value, Name | Attribute | Result):
            found += of(resolver, inside, argument.value, depth + 1)
    return found
