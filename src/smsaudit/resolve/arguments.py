"""Arguments to parameters, as Python passes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from smsaudit.model.fact import Argument, Parameter, ParameterKind
from smsaudit.model.referent import Frame, FunctionRef
from smsaudit.model.value import Value

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver


class Accepted(NamedTuple):
    """The names of a function's parameters, by how arguments reach them."""

    positional: tuple[str, ...]
    named: frozenset[str]
    star: str | None
    double: str | None


def accepted(parameters: Sequence[Parameter]) -> Accepted:
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
    """The parameters that arguments reach, and with what; the first `skip` are taken already."""
    positional, named, star, double = takes
    index = skip
    for argument in arguments:
        match argument.keyword:
            case None:
                name = positional[index] if index < len(positional) else star
                index += 1
                if name is not None:
                    yield name, argument.value
            case "*":
                for offset, name in enumerate(positional[index:]):
                    yield name, resolver.derived(argument.value, offset)
                if star is not None:
                    yield star, argument.value
            case "**":
                for name in sorted(named):
                    yield name, resolver.derived(argument.value, name)
                if double is not None:
                    yield double, argument.value
            case keyword if keyword in named:
                yield keyword, argument.value
            case _:
                if double is not None:
                    yield double, argument.value
