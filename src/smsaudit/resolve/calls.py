"""Calls: binding arguments to parameters, and what a call returns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from smsaudit.model.fact import Argument, Called
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
)
from smsaudit.model.value import Again, Attribute, Known, Name, Result, Value
from smsaudit.resolve import (
    classes,
    containers,
    fields,
    handover,
    hints,
    library_calls,
    per_call,
    rows,
    texts,
)
from smsaudit.resolve.arguments import bind_arguments

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_MOST_CALLEES = 3
"""Where more functions may run, none is asked what it answers to this very call."""
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
    return _result(resolver, Frame(path, call.scope), number, call, 0)


def again(resolver: Resolver, frame: Frame, value: Again) -> Referents:
    """What a call may return with other arguments than it is written with."""
    return _result(resolver, frame, value.number, cast("Called", value.call), value.depth)


def _result(resolver: Resolver, frame: Frame, number: int, call: Called, depth: int) -> Referents:
    found: set[Referent] = set()
    if _is_plain_new(resolver, frame, call):
        made = resolver.evaluate(frame, call.arguments[0].value)
        return frozenset(InstanceRef(cls) for cls in made if isinstance(cls, ClassRef))
    if isinstance(call.callee, Attribute) and call.callee.name == "__subclasses__":
        return classes.subclasses(resolver, resolver.evaluate(frame, call.callee.base))
    if spelled := texts.kept(resolver, frame, call):
        return spelled
    fetched = rows.queried(resolver, frame, call)
    if fetched:
        return fetched
    contained = containers.method(resolver, frame, call)
    callees = resolver.callees(frame.path, number)
    if len(callees) > _MOST_CALLEES:
        depth = per_call.DEPTH
    for callee in callees:
        if contained is None or not _is_builtin(callee):  # what the container may be instead
            found |= result_of(resolver, callee, frame, call, depth)
    if not callees and contained is None:
        found |= _default(resolver, frame, call)
    found |= resolver.records.handed_on(frame, call)
    return frozenset(found) | (contained or _NOTHING)


def _default(resolver: Resolver, frame: Frame, call: Called) -> Referents:
    """What `get(key, default)` of something of which nothing is known answers where nothing is found."""
    is_getter = isinstance(call.callee, Attribute) and call.callee.name in containers.WITH_DEFAULT
    found = (resolver.evaluate(frame, each.value) for each in call.arguments[1:2] if is_getter)
    return frozenset(item for items in found for item in items if not isinstance(item, DisplayRef))


def _is_builtin(callee: Referent) -> bool:
    return isinstance(callee, External) and callee.origin.startswith("builtins.")


def _is_plain_new(resolver: Resolver, frame: Frame, call: Called) -> bool:
    """`super().__new__(cls)` or `object.__new__(cls)`."""
    callee = call.callee
    if not isinstance(callee, Attribute) or callee.name != "__new__" or not call.arguments:
        return False
    return callee.base == Name("object") or (
        isinstance(callee.base, Result) and is_super(resolver, frame, callee.base)
    )


def result_of(resolver: Resolver, callee: Referent, frame: Frame, call: Called, depth: int = 0) -> Referents:
    """What calling `callee` with the arguments of `call` may return."""
    match callee:
        case FunctionRef():
            return _returned_to(resolver, callee, frame, call, 0, depth)
        case MethodRef(function, _):
            return _returned_to(resolver, function, frame, call, 1, depth)
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
            return library_calls.answered(resolver, origin, frame, call)
        case _:
            return _NOTHING


def _returned_to(
    resolver: Resolver, function: FunctionRef, frame: Frame, call: Called, skip: int, depth: int
) -> Referents:
    """What a function may return to one call, where that is made of what it is given; else what it may return at all."""
    made = per_call.answer(resolver, function, frame, call, skip, depth) if call is not _NO_CALL else None
    if made is None:
        return returned(resolver, function)
    found = resolver.evaluate(function.frame, made)
    return found | _hinted(resolver, function, is_known=not hints.tells_little(found))


def returned(resolver: Resolver, function: FunctionRef) -> Referents:
    """What a function of the tree may return or yield."""
    return resolver.questions.ask(function, _returned, resolver, function)


def _returned(resolver: Resolver, function: FunctionRef) -> Iterator[Referents]:
    tables = resolver.tables(function.frame.path)
    if tables is None:
        return
    found = False
    for item in tables.facts.index.returned[function.frame.scope]:
        part = resolver.evaluate(function.frame, item.value)
        found = found or not hints.tells_little(part)
        yield part
    yield _hinted(resolver, function, is_known=found)


def _hinted(resolver: Resolver, function: FunctionRef, *, is_known: bool) -> Referents:
    """What a function says it returns, where its body does not show it."""
    tables = resolver.tables(function.frame.path)
    annotation = tables.scope(function.frame.scope).returns if tables is not None else None
    if tables is None or annotation is None or (is_known and not hints.names_container(annotation)):
        return _NOTHING
    outside = Frame(function.frame.path, max(tables.scope(function.frame.scope).parent, 0))
    return hints.annotated(resolver, outside, annotation)


def bind(resolver: Resolver, callee: Referent, frame: Frame, call: Called) -> None:
    """Note what the parameters of `callee` receive from `call`."""
    match callee:
        case FunctionRef():
            bind_arguments(resolver, callee, frame, call.arguments, skip=0)
        case MethodRef(function, _):
            bind_receiver(resolver, callee)
            bind_arguments(resolver, function, frame, call.arguments, skip=1)
        case ClassRef():
            constructors = [
                method
                for name in ("__init__", "__new__")
                for method in classes.instance_attribute(resolver, callee, name, InstanceRef(callee))
                if isinstance(method, MethodRef)
            ]
            for constructor in constructors:
                bind(resolver, constructor, frame, call)
            if not constructors:
                fields.bind(resolver, callee, frame, call)
        case InstanceRef():
            for method in classes.attribute(resolver, callee, "__call__"):
                bind(resolver, method, frame, call)
        case PartialRef(of):
            bind(resolver, of, frame, call)
        case External(origin) if call.arguments and library_calls.fixes(origin):
            inner = Called(call.scope, call.callee, call.arguments[1:], call.place)
            for target in resolver.evaluate(frame, call.arguments[0].value):
                bind(resolver, target, frame, inner)
        case External(origin):
            for handed, arguments in (
                *handover.handed_over(resolver, origin, frame, call),
                *handover.called_back(resolver, origin, frame, call),
            ):
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
            call = Called(frame.scope, decorated, (Argument(None, decorated),), _NO_CALL.place)
            bind(resolver, decorator, frame, call)
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
