"""Modules that were not read although something that was read depends on them."""

from __future__ import annotations

from collections.abc import Container

from smsaudit.model.location import TreePath
from smsaudit.model.referent import External, Frame, ModuleRef, Referents
from smsaudit.model.value import Attribute, Item, Name, Result, Sequence, Value
from smsaudit.resolve.resolver import Resolver

_MAX_DEPTH = 6


def missing_modules(resolver: Resolver, path: TreePath, called: Container[str]) -> set[TreePath]:
    """Those on which a call by one of `called`, or a base class, depends."""
    tables = resolver.tables(path)
    if tables is None:
        return set()
    found: set[TreePath] = set()
    for number, call in enumerate(tables.facts.calls):
        inside = Frame(path, call.scope)
        for argument in call.arguments:
            if argument.keyword == "**":
                found |= placeholders(resolver.evaluate(inside, argument.value))
        if isinstance(call.callee, Attribute | Name) and call.callee.name in called:
            found |= placeholders(resolver.callees(path, number))
            for argument in call.arguments:
                found |= placeholders(resolver.evaluate(inside, argument.value))
    for scope in tables.facts.scopes:
        for base in scope.bases:
            found |= placeholders(resolver.evaluate(Frame(path, max(scope.parent, 0)), base))
    return found


def lacks_receivers(resolver: Resolver, path: TreePath, called: Container[str]) -> bool:
    """Whether a method named as one of `called` is called on something of which nothing is known."""
    tables = resolver.tables(path)
    calls = tables.facts.calls if tables is not None else ()
    return any(
        isinstance(call.callee, Attribute)
        and call.callee.name in called
        and not resolver.evaluate(Frame(path, call.scope), call.callee.base)
        for call in calls
    )


def decorators(resolver: Resolver, frame: Frame) -> set[TreePath]:
    """Those whose functions or objects decorate a function, or whose classes its own extends."""
    tables = resolver.tables(frame.path)
    if tables is None:
        return set()
    scope = tables.scope(frame.scope)
    found: set[TreePath] = set()
    for value in scope.decorators:
        called = tables.call(value.call).callee if isinstance(value, Result) else value
        found |= placeholders(resolver.evaluate(Frame(frame.path, max(scope.parent, 0)), called))
    cls = tables.enclosing_class(frame.scope) if frame.scope else None
    if cls is not None:
        definition = tables.scope(cls)
        for base in definition.bases:
            found |= _home(resolver, Frame(frame.path, max(definition.parent, 0)), base)
    return found


def _home(resolver: Resolver, frame: Frame, base: Value) -> set[TreePath]:
    """The module of a base class, unless it was read."""
    found = placeholders(resolver.evaluate(frame, base))
    for module in resolver.evaluate(frame, base.base) if isinstance(base, Attribute) else ():
        if isinstance(module, ModuleRef) and not resolver.library.is_loaded(module.path):
            found.add(module.path)
    return found


def guards(resolver: Resolver, frame: Frame) -> set[TreePath]:
    """Those that a function's parameters, decorators or class body name."""
    tables = resolver.tables(frame.path)
    if tables is None:
        return set()
    scope = tables.scope(frame.scope)
    outside = Frame(frame.path, max(scope.parent, 0))
    values = [
        (outside, value) for p in scope.parameters for value in (p.default, p.annotation) if value is not None
    ]
    values += [(outside, value) for value in scope.decorators]
    cls = tables.enclosing_class(frame.scope) if frame.scope else None
    if cls is not None:
        inside = Frame(frame.path, cls)
        values += [(inside, bound.value) for bound in tables.facts.bindings if bound.scope == cls]
        values += [
            (Frame(frame.path, max(tables.scope(cls).parent, 0)), base) for base in tables.scope(cls).bases
        ]
    found: set[TreePath] = set()
    for where, value in values:
        for part in _parts(resolver, frame.path, value):
            found |= placeholders(resolver.evaluate(where, part))
    return found


def _parts(resolver: Resolver, path: TreePath, value: Value, depth: int = 0) -> list[Value]:
    """A value and what it is made of, a few levels deep."""
    inner: tuple[Value, ...] = ()
    match value:
        case Result(number):
            tables = resolver.tables(path)
            inner = tuple(a.value for a in tables.call(number).arguments) if tables is not None else ()
        case Sequence(items):
            inner = items
        case Item(base, key):
            inner = (base, key)
        case _:
            pass
    parts = [value]
    for item in inner if depth < _MAX_DEPTH else ():
        parts += _parts(resolver, path, item, depth + 1)
    return parts


def placeholders(referents: Referents) -> set[TreePath]:
    """Files behind names that were imported from modules of the tree without reading them."""
    found: set[TreePath] = set()
    for referent in referents:
        if isinstance(referent, External) and referent.origin.startswith("<tree>."):
            found.add(TreePath(referent.origin.removeprefix("<tree>.").partition(".py.")[0] + ".py"))
    return found
