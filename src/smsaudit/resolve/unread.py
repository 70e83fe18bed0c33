"""Modules that were not read although something that was read depends on them."""

from __future__ import annotations

from collections.abc import Collection, Container

from msgspec import Struct

from smsaudit.model.location import TreePath
from smsaudit.model.referent import External, Frame, ModuleRef, Referents
from smsaudit.model.value import Attribute, Filled, Item, Joined, Name, Result, Sequence, Text, Value
from smsaudit.resolve.resolver import Resolver
from smsaudit.resolve.tables import Tables

_MAX_DEPTH = 6
_OF_DATA = frozenset(
    [
        "filter_class",
        "filterset_class",
        "form_class",
        "model",
        "pagination_class",
        "queryset",
        "serializer_class",
        "serializer_classes",
    ]
)
"""What the classes of web frameworks call the data that they show; none of it guards them."""


class Needs(Struct, frozen=True):
    """What of a file matters, so that what it rests on is worth reading."""

    calls: Collection[str]
    """Last names of calls."""
    texts: Collection[str]
    """What texts hold, in small letters."""
    bases: bool = False
    """Whether every class matters for what it extends."""


def missing_modules(resolver: Resolver, path: TreePath, needs: Needs) -> set[TreePath]:
    """Those on which a call that matters depends, or the base of a class that holds such a call or text."""
    tables = resolver.tables(path)
    if tables is None:
        return set()
    found: set[TreePath] = set()
    holding = _speaking(tables, needs.texts)
    for number, call in enumerate(tables.facts.calls):
        if isinstance(call.callee, Attribute | Name) and call.callee.name in needs.calls:
            inside = Frame(path, call.scope)
            holding.add(call.scope)
            found |= placeholders(resolver.callees(path, number)) | home(resolver, inside, call.callee)
            for argument in call.arguments:
                found |= home(resolver, inside, argument.value)
    for number in _classes(tables, holding, every=needs.bases):
        scope = tables.facts.scopes[number]
        for base in scope.bases:
            found |= home(resolver, Frame(path, max(scope.parent, 0)), base)
    return found


def _classes(tables: Tables, holding: set[int], *, every: bool) -> set[int]:
    """The classes that extend something and in which one of these scopes stands, and those of the file that they extend."""
    scopes, within = tables.facts.scopes, tables.facts.index.within
    named = {scope.name: number for number, scope in enumerate(scopes) if scope.bases}
    found: set[int] = set()
    new = {
        number
        for number, scope in enumerate(scopes)
        if scope.bases and (every or not holding.isdisjoint(within(number)))
    }
    while new:
        found |= new
        bases = {base.name for number in new for base in scopes[number].bases if isinstance(base, Name)}
        new = {named[name] for name in bases if name in named} - found
    return found


def _speaking(tables: Tables, texts: Collection[str]) -> set[int]:
    """The scopes in which one of the texts is written; all scopes, if it is written in the module's own."""
    said = ((written.scope, _said(written.value)) for written in tables.facts.texts)
    found = {scope for scope, own in said if any(text in own for text in texts)}
    return set(range(len(tables.facts.scopes))) if 0 in found else found


def _said(value: Value) -> str:
    match value:
        case Text(text):
            return text.lower()
        case Joined(parts):
            return "".join(map(_said, parts))
        case Filled(template):
            return _said(template)
        case _:
            return ""


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
            found |= home(resolver, Frame(frame.path, max(definition.parent, 0)), base)
    return found


def home(resolver: Resolver, frame: Frame, value: Value) -> set[TreePath]:
    """The module in which something was given its value, unless it was read."""
    found = placeholders(resolver.evaluate(frame, value))
    for module in resolver.evaluate(frame, value.base) if isinstance(value, Attribute) else ():
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
        values += [
            (inside, bound.value) for bound in tables.facts.index.bindings[cls] if bound.name not in _OF_DATA
        ]
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
