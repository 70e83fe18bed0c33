"""What the body of a function calls: the resolver asked about every call in it, and every call the language implies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from smsaudit.model.fact import Implied, ImpliedKind, ScopeKind
from smsaudit.model.location import TreePath
from smsaudit.model.referent import (
    ClassRef,
    External,
    Frame,
    FunctionRef,
    InstanceRef,
    MethodRef,
    PartialRef,
    Referent,
    Referents,
)
from smsaudit.resolve import classes, outside
from smsaudit.resolve.handover import run_by_library
from smsaudit.resolve.modules import dotted_name
from smsaudit.resolve.resolver import Resolver
from smsaudit.resolve.tables import Tables

_DISPLAYS = {"str": "PyStr", "dict": "PyDict", "list": "PyList"}
_SILENT: Referents = frozenset(
    External(f"builtins.{name}") for name in ("staticmethod", "classmethod", "property")
)
"""Decorators that call nothing."""

_ITERATION = (("__iter__", "__next__"), ("__aiter__", "__anext__"))
_CONTEXT = ("__enter__", "__exit__", "__aenter__", "__aexit__")


def forward(resolver: Resolver, paths: Iterable[TreePath]) -> Mapping[str, tuple[str, ...]]:
    """Dotted name of every function and module of these files → sorted names of what it calls."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        tables = resolver.tables(path)
        if tables is not None:
            _add_file(resolver, path, tables, found)
    for name in {callee for callees in found.values() for callee in callees}:
        found[name] |= set()
    return {name: tuple(sorted(found[name])) for name in sorted(found) if name or found[name]}


def _add_file(resolver: Resolver, path: TreePath, tables: Tables, found: dict[str, set[str]]) -> None:
    def caller(scope: int) -> set[str]:
        return found[_name(resolver, Frame(path, tables.enclosing_function(scope)))]

    for number, scope in enumerate(tables.facts.scopes):
        if scope.kind is not ScopeKind.CLASS:
            caller(number)
        outside = Frame(path, max(scope.parent, 0))
        for decorator in scope.decorators:
            applied = resolver.evaluate(outside, decorator)
            caller(outside.scope).update(_names(resolver, applied - _SILENT))
    for number, call in enumerate(tables.facts.calls):
        callees = resolver.callees(path, number)
        caller(call.scope).update(_names(resolver, callees))
        handed = run_by_library(resolver, callees, Frame(path, call.scope), call)
        caller(call.scope).update(_names(resolver, handed))
    for implied in tables.facts.implied:
        caller(implied.scope).update(_names(resolver, _implied(resolver, path, implied)))


def _implied(resolver: Resolver, path: TreePath, implied: Implied) -> Iterator[Referent]:
    for item in resolver.evaluate(Frame(path, implied.scope), implied.value):
        match item, implied.kind:
            case ClassRef(), ImpliedKind.RAISED:
                yield item
            case InstanceRef(), ImpliedKind.ENTERED:
                for name in _CONTEXT:
                    yield from _own(resolver, item, name)
            case InstanceRef(), ImpliedKind.ITERATED:
                yield from _iteration(resolver, item)
            case _:
                pass


def _iteration(resolver: Resolver, item: InstanceRef) -> Iterator[Referent]:
    for start, step in _ITERATION:
        for method in _own(resolver, item, start):
            yield method
            for iterator in resolver.result_of(method):
                if isinstance(iterator, InstanceRef):
                    yield from _own(resolver, iterator, step)


def _own(resolver: Resolver, item: InstanceRef, name: str) -> Iterator[MethodRef]:
    """Methods of that name that stand in the tree."""
    for found in classes.attribute(resolver, item, name):
        if isinstance(found, MethodRef):
            yield found


def _names(resolver: Resolver, referents: Iterable[Referent]) -> Iterator[str]:
    """Dotted names of the bodies that run when the referents are called."""
    for referent in referents:
        match referent:
            case FunctionRef(frame):
                yield _name(resolver, frame)
            case MethodRef(function, _):
                yield _name(resolver, function.frame)
            case PartialRef(of):
                yield from _names(resolver, (of,))
            case ClassRef():
                yield from _names(resolver, _constructors(resolver, referent))
            case InstanceRef():
                yield from _names(resolver, classes.attribute(resolver, referent, "__call__"))
            case External(origin) if origin:
                yield _outside(origin)
            case _:
                pass


def _constructors(resolver: Resolver, cls: ClassRef) -> Referents:
    found: set[Referent] = set()
    for name in ("__new__", "__init__", "__post_init__"):
        found |= {
            item
            for item in classes.attribute(resolver, InstanceRef(cls), name)
            if not (isinstance(item, External) and _is_silent_constructor(item.origin))
        }
    return frozenset(found)


def _is_silent_constructor(origin: str) -> bool:
    """Classes of the language itself need no mention, and other libraries' only their `__init__`."""
    return origin.startswith(("builtins.", "typing.", "abc.", "enum.")) or not origin.endswith(".__init__")


def _outside(origin: str) -> str:
    plain = outside.plain(origin)
    head, _, rest = plain.partition(".")
    if head != "builtins":
        return plain.removeprefix("<tree>.")
    kind, _, method = rest.partition(".")
    if method and kind in _DISPLAYS:
        return f"<**{_DISPLAYS[kind]}**>.{method}"
    return f"<builtin>.{rest}"


def _name(resolver: Resolver, frame: Frame) -> str:
    tables = resolver.tables(frame.path)
    qualified = tables.qualified_name(frame.scope) if tables is not None else ""
    return ".".join(filter(None, (dotted_name(frame.path), qualified)))
