"""Calls: binding arguments to parameters, and what a call returns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from smsaudit.model.fact import Called
from smsaudit.model.location import Place, TreePath
from smsaudit.model.referent import (
    ClassRef,
    DisplayRef,
    External,
    Frame,
    FunctionRef,
    InstanceRef,
    MethodRef,
    PartialRef,
    Referent,
    Referents,
    TextRef,
)
from smsaudit.model.value import Attribute, Known, Name, Result, Text, Value
from smsaudit.resolve import classes, containers, dynamic, handover, hints, library_calls, rows
from smsaudit.resolve.arguments import bind_arguments

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_LITERAL = re.compile(r"[\w/:-]{1,60}")
_MAX_MODULES = 30

_FIRST_ARGUMENT = frozenset(
    f"builtins.{name}"
    for name in ("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter", "filter")
) | {
    "copy.copy",
    "copy.deepcopy",
    "asyncio.run",
    "asyncio.gather",
    "asyncio.create_task",
    "asyncio.ensure_future",
    "asyncio.wait_for",
    "asyncio.shield",
    "asgiref.sync.sync_to_async",
    "asgiref.sync.async_to_sync",
    "django.utils.functional.lazy",
    "functools.lru_cache",
    "functools.cache",
    "typing.cast",
    "celery.Celery.register_task",
}
"""Calls that hand their (first) argument on."""

_ELEMENT = frozenset(f"builtins.{name}" for name in ("next", "max", "min", "anext"))
_RESULT_OF_ARGUMENT = frozenset(("fastapi.Depends", "fastapi.Security", "fastapi.params.Depends"))
_IMPORTERS = frozenset(("importlib.import_module", "builtins.__import__", "importlib.__import__"))
_STRING_IMPORTERS = frozenset(
    (
        "django.utils.module_loading.import_string",
        "werkzeug.utils.import_string",
        "pydoc.locate",
        "pkgutil.resolve_name",
        "django.utils.module_loading.import_by_path",
    )
)
_ENVIRONMENT = frozenset(
    (
        "os.getenv",
        "os.environ.get",
        "decouple.config",
        "environ.get",
        "os.environ.setdefault",
        "environs.Env.str",
    )
)


_NO_CALL = Called(0, Name(""), (), Place(1))


def no_call() -> Called:
    """A call without arguments, for methods that the language calls itself."""
    return _NO_CALL


def is_super(resolver: Resolver, frame: Frame, value: Result) -> bool:
    """Whether a value is the result of `super()`."""
    tables = resolver.tables(frame.path)
    return tables is not None and tables.call(value.call).callee == Name("super")


def result(resolver: Resolver, path: TreePath, number: int) -> Referents:
    """What call number `number` of a file may return."""
    tables = resolver.tables(path)
    if tables is None:
        return _NOTHING
    call = tables.call(number)
    frame = Frame(path, call.scope)
    found: set[Referent] = set()
    if _is_plain_new(resolver, frame, call):
        made = resolver.evaluate(frame, call.arguments[0].value)
        return frozenset(InstanceRef(cls) for cls in made if isinstance(cls, ClassRef))
    fetched = rows.queried(resolver, frame, call)
    if fetched:
        return fetched
    contained = containers.method(resolver, frame, call)
    if contained is not None:
        return contained
    for callee in resolver.callees(path, number):
        found |= result_of(resolver, callee, frame, call)
    return frozenset(found)


def _is_plain_new(resolver: Resolver, frame: Frame, call: Called) -> bool:
    """`super().__new__(cls)` or `object.__new__(cls)`."""
    callee = call.callee
    if not isinstance(callee, Attribute) or callee.name != "__new__" or not call.arguments:
        return False
    return callee.base == Name("object") or (
        isinstance(callee.base, Result) and is_super(resolver, frame, callee.base)
    )


def result_of(resolver: Resolver, callee: Referent, frame: Frame, call: Called) -> Referents:
    """What calling `callee` with the arguments of `call` may return."""
    match callee:
        case FunctionRef():
            return returned(resolver, callee)
        case MethodRef(function, _):
            return returned(resolver, function)
        case ClassRef():
            return frozenset((InstanceRef(callee),)) | _made_by_new(resolver, callee)
        case InstanceRef():
            found: set[Referent] = set()
            for method in classes.attribute(resolver, callee, "__call__"):
                found |= result_of(resolver, method, frame, call)
            return frozenset(found)
        case PartialRef(of):
            return result_of(resolver, of, frame, call)
        case External(origin):
            return _from_outside(resolver, origin, frame, call)
        case _:
            return _NOTHING


def returned(resolver: Resolver, function: FunctionRef) -> Referents:
    """What a function of the tree may return or yield."""
    return resolver.questions.ask(function, _returned, resolver, function)


def _returned(resolver: Resolver, function: FunctionRef) -> Iterator[Referents]:
    tables = resolver.tables(function.frame.path)
    if tables is None:
        return
    found = False
    for item in tables.returned.get(function.frame.scope, ()):
        part = resolver.evaluate(function.frame, item.value)
        found = found or bool(part)
        yield part
    annotation = tables.scope(function.frame.scope).returns
    if annotation is not None and (not found or hints.names_container(annotation)):
        outside = Frame(function.frame.path, max(tables.scope(function.frame.scope).parent, 0))
        yield hints.annotated(resolver, outside, annotation)


def bind(resolver: Resolver, callee: Referent, frame: Frame, call: Called) -> None:
    """Note what the parameters of `callee` receive from `call`."""
    match callee:
        case FunctionRef():
            bind_arguments(resolver, callee, frame, call.arguments, skip=0)
        case MethodRef(function, _):
            bind_receiver(resolver, callee)
            bind_arguments(resolver, function, frame, call.arguments, skip=1)
        case ClassRef():
            for name in ("__init__", "__new__"):
                for method in classes.instance_attribute(resolver, callee, name, InstanceRef(callee)):
                    if isinstance(method, MethodRef):
                        bind(resolver, method, frame, call)
        case InstanceRef():
            for method in classes.attribute(resolver, callee, "__call__"):
                bind(resolver, method, frame, call)
        case PartialRef(of):
            bind(resolver, of, frame, call)
        case External("functools.partial") if call.arguments:
            inner = Called(call.scope, call.callee, call.arguments[1:], call.place)
            for target in resolver.evaluate(frame, call.arguments[0].value):
                bind(resolver, target, frame, inner)
        case External(origin):
            for handed, arguments in handover.handed_over(resolver, origin, frame, call):
                bind(resolver, handed, frame, Called(call.scope, call.callee, arguments, call.place))
        case _:
            pass


def bind_receiver(resolver: Resolver, method: MethodRef) -> None:
    """Note the receiver as the value of the method's first parameter."""
    function = method.function
    tables = resolver.tables(function.frame.path)
    parameters = tables.scope(function.frame.scope).parameters if tables else ()
    if parameters and isinstance(method.receiver, InstanceRef):
        resolver.bind(
            function,
            parameters[0].name,
            Frame(method.receiver.cls.frame.path, 0),
            resolver.once(method.receiver, lambda: Known(frozenset((method.receiver,)))),
        )


def decorate(resolver: Resolver, decorator: Referent, frame: Frame, decorated: Value) -> Referents:
    """What a decorator of the tree makes of a definition; empty if it leaves it as it is."""
    match decorator:
        case FunctionRef() | MethodRef():
            function = decorator.function if isinstance(decorator, MethodRef) else decorator
            skip = 1 if isinstance(decorator, MethodRef) else 0
            tables = resolver.tables(function.frame.path)
            parameters = tables.scope(function.frame.scope).parameters if tables else ()
            if len(parameters) > skip:
                resolver.bind(function, parameters[skip].name, frame, decorated)
            return returned(resolver, function)
        case ClassRef():
            return frozenset((InstanceRef(decorator),))
        case InstanceRef():
            found: set[Referent] = set()
            for method in classes.attribute(resolver, decorator, "__call__"):
                found |= decorate(resolver, method, frame, decorated)
            return frozenset(found)
        case _:
            return _NOTHING


def _made_by_new(resolver: Resolver, cls: ClassRef) -> Referents:
    """Other classes' instances that `__new__` hands out (factories in disguise)."""
    tables = resolver.tables(cls.frame.path)
    scope = tables.methods(cls.frame.scope).get("__new__") if tables else None
    if scope is None:
        return _NOTHING
    found = returned(resolver, FunctionRef(Frame(cls.frame.path, scope)))
    return frozenset(item for item in found if isinstance(item, InstanceRef))


def _from_outside(resolver: Resolver, origin: str, frame: Frame, call: Called) -> Referents:
    arguments = [argument.value for argument in call.arguments if argument.keyword is None]
    container = library_calls.made(resolver, origin, frame, call)
    if container is not None:
        return container
    if origin in _FIRST_ARGUMENT:
        position = 1 if origin == "typing.cast" and len(arguments) > 1 else 0
        return resolver.evaluate(frame, arguments[position]) if arguments else _NOTHING
    if origin in _ELEMENT:
        value = resolver.derived(arguments[0], None) if arguments else None
        return resolver.evaluate(frame, value) if value is not None else _NOTHING
    if origin in _RESULT_OF_ARGUMENT:
        made = frozenset(
            item
            for value in arguments[:1]
            for callee in resolver.evaluate(frame, value)
            for item in result_of(resolver, callee, frame, Called(call.scope, value, (), call.place))
        )
        yielded = (item for item in made if isinstance(item, DisplayRef))
        return made.union(*(containers.elements(resolver, item, None) for item in yielded))
    special = library_calls.SPECIAL.get(origin)
    if special is not None:
        return special(resolver, frame, arguments)
    if origin in _IMPORTERS:
        return frozenset(dynamic.imported(resolver, frame, arguments))
    if origin in _STRING_IMPORTERS:
        return frozenset(dynamic.imported_names(resolver, frame, arguments))
    if origin in _ENVIRONMENT and len(call.arguments) > 1:
        defaults = resolver.evaluate(frame, call.arguments[1].value)
        return defaults | frozenset((_called(resolver, origin, frame, call),))
    return frozenset((_called(resolver, origin, frame, call),))


def _called(resolver: Resolver, origin: str, frame: Frame, call: Called) -> External:
    """The origin after a call; short literal text arguments stay part of it."""
    literals: list[str] = []
    for argument in call.arguments[:4]:
        if isinstance(argument.value, Text):
            literals.append(argument.value.value)
        elif isinstance(argument.value, Name | Attribute):
            known = [
                item.text for item in resolver.evaluate(frame, argument.value) if isinstance(item, TextRef)
            ]
            literals += known if len(known) == 1 else []
    kept = [f"'{text}'" for text in literals if _LITERAL.fullmatch(text)]
    return External(f"{origin}({','.join(kept)})" if kept and not origin.endswith(")") else origin)
