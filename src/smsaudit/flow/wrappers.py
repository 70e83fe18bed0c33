"""Wrappers, which decorators put around functions: each calls the one that it was made for, and runs whenever that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smsaudit.flow.callbacks import function_frames
from smsaudit.flow.edge import Edge
from smsaudit.flow.program import Program
from smsaudit.model.referent import Frame
from smsaudit.model.value import Name


def hands_through(program: Program, edge: Edge) -> bool:
    """Whether a wrapper calls what it wraps: whoever asks for that runs both, and whoever asks for another does not."""
    facts = program.facts(edge.caller.path)
    wraps = set(_called(program, edge.caller))
    return (
        bool(wraps)
        and facts is not None
        and any(call.callee in wraps for call in facts.index.calls_at[edge.place])
    )


def is_wrapper(program: Program, function: Frame) -> bool:
    """Whether a function is the answer of the one around it and calls what this one, or one further out, was given."""
    return next(_called(program, function), None) is not None


def wrapped(program: Program, wrapper: Frame) -> set[Frame]:
    """The functions that a wrapper was put around, as far as they were read."""
    found = (each for value in _called(program, wrapper) for each in program.evaluate(wrapper, value))
    return {frame for each in found for frame in function_frames(each)} - {wrapper}


def decorators(program: Program, functions: Iterable[Frame]) -> set[Frame]:
    """What makes those of the functions that are wrappers: other files know them by its name."""
    return {
        around
        for function in functions
        if is_wrapper(program, function)
        for around in _around(program, function)
    }


def _around(program: Program, function: Frame) -> Iterator[Frame]:
    outer = program.parent_function(function)
    while outer is not None:
        yield outer
        outer = program.parent_function(outer)


def _called(program: Program, function: Frame) -> Iterator[Name]:
    """What a wrapper was given to wrap, where it is called."""
    facts, around = program.facts(function.path), list(_around(program, function))
    if facts is None or not around:
        return
    own = Name(facts.scopes[function.scope].name)
    if own not in [each.value for each in facts.index.returned[around[0].scope]]:
        return
    given = {parameter.name for outer in around for parameter in facts.scopes[outer.scope].parameters}
    for call in facts.index.calls[function.scope]:
        if isinstance(call.callee, Name) and call.callee.name in given:
            yield call.callee
