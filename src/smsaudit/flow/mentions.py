"""Which calls of a file may run a function of certain names, judging by what is written."""

from __future__ import annotations

from collections import defaultdict

from smsaudit.model.fact import Called, Facts, ScopeKind
from smsaudit.model.value import (
    Attribute,
    Defined,
    Either,
    Element,
    Entered,
    Item,
    Mapping,
    Name,
    Result,
    Sequence,
    Value,
)

_MAX_DEPTH = 5
_RUNNERS = frozenset(
    [
        "Process",
        "Thread",
        "Timer",
        "add_done_callback",
        "add_job",
        "add_task",
        "apply_async",
        "call_later",
        "call_soon",
        "create_task",
        "enqueue",
        "gather",
        "map",
        "on_commit",
        "partial",
        "run_in_executor",
        "run_sync",
        "spawn",
        "start_new_thread",
        "submit",
        "to_thread",
    ]
)
"""What libraries call the things that run a function they are given."""


class Mentions:
    """Whether expressions of one file mention one of the names, directly or through a variable."""

    def __init__(self, facts: Facts, names: frozenset[str]) -> None:
        self._facts = facts
        self._known = names
        self._known = (
            names
            | {b.name for b in facts.bindings if not isinstance(b.value, Defined) and self.value(b.value)}
            | {s.attribute for s in facts.stores if s.attribute is not None and self.value(s.value)}
            | {item.alias for item in facts.imports if item.name in names}
        )

    def call(self, call: Called) -> bool:
        """Whether the call may run a function of one of the names."""
        return self._callee(call.callee) or any(self.value(argument.value) for argument in call.arguments)

    def value(self, value: Value, depth: int = 0) -> bool:
        """Whether a value may hand over a function of one of the names; lambdas always may."""
        match value:
            case Name(name):
                return name in self._known
            case Attribute(base, name):
                return name in self._known or self._is_named(base)
            case Defined(scope):
                return self._facts.scopes[scope].kind is ScopeKind.LAMBDA
            case Result(number) if depth < _MAX_DEPTH:
                call = self._facts.calls[number]
                return self.value(call.callee, depth + 1) or any(
                    self.value(argument.value, depth + 1) for argument in call.arguments
                )
            case Sequence(items) if depth < _MAX_DEPTH:
                return any(self.value(item, depth + 1) for item in items)
            case Mapping(pairs) if depth < _MAX_DEPTH:
                return any(self.value(item, depth + 1) for _, item in pairs)
            case Either(options) if depth < _MAX_DEPTH:
                return any(self.value(option, depth + 1) for option in options)
            case Item(base, _) | Element(base, _) | Entered(base) if depth < _MAX_DEPTH:
                return self.value(base, depth + 1)
            case _:
                return False

    def _callee(self, callee: Value) -> bool:
        match callee:
            case Name(name):
                return name in self._known
            case Attribute(base, name):
                return name in self._known or self._is_named(base)
            case _:
                return True

    def _is_named(self, base: Value) -> bool:
        return isinstance(base, Name | Attribute) and base.name in self._known


def handed_in(facts: Facts) -> list[int]:
    """Calls of what a function was given or took out of a container: their callee has no name of its own."""
    variables = _variables(facts)
    kept = {
        stored.attribute
        for stored in facts.stores
        if isinstance(stored.value, Name) and _is_variable(facts, variables, stored.scope, stored.value.name)
    }
    found: list[int] = []
    for number, call in enumerate(facts.calls):
        match call.callee:
            case Name(name) if _is_variable(facts, variables, call.scope, name):
                found.append(number)
            case Attribute(Name(_), name) if name in kept:
                found.append(number)
            case Item() | Result():
                found.append(number)
            case Name(name) | Attribute(_, name) if name in _RUNNERS:
                given = (a.value.name for a in call.arguments if isinstance(a.value, Name))
                if any(_is_variable(facts, variables, call.scope, each) for each in given):
                    found.append(number)
            case _:
                pass
    return found


def _variables(facts: Facts) -> dict[int, set[str]]:
    """Parameters and loop variables by scope."""
    found: dict[int, set[str]] = defaultdict(set)
    for number, scope in enumerate(facts.scopes):
        found[number] |= {parameter.name for parameter in scope.parameters}
    for bound in facts.bindings:
        if isinstance(bound.value, Element | Item):
            found[bound.scope].add(bound.name)
    return found


def _is_variable(facts: Facts, variables: dict[int, set[str]], scope: int, name: str) -> bool:
    while scope >= 0:
        if name in variables.get(scope, ()):
            return True
        scope = facts.scopes[scope].parent
    return False
