"""Functions that are given to a library, one by one or in a container, to be run by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from smsaudit.flow.program import Program
from smsaudit.model.fact import Called
from smsaudit.model.origin_glob import GlobIndex
from smsaudit.model.referent import DisplayRef, Frame, FunctionRef, MethodRef, PartialRef
from smsaudit.model.value import Attribute, Mapping, Name, Sequence, Value

_BUILTINS = (
    "isinstance issubclass print len type super getattr hasattr setattr callable staticmethod classmethod "
    "property str repr id"
)
_TAKES_NO_CALLBACK = GlobIndex(
    (glob, True)
    for glob in (
        *(f"builtins.{name}" for name in _BUILTINS.split()),
        *(f"builtins.{name}.**" for name in ("dict", "list", "set")),
        "collections.**",
        "dataclasses.**",
        "enum.**",
        "functools.**",
        "inspect.**",
        "logging.**",
        "typing.**",
        "unittest.mock.**",
        "weakref.**",
    )
)
"""Library calls that take a function and do not run it."""
_QUERYING = frozenset(["exclude", "filter", "filter_by", "having", "order_by", "where"])
"""Methods that narrow a query by what they are given."""
_EVALUATES = re.compile(r"(?:^|_|safe|simple)eval|Eval|(?:^|_)exec(?:_|$)")
"""Runs a text in which the functions of a table may be called."""


def narrows(callee: Value) -> bool:
    """Whether a call is a part of a query, which runs nothing that it is given."""
    return isinstance(callee, Attribute) and callee.name in _QUERYING


def functions_in(program: Program, frame: Frame, call: Called, value: Value) -> Iterator[Frame]:
    """The functions that an argument of a call is, or lists; what runs a text is given tables of them by any name."""
    for item in _items(value):
        for referent in program.evaluate(frame, item):
            yield from function_frames(referent)
            if isinstance(referent, DisplayRef) and evaluates(call.callee):
                for kept in _items(referent.display):
                    for inner in program.evaluate(referent.frame, kept):
                        yield from function_frames(inner)


def _items(value: Value) -> Iterable[Value]:
    match value:
        case Sequence(items):
            return items
        case Mapping(pairs):
            return [item for _, item in pairs]
        case _:
            return (value,)


def evaluates(callee: Value) -> bool:
    """Whether a call runs a text, by its name."""
    return isinstance(callee, Attribute | Name) and _EVALUATES.search(callee.name) is not None


@cache
def takes_no_callback(origin: str) -> bool:
    """Whether a function of a library keeps a function that it is given, or does something else with it than to run it."""
    return any(_TAKES_NO_CALLBACK.matching(origin))


def function_frames(referent: object) -> Iterable[Frame]:
    """The body that runs when a function, a method or a part of one is called."""
    match referent:
        case FunctionRef(frame):
            return (frame,)
        case (
            MethodRef(function, _)
            | PartialRef(MethodRef(function, _))
            | PartialRef(FunctionRef() as function)
        ):
            return (function.frame,)
        case _:
            return ()
