"""Attributes: instance stores, class bodies, inheritance, modules, and things outside the tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smsaudit.model.fact import ScopeKind
from smsaudit.model.location import TreePath
from smsaudit.model.referent import (
    ClassRef,
    DisplayRef,
    External,
    Frame,
    FunctionRef,
    InstanceRef,
    MethodRef,
    ModuleRef,
    Order,
    PackageRef,
    PartialRef,
    Referent,
    Referents,
    TextRef,
    TruthRef,
)
from smsaudit.model.value import Defined, Mapping
from smsaudit.resolve import calls, enumerations, fields, names, outside, owners, proxies, rows, stores
from smsaudit.resolve.order import merged
from smsaudit.resolve.tables import Tables

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_UNSET: Referents = frozenset((TruthRef(None), TextRef("")))
"""What stands for an attribute until somebody sets it."""
_MAX_ORDER = 120
"""Longer families are not written by hand."""
_OF_MEMBER = "value"
"""What the text of a member of an enumeration is called."""
_PROPERTIES = (
    "property",
    "cached_property",
    "lazy",
    "classproperty",
    "hybrid_property",
    "LazyProperty",
    "lazyproperty",
)


def attribute(resolver: Resolver, referent: Referent, name: str) -> Referents:
    """What `referent.name` may be."""
    match referent:
        case InstanceRef(cls):
            members = enumerations.texts(resolver, cls) if name == _OF_MEMBER else _NOTHING
            return members or instance_attribute(resolver, cls, name, referent)
        case ClassRef():
            found = instance_attribute(resolver, referent, name, referent)
            return found | rows.managed(resolver, referent, name)
        case ModuleRef(path):
            return names.in_module(resolver, path, name) | stores.patched(resolver, (referent,), name)
        case PackageRef(folder):
            inside = resolver.modules.inside(folder, name)
            nested = f"{folder}/{name}"
            if inside is not None:
                return frozenset((ModuleRef(inside),))
            return frozenset((PackageRef(nested),)) if resolver.modules.has_below(nested) else _NOTHING
        case External(origin) if stores.is_of_application(origin):
            return stores.patched(resolver, (referent,), name) or outside.attribute(origin, name)
        case External(origin):
            return outside.attribute(origin, name)
        case TextRef():
            return frozenset((referent,)) if name == _OF_MEMBER else outside.of_builtin(str, name)
        case DisplayRef(_, display):
            return outside.of_builtin(dict if isinstance(display, Mapping) else list, name)
        case PartialRef(of) if name == "func":
            return frozenset((of,))
        case FunctionRef():
            return stores.patched(resolver, (referent,), name) or _of_decorated(resolver, referent, name)
        case _:
            return _NOTHING


def _of_decorated(resolver: Resolver, function: FunctionRef, name: str) -> Referents:
    """An attribute that a library's decorator gave to the function: `@click.group()` gives it `command`."""
    tables = resolver.tables(function.frame.path)
    definition = tables.scope(function.frame.scope) if tables is not None else None
    around = (
        Frame(function.frame.path, max(definition.parent, 0)) if definition is not None else function.frame
    )
    found: set[Referent] = set()
    for decorator in definition.decorators if definition is not None else ():
        for referent in resolver.evaluate(around, decorator):
            if isinstance(referent, External) and not referent.origin.startswith(
                ("builtins.", "functools.", "<tree>")
            ):
                found.add(External(f"{referent.origin}.{name}"))
    return frozenset(found)


def instance_attribute(
    resolver: Resolver, cls: ClassRef, name: str, receiver: InstanceRef | ClassRef, *, after: bool = False
) -> Referents:
    """Look `name` up on an instance (its stores first) and along the method resolution order.

    With `after`, the class itself is skipped, as `super()` does.
    """
    if after:
        return _looked_up(resolver, cls, name, receiver, after=True)
    return resolver.questions.ask((receiver, name), _attribute_parts, resolver, cls, name, receiver)


def _attribute_parts(
    resolver: Resolver, cls: ClassRef, name: str, receiver: InstanceRef | ClassRef
) -> Iterator[Referents]:
    yield _looked_up(resolver, cls, name, receiver, after=False)


def _looked_up(
    resolver: Resolver, cls: ClassRef, name: str, receiver: InstanceRef | ClassRef, *, after: bool
) -> Referents:
    order = mro(resolver, cls)
    found: set[Referent] = set()
    for index, base in enumerate(order):
        if isinstance(base, ClassRef) and not (after and index == 0):
            found |= stores.stored(resolver, base, name, order[:index])
    for index, base in enumerate(order):
        if isinstance(base, ClassRef):
            if not (after and index == 0):
                found |= _in_body(resolver, base, name, receiver)
                found |= fields.declared(resolver, base, name, found)
        elif not found:
            found |= stores.put_on_class(resolver, order[:index], name) or attribute(resolver, base, name)
        if found and isinstance(base, ClassRef) and not all(isinstance(item, TextRef) for item in found):
            break
    if not after and found <= _UNSET:
        found |= _set_from_outside(resolver, receiver, order, name, is_declared=bool(found))
    return frozenset(found)


def _set_from_outside(
    resolver: Resolver, receiver: InstanceRef | ClassRef, order: Order, name: str, *, is_declared: bool
) -> Referents:
    """What other code stores on the object or a class of its, or else what it makes up when asked for what it lacks.

    Of what is declared, objects only: the texts of many objects of one class are not told apart.
    """
    found: set[Referent] = set()
    for item in stores.patched(resolver, (receiver, *order), name):
        is_method = isinstance(item, FunctionRef) and isinstance(receiver, InstanceRef)
        found.add(MethodRef(item, receiver) if is_method and isinstance(item, FunctionRef) else item)
    if is_declared:
        return frozenset(item for item in found if isinstance(item, InstanceRef | External))
    if not found and isinstance(receiver, InstanceRef):
        return proxies.forwarded(resolver, receiver, order, name)
    return frozenset(found)


def super_attribute(resolver: Resolver, frame: Frame, name: str) -> Referents:
    """What `super().name` is inside a method; every class that may stand behind `self` is followed."""
    tables = resolver.tables(frame.path)
    scope = frame.scope
    while tables is not None and scope > 0:
        class_scope = tables.enclosing_class(scope)
        if class_scope is not None:
            return _next_in_line(resolver, ClassRef(Frame(frame.path, class_scope)), name)
        scope = tables.scope(scope).parent
    return _NOTHING


def _next_in_line(resolver: Resolver, cls: ClassRef, name: str) -> Referents:
    """The method after `cls` in its own order and in that of each loaded subclass."""
    found: set[Referent] = set()
    for member in resolver.families.of(cls):
        order = mro(resolver, member)
        if cls not in order:
            continue
        for base in order[order.index(cls) + 1 :]:
            if isinstance(base, ClassRef):
                part = _in_body(resolver, base, name, InstanceRef(member))
            else:
                part = attribute(resolver, base, name)
            if part:
                found |= part
                break
    return frozenset(found)


def mro(resolver: Resolver, cls: ClassRef) -> Order:
    """Method resolution order (C3 where it exists); bases outside the tree stay as origins.

    The same object as long as nothing new was learned of it.
    """
    found = resolver.questions.ask(cls, _orders, resolver, cls)
    if not found:
        return (cls,)
    if len(found) == 1:
        return next(iter(found))
    return max(found, key=_completeness)  # some bases are still being worked out


def _completeness(order: Order) -> tuple[int, str]:
    return len(order), repr(order)


def _orders(resolver: Resolver, cls: ClassRef) -> Iterator[frozenset[tuple[ClassRef | External, ...]]]:
    direct = bases(resolver, cls)
    lines = [mro(resolver, base) if isinstance(base, ClassRef) else (base,) for base in direct]
    line = lines[0] if len(lines) == 1 else merged([*lines, direct])
    order = [cls, *(base for base in line if base != cls)]
    yield frozenset((tuple(order[:_MAX_ORDER]),))


def bases(resolver: Resolver, cls: ClassRef) -> list[ClassRef | External]:
    """Direct bases, as written."""
    tables = resolver.tables(cls.frame.path)
    if tables is None:
        return []
    definition = tables.scope(cls.frame.scope)
    around = Frame(cls.frame.path, definition.parent)
    found: list[ClassRef | External] = []
    for base in definition.bases:
        referents = resolver.evaluate(around, base)
        found += [item for item in referents if isinstance(item, ClassRef | External) and item != cls]
    return found


def subclasses(resolver: Resolver, referents: Referents) -> Referents:
    """All loaded classes that extend the classes among `referents`."""
    found = (resolver.families.of(cls)[1:] for cls in referents if isinstance(cls, ClassRef))
    return frozenset(member for members in found for member in members)


def note_subclasses(resolver: Resolver, path: TreePath) -> None:
    """Remember which classes of a file extend which classes of the tree."""
    tables = resolver.tables(path)
    for number, scope in enumerate(tables.facts.scopes if tables else ()):
        if scope.kind is ScopeKind.CLASS:
            cls = ClassRef(Frame(path, number))
            for base in bases(resolver, cls):
                if isinstance(base, ClassRef):
                    resolver.families.extend(cls, base)
                elif kind := owners.kind_of(base.origin):
                    resolver.families.extend_outside(cls, kind)


def _in_body(resolver: Resolver, cls: ClassRef, name: str, receiver: InstanceRef | ClassRef) -> Referents:
    tables = resolver.tables(cls.frame.path)
    if tables is None:
        return _NOTHING
    found: set[Referent] = set()
    for imported in tables.imported.get((cls.frame.scope, name), ()):
        found |= names.import_of(resolver, cls.frame.path, imported)
    for bound in tables.bound.get((cls.frame.scope, name), ()):
        if isinstance(bound.value, Defined):
            found |= _method(resolver, tables, cls.frame.path, bound.value.scope, receiver)
        else:
            for referent in resolver.evaluate(Frame(cls.frame.path, bound.scope), bound.value):
                is_lambda = isinstance(referent, FunctionRef) and isinstance(receiver, InstanceRef)
                found.add(
                    MethodRef(referent, receiver)
                    if is_lambda and isinstance(referent, FunctionRef)
                    else referent
                )
    return frozenset(found)


def _method(
    resolver: Resolver, tables: Tables, path: TreePath, scope: int, receiver: InstanceRef | ClassRef
) -> Referents:
    decorators = {_last_name(value) for value in tables.scope(scope).decorators}
    found: set[Referent] = set()
    for referent in names.decorated(resolver, tables, path, scope):
        if not isinstance(referent, FunctionRef) or "staticmethod" in decorators:
            found.add(referent)
        elif "classmethod" in decorators:
            cls = receiver.cls if isinstance(receiver, InstanceRef) else receiver
            found.add(MethodRef(referent, cls))
        elif isinstance(receiver, InstanceRef):
            method = MethodRef(referent, receiver)
            if decorators & set(_PROPERTIES):
                calls.bind_receiver(resolver, method)
                found |= calls.returned(resolver, referent)
            else:
                found.add(method)
        else:
            found.add(referent)
    return frozenset(found)


def _last_name(value: object) -> str:
    return str(getattr(value, "name", ""))
