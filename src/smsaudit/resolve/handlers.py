"""The functions and classes that a value hands over to a library."""

from __future__ import annotations

from collections.abc import Iterator

from smsaudit.model.referent import (
    ClassRef,
    DisplayRef,
    Frame,
    FunctionRef,
    InstanceRef,
    MethodRef,
    ModuleRef,
    PartialRef,
)
from smsaudit.model.value import Attribute, Name, Result, Value
from smsaudit.resolve.resolver import Resolver

_MAX_WRAPPERS = 6


def of(resolver: Resolver, frame: Frame, value: Value, depth: int = 0) -> list[FunctionRef | ClassRef]:
    """Those of a value, through `as_view()`, wrappers and displays."""
    found: list[FunctionRef | ClassRef] = []
    for referent in resolver.evaluate(frame, value):
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
    if depth < _MAX_WRAPPERS and isinstance(value, Result):
        found += _wrapped(resolver, frame, value, depth)
    elif depth < _MAX_WRAPPERS and not found:
        for inside, made in _made(resolver, frame, value):
            found += of(resolver, inside, made, depth + 1)
    return list(dict.fromkeys(found))


def _made(resolver: Resolver, frame: Frame, value: Value, depth: int = 0) -> Iterator[tuple[Frame, Result]]:
    """The calls that make what a name stands for, in this module or the one that it comes from: `view = View.as_view()`."""
    modules = [frame.path]
    match value:
        case Name(name):
            pass
        case Attribute(base, name):
            modules = [each.path for each in resolver.evaluate(frame, base) if isinstance(each, ModuleRef)]
        case _:
            return
    for path in modules:
        tables = resolver.tables(path)
        for bound in tables.bound.get((0, name), ()) if tables is not None else ():
            if isinstance(bound.value, Result):
                yield Frame(path, 0), bound.value
        for imported in tables.imported.get((0, name), ()) if tables is not None else ():
            module = resolver.modules.find(imported.module, imported.level, path)
            if module is not None and module != path and imported.name and depth < _MAX_WRAPPERS:
                yield from _made(resolver, Frame(module, 0), Name(imported.name), depth + 1)


def _wrapped(resolver: Resolver, frame: Frame, value: Result, depth: int) -> list[FunctionRef | ClassRef]:
    tables = resolver.tables(frame.path)
    if tables is None:
        return []
    call = tables.call(value.call)
    inside = Frame(frame.path, call.scope)
    found: list[FunctionRef | ClassRef] = []
    if isinstance(call.callee, Attribute):
        bases = resolver.evaluate(inside, call.callee.base)
        found += [base for base in bases if isinstance(base, ClassRef)]
    for argument in call.arguments:
        if isinstance(argument.value, Name | Attribute | Result):
            found += of(resolver, inside, argument.value, depth + 1)
    return found
