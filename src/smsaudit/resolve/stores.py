"""Attributes that were stored: by methods on their own object, and from elsewhere on whatever it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from smsaudit.model.location import TreePath
from smsaudit.model.referent import (
    ClassRef,
    External,
    Frame,
    InstanceRef,
    Order,
    Referent,
    Referents,
    TextRef,
)
from smsaudit.model.value import Attribute, Mapping, Name, Value

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_APPLICATIONS = frozenset(("app", "application", "current_app", "_app", "bot"))
_CONTEXTS = frozenset(("context", "ctx"))
"""Through which the handlers of a bot have what it keeps."""
_EXTENSIONS = frozenset(("extensions", "config", "bot_data"))
"""Where an application has what extends it and what its handlers share, under their names."""
_SHARED = frozenset(("flask.g", "flask.globals.g", "quart.g", "threading.local", "types.SimpleNamespace"))
"""Objects of libraries that are there to have attributes put on them."""
_KEPT_ON = frozenset(("state", "ctx"))
"""Where web frameworks let an application keep what its handlers share: `app.state.x`, and `request.app.state.x` later."""
_APPLICATION = "<web>.Application."
_HOMES = frozenset(("hass", "_hass"))
_DATA = Mapping(())
_NOWHERE = Frame(TreePath(""), 0)
"""Where what belongs to no file stands."""


def stored(resolver: Resolver, cls: ClassRef, name: str, before: Order) -> Referents:
    """What methods of `cls` store under `self.name` (or `cls.name`), unless a class before it replaces the method."""
    tables = resolver.tables(cls.frame.path)
    if tables is None:
        return _NOTHING
    found: set[Referent] = set()
    for store in tables.stored.get(name, ()):
        method = tables.enclosing_method(store.scope)
        if method is None or tables.enclosing_class(method) != cls.frame.scope:
            continue
        if any(_replaces(resolver, other, tables.scope(method).name) for other in before):
            continue
        parameters = tables.scope(method).parameters
        own = parameters and store.base == Name(parameters[0].name)
        named = store.base == Name(tables.scope(cls.frame.scope).name)
        frame = Frame(cls.frame.path, store.scope)
        if (
            own
            or named
            or (
                isinstance(store.base, Attribute | Name)
                and InstanceRef(cls) in resolver.evaluate(frame, store.base)
            )
        ):
            found |= resolver.evaluate(Frame(cls.frame.path, store.scope), store.value)
    return frozenset(found)


def _replaces(resolver: Resolver, cls: ClassRef | External, name: str) -> bool:
    """Whether a class has a method of its own by that name that never calls the one behind it."""
    tables = resolver.tables(cls.frame.path) if isinstance(cls, ClassRef) else None
    if tables is None or not isinstance(cls, ClassRef):
        return False
    method = tables.methods(cls.frame.scope).get(name)
    if method is None:
        return False
    return not any(
        callee == Name("super") or (isinstance(callee, Attribute) and callee.name == name)
        for callee in (tables.call(number).callee for number in tables.calls_in.get(method, ()))
    )


def patched(resolver: Resolver, holders: Iterable[Referent], name: str) -> Referents:
    """What loaded files store under `x.name` where `x` is one of the holders (monkey patches, injections)."""
    found: set[Referent] = set()
    for path in resolver.storing(name):
        tables = resolver.tables(path)
        for store in tables.stored.get(name, ()) if tables else ():
            frame = Frame(path, store.scope)
            if not resolver.evaluate(frame, store.base).isdisjoint(holders):
                found |= resolver.evaluate(frame, store.value)
    return frozenset(found)


def put_on_class(resolver: Resolver, own: Order, name: str) -> Referents:
    """What loaded files store under `C.name`, for classes that are called by their own names there."""
    classes = {
        tables.scope(cls.frame.scope).name: cls
        for cls in own
        if isinstance(cls, ClassRef) and (tables := resolver.tables(cls.frame.path)) is not None
    }
    found: set[Referent] = set()
    for path in resolver.storing(name) if classes else ():
        tables = resolver.tables(path)
        for store in tables.stored.get(name, ()) if tables else ():
            cls = classes.get(store.base.name) if isinstance(store.base, Name | Attribute) else None
            if cls is not None and cls in resolver.evaluate(Frame(path, store.scope), store.base):
                found |= resolver.evaluate(Frame(path, store.scope), store.value)
    return frozenset(found)


def is_application(value: Value) -> bool:
    """Whether something is spelled like an application: handlers are given it as `request.app`."""
    names = _APPLICATIONS
    if isinstance(value, Attribute) and value.name in _EXTENSIONS:
        names = _APPLICATIONS | _CONTEXTS
        value = value.base
    return isinstance(value, Name | Attribute) and value.name in names


def of_application(value: Attribute) -> Referents:
    """What an application keeps for its handlers, by how it is spelled."""
    if is_application(value.base) and value.name in _KEPT_ON:
        return frozenset((External(f"{_APPLICATION}{value.name}"),))
    return _NOTHING


def under(key: str) -> str:
    """How what an application keeps under a key (`app["x"]`) is told from its attributes."""
    return f"[{key}]"


def kept_under(resolver: Resolver, key: str) -> Referents:
    """What loaded files put on an application under a key."""
    found: set[Referent] = set()
    for path in resolver.storing(under(key)):
        tables = resolver.tables(path)
        for store in tables.stored.get(under(key), ()) if tables else ():
            found |= resolver.evaluate(Frame(path, store.scope), store.value)
    return frozenset(each for each in found if not isinstance(each, TextRef))


def shared_by_parts(resolver: Resolver, value: Attribute) -> Referents:
    """The dict in which the parts of a Home Assistant keep what they share, by how it is spelled: `hass.data`."""
    is_spelled = isinstance(value.base, Name | Attribute) and value.base.name in _HOMES
    if value.name != "data" or not is_spelled:
        return _NOTHING
    return frozenset((resolver.display(_NOWHERE, _DATA),))


def put_on_application(resolver: Resolver, value: Attribute) -> Referents:
    """What loaded files make an attribute of an application: `app.modem = Modem()`, and `current_app.modem` later."""
    found: set[Referent] = set()
    for path in resolver.storing(value.name) if is_application(value.base) else ():
        tables = resolver.tables(path)
        for store in tables.stored.get(value.name, ()) if tables else ():
            if is_application(store.base):
                found |= resolver.evaluate(Frame(path, store.scope), store.value)
    return frozenset(found)


def is_of_application(origin: str) -> bool:
    """Whether something is what an application, or a library, keeps for its handlers."""
    return origin in _SHARED or origin.startswith(_APPLICATION)
