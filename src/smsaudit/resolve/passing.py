"""What functions of the tree hand on to others of what they are given: `api(URL, params)` asks for its caller."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from smsaudit.model.location import TreePath
from smsaudit.model.referent import Frame, FunctionRef, MethodRef, PartialRef, Referent
from smsaudit.model.value import Either, Filled, Joined, Mapping, Name, Result, Sequence, Value
from smsaudit.resolve import texts
from smsaudit.resolve.resolver import Resolver
from smsaudit.resolve.tables import Tables
from smsaudit.resolve.unread import home, placeholders

_DEPTH = 3
"""Functions in functions."""
_MAX_CALLS = 200
"""Calls of one function that are looked at."""

_MAX_BINDINGS = 100
"""Variables of one function that are looked at."""
_DEEPEST = 4
"""Values in values of which a variable is made."""

IsTaker = Callable[[TreePath, int], bool]
"""Whether a call, by its file and number, takes what is looked for."""


def hands_on(resolver: Resolver, path: TreePath, call: int, takes: IsTaker, depth: int = _DEPTH) -> bool:
    """Whether a function that a call runs gives one of its parameters to a call that takes it; reads what it has to."""
    tables = resolver.tables(path)
    if tables is None or not depth:
        return False
    own = tables.call(call)
    missing = placeholders(resolver.callees(path, call)) | home(resolver, Frame(path, own.scope), own.callee)
    if missing:
        resolver.library.scan(sorted(missing))
        resolver.admit(missing)
    functions = {frame for callee in resolver.callees(path, call) for frame in _bodies(callee)}
    return any(_gives_on(resolver, each, takes, depth) for each in sorted(functions))


def _gives_on(resolver: Resolver, function: Frame, takes: IsTaker, depth: int) -> bool:
    tables = resolver.tables(function.path)
    if tables is None:
        return False
    own = {parameter.name for parameter in tables.scope(function.scope).parameters} - {"self", "cls"}
    for bound in tables.bound_in[function.scope][:_MAX_BINDINGS]:
        if bound.name not in own and own.intersection(_names_within(tables, bound.value)):
            own.add(bound.name)
    numbers = [
        number
        for number in tables.calls_by_function.get(function.scope, ())[:_MAX_CALLS]
        if any(own.intersection(_names(tables, each.value)) for each in tables.call(number).arguments)
    ]
    return any(takes(function.path, number) for number in numbers) or any(
        hands_on(resolver, function.path, number, takes, depth - 1) for number in numbers
    )


def _bodies(referent: Referent) -> Iterator[Frame]:
    match referent:
        case FunctionRef(frame) | MethodRef(FunctionRef(frame), _):
            yield frame
        case PartialRef(of):
            yield from _bodies(of)
        case _:
            pass


def _names(tables: Tables, value: Value) -> Iterator[str]:
    """Variables of which a value is made, if only as bytes of a text."""
    match value:
        case Name(name):
            yield name
        case Joined(parts):
            for part in parts:
                yield from _names(tables, part)
        case Filled(template, fillers):
            for part in (template, *(filler for _, filler in fillers)):
                yield from _names(tables, part)
        case Result(number) if (of := texts.spelled_by(tables.call(number))) is not None:
            yield from _names(tables, of)
        case _:
            pass


def _names_within(tables: Tables, value: Value, depth: int = _DEEPEST) -> Iterator[str]:
    """Variables that a value is made of or holds: `httpx.URL(base).join(path)`, `{"key": key, **payload}`, `payload or {}`."""
    yield from _names(tables, value)
    for part in _parts(tables, value) if depth else ():
        yield from _names_within(tables, part, depth - 1)


def _parts(tables: Tables, value: Value) -> Iterable[Value]:
    match value:
        case Result(number):
            return [argument.value for argument in tables.call(number).arguments]
        case Mapping(pairs):
            return [of for _, of in pairs]
        case Sequence(parts) | Either(parts):
            return parts
        case _:
            return ()
