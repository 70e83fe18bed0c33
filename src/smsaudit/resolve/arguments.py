"""Arguments to parameters, as Python passes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsaudit.model.fact import Argument, ParameterKind
from smsaudit.model.referent import Frame, FunctionRef

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver


def bind_arguments(
    resolver: Resolver, function: FunctionRef, frame: Frame, arguments: tuple[Argument, ...], skip: int
) -> None:
    """Note which arguments the parameters of a function receive; the first `skip` are bound already."""
    tables = resolver.tables(function.frame.path)
    if tables is None:
        return
    parameters = tables.scope(function.frame.scope).parameters
    positional = [p for p in parameters if p.kind is ParameterKind.POSITIONAL][skip:]
    named = {p.name for p in parameters if p.kind in {ParameterKind.POSITIONAL, ParameterKind.KEYWORD}}
    star = next((p.name for p in parameters if p.kind is ParameterKind.STAR), None)
    double = next((p.name for p in parameters if p.kind is ParameterKind.DOUBLE_STAR), None)
    index = 0
    for argument in arguments:
        match argument.keyword:
            case None:
                name = positional[index].name if index < len(positional) else star
                index += 1
                if name is not None:
                    resolver.bind(function, name, frame, argument.value)
            case "*":
                for offset, parameter in enumerate(positional[index:]):
                    resolver.bind(function, parameter.name, frame, resolver.derived(argument.value, offset))
                if star is not None:
                    resolver.bind(function, star, frame, argument.value)
            case "**":
                for name in sorted(named):
                    resolver.bind(function, name, frame, resolver.derived(argument.value, name))
                if double is not None:
                    resolver.bind(function, double, frame, argument.value)
            case keyword if keyword in named:
                resolver.bind(function, keyword, frame, argument.value)
            case _:
                if double is not None:
                    resolver.bind(function, double, frame, argument.value)
