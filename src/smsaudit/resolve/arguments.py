"""Arguments to parameters, as Python passes them."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Rows
from typing import TYPE_CHECKING, NamedTuple

from smsaudit.model.fact import Argument, Parameter, ParameterKind
from smsaudit.model.referent import Frame, FunctionRef
from smsaudit.model.value import Mapping, Opaque, Part, Sequence, Text, Value

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver


_TAKEN = Opaque()
"""What a method is called on, where `*args` gather that too."""


class Accepted(NamedTuple):
    """The names of a function's parameters, by how arguments reach them."""

    positional: tuple[str, ...]
    named: frozenset[str]
    star: str | None
    double: str | None


def accepted(parameters: Rows[Parameter]) -> Accepted:
    """What a function with these parameters takes."""
    by_kind = {kind: [each.name for each in parameters if each.kind is kind] for kind in ParameterKind}
    positional = by_kind[ParameterKind.POSITIONAL]
    return Accepted(
        positional=tuple(positional),
        named=frozenset((*positional, *by_kind[ParameterKind.KEYWORD])),
        star=next(iter(by_kind[ParameterKind.STAR]), None),
        double=next(iter(by_kind[ParameterKind.DOUBLE_STAR]), None),
    )


def bind_arguments(
    resolver: Resolver, function: FunctionRef, frame: Frame, arguments: tuple[Argument, ...], skip: int
) -> None:
    """Note which arguments the parameters of a function receive; the first `skip` are bound already."""
    tables = resolver.tables(function.frame.path)
    if tables is not None:
        for name, value in received(resolver, tables.accepted[function.frame.scope], arguments, skip):
            resolver.bind(function, name, frame, value)


def received(
    resolver: Resolver, takes: Accepted, arguments: tuple[Argument, ...], skip: int
) -> Iterator[tuple[str, Value]]:
    """The parameters that arguments reach, and with what; the first `skip` are taken already.

    What no parameter names is gathered: in a sequence for `*args`, in a dict for `**kwargs`.
    """
    positional, named, star, double = takes
    index = skip
    before = max(0, skip - len(positional))
    rest: list[Value] = [_TAKEN] * before
    spread: tuple[Value, int] | None = None
    others: list[tuple[str | None, Value]] = []
    for argument in arguments:
        match argument.keyword:
            case None if index < len(positional):
                yield positional[index], argument.value
                index += 1
            case None:
                rest.append(argument.value)
            case "*":
                left = positional[index:]
                for offset, name in enumerate(left):
                    yield name, resolver.derived(argument.value, offset)
                spread = argument.value, len(left)
                rest.append(resolver.derived(argument.value, None))
            case "**":
                for name in sorted(named):
                    yield name, resolver.derived(argument.value, name)
                others.append((None, argument.value))
            case keyword if keyword in named:
                yield keyword, argument.value
            case keyword:
                others.append((keyword, argument.value))
    if star is not None and len(rest) > before:
        yield star, _rest(resolver, rest, spread)
    if double is not None and others:
        yield double, _gathered(resolver, others)


def _rest(resolver: Resolver, rest: list[Value], spread: tuple[Value, int] | None) -> Value:
    """The sequence of arguments that no parameter names; what is left of another one that is handed on alone keeps its places."""
    if spread is None or len(rest) > 1:
        return resolver.once(("rest", *map(id, rest)), lambda: Sequence(tuple(rest)), *rest)
    whole, first = spread
    return (
        resolver.once(("rest", id(whole), first), lambda: Part(whole, first, None), whole) if first else whole
    )


def _gathered(resolver: Resolver, others: list[tuple[str | None, Value]]) -> Value:
    """The dict of arguments that no parameter names; another dict that is handed on alone stays what it is."""
    if len(others) == 1 and others[0][0] is None:
        return others[0][1]
    key = tuple((name, id(value)) for name, value in others)
    return resolver.once(
        key,
        lambda: Mapping(tuple((None if name is None else Text(name), value) for name, value in others)),
        *(value for _, value in others),
    )
