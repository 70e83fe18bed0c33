"""Names that a lambda, or what a class makes of itself, goes by."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from smsaudit.model.fact import Bound, Facts, ScopeKind
from smsaudit.model.fact_index import Groups
from smsaudit.model.referent import ClassRef, Frame
from smsaudit.model.value import Attribute, Defined, Mapping, Name, Result, Sequence, Value

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_MAX_WRAPPERS = 4


def of(resolver: Resolver, frame: Frame) -> set[str]:
    """Variables and attributes that hold the lambda, by itself or in a display; empty for what has a name."""
    tables = resolver.tables(frame.path)
    if tables is None or tables.scope(frame.scope).kind is not ScopeKind.LAMBDA:
        return set()
    return set(tables.spellings.lambdas[frame.scope])


def made_of(resolver: Resolver, cls: ClassRef, *, instances: bool) -> set[str]:
    """Variables of its module that a class makes of itself: `detail_view = login_required(DetailView.as_view())`.

    With `instances`, those that hold an instance as well.
    """
    tables = resolver.tables(cls.frame.path)
    if tables is None:
        return set()
    name = tables.scope(cls.frame.scope).name
    return {*tables.spellings.made[name], *(tables.spellings.instances[name] if instances else ())}


class Spellings:
    """What the variables and attributes of one file hold, by what is held; each worked out when it is first asked for."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @cached_property
    def lambdas(self) -> Groups[int, str]:
        """Variables and attributes by the lambda, or other definition, that they hold."""
        bound = ((each.name, each.value) for each in self._facts.bindings)
        stored = ((each.attribute, each.value) for each in self._facts.stores if each.attribute)
        return Groups((scope, name) for name, value in chain(bound, stored) for scope in _defined(value))

    @cached_property
    def made(self) -> Groups[str, str]:
        """Variables of the module by the names on which methods were called for what they hold."""
        return Groups((name, each.name) for each in self._made() for name in self._called_on(each.value))

    @cached_property
    def instances(self) -> Groups[str, str]:
        """Variables of the module by the names that were called for what they hold."""
        return Groups((name, each.name) for each in self._made() for name in self._called(each.value))

    def _made(self) -> Iterator[Bound]:
        return (each for each in self._facts.index.bindings[0] if isinstance(each.value, Result))

    def _callee(self, value: Value) -> Value | None:
        return self._facts.calls[value.call].callee if isinstance(value, Result) else None

    def _called(self, value: Value, depth: int = 0) -> Iterator[str]:
        """Names that are called for a value, by itself or for what the call is given: `app.register_task(Tell())`."""
        if not isinstance(value, Result) or depth > _MAX_WRAPPERS:
            return
        callee = self._callee(value)
        if isinstance(callee, Name):
            yield callee.name
        for argument in self._facts.calls[value.call].arguments:
            yield from self._called(argument.value, depth + 1)

    def _called_on(self, value: Value, depth: int = 0) -> Iterator[str]:
        """Names of which a value is what a method answers, by itself or in the calls wrapped around that."""
        if not isinstance(value, Result) or depth > _MAX_WRAPPERS:
            return
        match self._callee(value):
            case Attribute(Name(name), _):
                yield name
            case _:
                pass
        for argument in self._facts.calls[value.call].arguments:
            yield from self._called_on(argument.value, depth + 1)


def _defined(value: Value) -> Iterator[int]:
    """Definitions that a value is, or that stand in a display."""
    match value:
        case Defined(number):
            yield number
        case Sequence(items):
            for item in items:
                yield from _defined(item)
        case Mapping(pairs):
            for _, item in pairs:
                yield from _defined(item)
        case _:
            pass
