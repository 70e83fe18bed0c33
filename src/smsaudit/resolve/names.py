"""Bare names: parameters, bindings, imports, star imports and builtins, in Python's scope order."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator
from functools import partial
from posixpath import dirname
from typing import TYPE_CHECKING

from smsaudit.model.fact import Bound, Imported, Parameter, ParameterKind, ScopeKind
from smsaudit.model.location import TreePath
from smsaudit.model.referent import (
    ClassRef,
    External,
    Frame,
    InstanceRef,
    ModuleRef,
    PackageRef,
    Referent,
    Referents,
    TextRef,
)
from smsaudit.model.value import (
    Defined,
    Known,
    Name,
)
from smsaudit.resolve import calls, classes, handover, hints, stores
from smsaudit.resolve.modules import dotted_name
from smsaudit.resolve.tables import Tables

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_BUILTINS = frozenset(dir(builtins)) | {"unicode", "xrange", "raw_input", "basestring", "long", "reduce"}
_NOTHING: Referents = frozenset()


def lookup(resolver: Resolver, frame: Frame, name: str, at: int = 0) -> Iterator[Referents]:
    """What `name` may refer to when it is read in `frame`, at a moment (0: whenever)."""
    tables = resolver.tables(frame.path)
    if tables is None:
        return
    scope = frame.scope
    own = True
    while scope >= 0:
        if own or tables.scope(scope).kind is not ScopeKind.CLASS:
            parts = list(_in_scope(resolver, tables, Frame(frame.path, scope), name, at))
            if parts:
                tells_little = True
                for work in parts:
                    part = work()
                    tells_little = tells_little and hints.tells_little(part)
                    yield part
                if tells_little:
                    yield hints.said(resolver, tables, Frame(frame.path, scope), name)
                    if not scope:
                        yield stores.patched(resolver, (ModuleRef(frame.path),), name)
                return
        own = False
        if tables.scope(scope).kind is not ScopeKind.CLASS:
            at = 0  # the body of a class runs where it stands, that of a function later
        scope = tables.scope(scope).parent
    submodule = _imported_submodule(resolver, tables, frame.path, name)
    if submodule is not None:
        yield frozenset((ModuleRef(submodule),))
        return
    yield from _from_outside(resolver, tables, frame.path, name)


def in_module(resolver: Resolver, path: TreePath, name: str) -> Referents:
    """What `name` is at the top of a module, including submodules of a package and star imports."""
    return resolver.questions.ask((path, name), _in_module, resolver, path, name)


def _in_module(resolver: Resolver, path: TreePath, name: str) -> Iterator[Referents]:
    tables = resolver.tables(path)
    if tables is None:
        return
    found, tells_little = False, True
    for work in _in_scope(resolver, tables, Frame(path, 0), name):
        part = work()
        found = found or bool(part)
        tells_little = tells_little and hints.tells_little(part)
        yield part
    if tells_little:
        yield hints.said(resolver, tables, Frame(path, 0), name)
    if found:
        return
    submodule = resolver.modules.submodule(path, name)
    if submodule is not None:
        yield frozenset((ModuleRef(submodule),))
    else:
        yield from _starred(resolver, tables, path, name)


def _imported_submodule(resolver: Resolver, tables: Tables, path: TreePath, name: str) -> TreePath | None:
    """A module that a package imports anything from: that alone binds the module's name in the package."""
    submodule = resolver.modules.submodule(path, name)
    if submodule is None:
        return None
    found = (resolver.modules.find(each.module, each.level, path) for each in tables.facts.imports)
    return submodule if submodule in found else None


def _in_scope(
    resolver: Resolver, tables: Tables, frame: Frame, name: str, at: int = 0
) -> Iterator[Callable[[], Referents]]:
    """Parts of the answer, each worked out when it is its turn, so that cycles see the earlier parts."""
    definitions, hidden = tables.definitions(frame.scope, name, at)
    parameter = tables.parameter(frame.scope, name) if not hidden else None
    if parameter is not None:
        yield partial(_parameter, resolver, frame, parameter)
    for definition in definitions:
        if isinstance(definition.fact, Imported):
            yield partial(import_of, resolver, frame.path, definition.fact)
        else:
            yield partial(_bound, resolver, tables, frame.path, definition.fact)


def _bound(resolver: Resolver, tables: Tables, path: TreePath, bound: Bound) -> Referents:
    if isinstance(bound.value, Defined):
        return decorated(resolver, tables, path, bound.value.scope)
    return resolver.evaluate(Frame(path, bound.scope), bound.value)


def decorated(resolver: Resolver, tables: Tables, path: TreePath, scope: int) -> Referents:
    """A function or class after its decorators; decorators from outside the tree change nothing."""
    current: Referents = frozenset((resolver.definition(path, scope),))
    definition = tables.scope(scope)
    outside = Frame(path, definition.parent)
    for decorator in reversed(definition.decorators):
        replaced: set[Referent] = set()
        given = resolver.once(current, partial(Known, current))
        for referent in resolver.evaluate(outside, decorator):
            replaced |= calls.decorate(resolver, referent, outside, given)
        if replaced:
            current = frozenset(replaced)
    return current


_ONE = (ParameterKind.POSITIONAL, ParameterKind.KEYWORD)
"""Parameters that hold one argument."""


def _parameter(resolver: Resolver, frame: Frame, parameter: Parameter) -> Referents:
    return resolver.questions.ask(
        (frame.path, frame.scope, parameter.name), _passed, resolver, frame, parameter
    )


def _passed(resolver: Resolver, frame: Frame, parameter: Parameter) -> Iterator[Referents]:
    tables = resolver.tables(frame.path)
    if tables is None:
        return
    receivers = _receivers(resolver, tables, frame, parameter)
    yield receivers or _NOTHING
    parent = Frame(frame.path, tables.scope(frame.scope).parent)
    said = _NOTHING
    if parameter.annotation is not None and parameter.kind is not ParameterKind.STAR:
        said = hints.annotated(resolver, parent, parameter.annotation)
        yield said
    known = resolver.bindings.get((frame.path, frame.scope, parameter.name), {})
    own = tables.enclosing_class(frame.scope) if receivers is not None else None
    for (outside, _), value in list(known.items()):
        given = resolver.evaluate(outside, value)
        if parameter.annotation is not None and parameter.kind in _ONE:
            given = hints.fitting(resolver, parameter.annotation, said, given)
        yield given if own is None else _of_family(resolver, given, ClassRef(Frame(frame.path, own)))
    for scope, value in handover.user_data(tables.facts, parameter.name) if not known else ():
        yield resolver.evaluate(Frame(frame.path, scope), value)
    if parameter.default is not None:
        yield resolver.evaluate(parent, parameter.default)


def _of_family(resolver: Resolver, given: Referents, cls: ClassRef) -> Referents:
    """Those that a method of `cls` can be called on."""
    return frozenset(
        item
        for item in given
        if (isinstance(item, ClassRef) and cls in classes.mro(resolver, item))
        or (isinstance(item, InstanceRef) and cls in classes.mro(resolver, item.cls))
    )


def _receivers(resolver: Resolver, tables: Tables, frame: Frame, parameter: Parameter) -> Referents | None:
    """What `self` or `cls` may be: the class, and any loaded subclass; None for other parameters."""
    class_scope = tables.enclosing_class(frame.scope)
    definition = tables.scope(frame.scope)
    if class_scope is None or not definition.parameters or definition.parameters[0] is not parameter:
        return None
    decorators = {value.name for value in definition.decorators if isinstance(value, Name)}
    if "staticmethod" in decorators:
        return None
    cls = ClassRef(Frame(frame.path, class_scope))
    family = {*resolver.families.of(cls), *resolver.records.kin(cls)}
    if "classmethod" in decorators or definition.name in {"__new__", "__init_subclass__"}:
        return frozenset(family)
    return frozenset(InstanceRef(cls) for cls in family)


def import_of(resolver: Resolver, path: TreePath, imported: Imported) -> Referents:
    """What an import binds."""
    if imported.name is None:
        whole = imported.module if imported.alias != imported.module else imported.module.partition(".")[0]
        return _module(resolver, path, whole, 0)
    module = resolver.modules.find(imported.module, imported.level, path)
    if module is not None and module != path:
        found = in_module(resolver, module, imported.name)
        submodule = resolver.modules.submodule(module, imported.name) if not found else None
        if submodule is not None:
            return frozenset((ModuleRef(submodule),))
        if found or resolver.is_loaded(module):
            return found
        return frozenset((External(f"<tree>.{module}.{imported.name}"),))
    folder = resolver.modules.folder(imported.module, imported.level, path)
    if folder is not None:
        inside = resolver.modules.inside(folder, imported.name)
        if inside is not None:
            return frozenset((ModuleRef(inside),))
    if module == path:
        return in_module(resolver, path, imported.name)
    if imported.level and imported.module == "":
        return _NOTHING
    prefix = imported.module or dirname(path).replace("/", ".")
    return frozenset((External(f"{prefix}.{imported.name}"),))


def _module(resolver: Resolver, path: TreePath, module: str, level: int) -> Referents:
    found = resolver.modules.find(module, level, path)
    if found is not None:
        return frozenset((ModuleRef(found),))
    folder = resolver.modules.folder(module, level, path)
    if folder is not None:
        return frozenset((PackageRef(folder), External(module)))
    return frozenset((External(module),))


def _from_outside(resolver: Resolver, tables: Tables, path: TreePath, name: str) -> Iterator[Referents]:
    found = False
    for part in _starred(resolver, tables, path, name):
        found = found or bool(part)
        yield part
    if found:
        return
    if name in _BUILTINS:
        yield frozenset((External(f"builtins.{name}"),))
    elif name == "__name__":
        yield frozenset((TextRef("__main__"),))
    elif name == "__package__":
        yield frozenset((TextRef(dirname(path).replace("/", ".")),))


def _starred(resolver: Resolver, tables: Tables, path: TreePath, name: str) -> Iterator[Referents]:
    for imported in tables.imported.get((0, "*"), ()):
        module = resolver.modules.find(imported.module, imported.level, path)
        if module is None:
            if f".{dotted_name(path)}".endswith(f".{imported.module}"):
                continue  # a module that imports itself
            if not imported.level and not name.startswith("_") and name not in _BUILTINS:
                yield frozenset((External(f"{imported.module}.{name}"),))
        elif module != path:
            found = in_module(resolver, module, name)
            is_open = not found and name not in _BUILTINS and resolver.may_export(module, name)
            yield frozenset((External(f"<tree>.{module}.{name}"),)) if is_open else found
