"""What calls of the standard library that iterate, choose or count hand on of the collections that they are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from smsaudit.model.referent import ClassRef, Frame, FunctionRef, MethodRef, PartialRef, Referents
from smsaudit.model.value import Number, Sequence, Value
from smsaudit.resolve import calls

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_ZERO = Number(0)


def first(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    """The first argument."""
    return resolver.evaluate(frame, arguments[0]) if arguments else _NOTHING


def second(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    """The second argument."""
    return first(resolver, frame, arguments[1:])


def _every(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    return _NOTHING.union(*(resolver.evaluate(frame, value) for value in arguments))


def _one_of(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    return resolver.evaluate(frame, resolver.derived(arguments[0], None)) if arguments else _NOTHING


def _one_of_second(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    return _one_of(resolver, frame, arguments[1:])


def _mapped(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    return frozenset(
        found
        for value in arguments
        for callee in resolver.evaluate(frame, value)
        if isinstance(callee, FunctionRef | MethodRef | ClassRef | PartialRef)
        for found in calls.result_of(resolver, callee, frame, calls.no_call())
    )


def _enumerated(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    if not arguments:
        return _NOTHING
    return _table(resolver, frame, _ZERO, resolver.derived(arguments[0], None))


def _zipped(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    return _table(resolver, frame, *(resolver.derived(value, None) for value in arguments))


def _table(resolver: Resolver, frame: Frame, *row: Value) -> Referents:
    """A table with one row."""
    made = resolver.once(("row", *map(id, row)), lambda: Sequence((Sequence(row),)), *row)
    return frozenset((resolver.display(frame, made),))


ITERATING: Mapping[str, Callable[[Resolver, Frame, list[Value]], Referents]] = MappingProxyType(
    {
        **dict.fromkeys(
            [
                f"builtins.{name}"
                for name in ("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter")
            ]
            + [f"itertools.{name}" for name in ("cycle", "islice", "tee")]
            + ["random.sample", "random.choices", "tqdm.tqdm", "tqdm.auto.tqdm"],
            first,
        ),
        "builtins.filter": second,
        **dict.fromkeys((f"itertools.{name}" for name in ("filterfalse", "takewhile", "dropwhile")), second),
        **dict.fromkeys((f"builtins.{name}" for name in ("next", "max", "min", "anext")), _one_of),
        **dict.fromkeys(("random.choice", "secrets.choice", "itertools.chain.from_iterable"), _one_of),
        "functools.reduce": _one_of_second,
        "itertools.chain": _every,
        "builtins.map": _mapped,
        "builtins.enumerate": _enumerated,
        "builtins.zip": _zipped,
        "itertools.zip_longest": _zipped,
    }
)
"""Functions by origin."""
