"""Where calls stand that are no statements of their own: in the head of a function, or in what another call is given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from smsaudit.model.fact import Facts, ScopeKind
from smsaudit.model.value import Item, Mapping, Result, Sequence, Value

_MAX_DEPTH = 6


class Standing:
    """The calls of one file; worked out once."""

    def __init__(self, facts: Facts) -> None:
        self._heads: dict[int, int] = {}
        self._around: dict[int, set[int]] = defaultdict(set)
        for number, scope in enumerate(facts.scopes):
            if scope.kind is ScopeKind.FUNCTION:
                heads = [
                    value
                    for p in scope.parameters
                    for value in (p.default, p.annotation)
                    if value is not None
                ]
                for value in (*heads, *scope.decorators):
                    self._heads |= dict.fromkeys(_calls(facts, value), number)
        for number, call in enumerate(facts.calls):
            for argument in call.arguments:
                for inner in _calls(facts, argument.value):
                    self._around[inner].add(number)

    def function(self, call: int) -> int | None:
        """The scope of the function in whose decorators, defaults or annotations a call stands."""
        return self._heads.get(call)

    def around(self, call: int) -> set[int]:
        """The calls that are given what a call answers."""
        return self._around.get(call, set())


def _calls(facts: Facts, value: Value, depth: int = 0) -> Iterator[int]:
    parts: tuple[Value, ...] = ()
    match value:
        case Result(number):
            yield number
            parts = tuple(argument.value for argument in facts.calls[number].arguments)
        case Sequence(items):
            parts = items
        case Mapping(pairs):
            parts = tuple(item for _, item in pairs)
        case Item(base, key):
            parts = (base, key)
        case _:
            pass
    for part in parts if depth < _MAX_DEPTH else ():
        yield from _calls(facts, part, depth + 1)
