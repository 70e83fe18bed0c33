"""Whether what speaks against a call stands in all of its ways, or only where a condition holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cached_property

from smsaudit.match.expressions import is_in
from smsaudit.match.questions import Questions
from smsaudit.model.fact import Bound, Called, Facts, Guard, Stored
from smsaudit.model.fact_index import Groups
from smsaudit.model.location import TreePath
from smsaudit.model.referent import Frame
from smsaudit.model.value import Compared, Either, Mapping, Name, Result, Sequence, Text, Value

_FURTHEST = 6


class _Holds(IntEnum):
    """In how many of its ways a value holds a text."""

    NEVER = 0
    SOMETIMES = 1
    ALWAYS = 2


class Alternatives:
    """One call, asked about one text: `f"whatsapp:{to}" if chat else to` has it in one way and not in the other."""

    def __init__(self, path: TreePath, facts: Facts, call: Called, expression: str, ask: Questions) -> None:
        self._path, self._facts, self._call, self._expression, self._ask = path, facts, call, expression, ask
        self._put_on: dict[tuple[str, int], _Holds] = {}
        """What holds for a variable, by its name and how far off it is asked: each may be bound by way of all the others."""

    def has_one_without(self) -> bool:
        """Whether the text stands in some ways of the arguments and in none of them always.

        Code that looks whether the text is there already puts it where it is missing: then no way is without.
        """
        if any(map(self._looks_for_it, self._facts.index.calls[self._call.scope])):
            return False
        return self._all(argument.value for argument in self._call.arguments) is _Holds.SOMETIMES

    def _holds(self, value: Value, depth: int = 0) -> _Holds:
        if depth > _FURTHEST:
            return _Holds.NEVER
        match value:
            case Either(options):
                return _either({self._holds(option, depth + 1) for option in options})
            case Mapping(pairs):
                return self._all((item for _, item in pairs), depth)
            case Sequence(items):
                return self._all(items, depth)
            case Result(number) if not self._says(value):
                return self._all((one.value for one in self._facts.calls[number].arguments), depth)
            case Name(name) if (ways := self._ways(name)) is not None:
                if (name, depth) not in self._put_on:
                    self._put_on[name, depth] = self._all_put_on(name, depth, ways)
                return self._put_on[name, depth]
            case _:
                return _Holds.ALWAYS if self._says(value) else _Holds.NEVER

    def _all(self, values: Iterable[Value], depth: int = 0) -> _Holds:
        """What holds for values of which each is there."""
        return max((self._holds(value, depth + 1) for value in values), default=_Holds.NEVER)

    def _all_put_on(self, name: str, depth: int, ways: list[Bound]) -> _Holds:
        """What holds for a variable: what it is bound to, and each key that is put on it."""
        first = self._given(name) if self._is_parameter(name) else set()
        found = [self._last(first, ways, depth)]
        begin = next((bound.value for bound in ways if isinstance(bound.value, Mapping)), None)
        for key, stores in self._stores(name):
            written = [item for own, item in begin.pairs if own == key] if isinstance(begin, Mapping) else []
            found.append(self._last({self._holds(item, depth + 1) for item in written[-1:]}, stores, depth))
        return max(found)

    def _last(self, before: set[_Holds], ways: Iterable[Bound | Stored], depth: int) -> _Holds:
        """What holds after bindings in the order of the file, of which those under a condition may not happen."""
        held = set[_Holds]()
        for way in sorted(ways, key=lambda one: one.place, reverse=True):
            held.add(self._holds(way.value, depth + 1))
            if not self._is_conditional(way.guards):
                return _either(held)
        return _either(held | before)

    def _ways(self, name: str) -> list[Bound] | None:
        """How a variable of the function is bound before the call; None if it stands elsewhere."""
        bindings = self._facts.index.bound[self._call.scope, name]
        ways = [bound for bound in bindings if bound.place <= self._call.place]
        return ways if ways or self._is_parameter(name) else None

    def _given(self, name: str) -> set[_Holds]:
        """What holds for a parameter, by what the known callers of the function give to it."""
        given = self._ask.passed(Frame(self._path, self._call.scope), name)
        return {
            _Holds.ALWAYS if self._stands_in(frame, value) else _Holds.NEVER for frame, value in given
        } or {_Holds.NEVER}

    def _is_parameter(self, name: str) -> bool:
        return any(one.name == name for one in self._facts.scopes[self._call.scope].parameters)

    def _stores(self, name: str) -> Iterator[tuple[Value | None, list[Stored]]]:
        found: dict[Value | None, list[Stored]] = {}
        for stored in self._stored[name]:
            found.setdefault(stored.key, []).append(stored)
        yield from found.items()

    @cached_property
    def _stored(self) -> Groups[str, Stored]:
        """What is put on each variable of the function, by its name."""
        stores = self._facts.index.stores[self._call.scope]
        return Groups((one.base.name, one) for one in stores if isinstance(one.base, Name))

    def _is_conditional(self, guards: tuple[Guard, ...]) -> bool:
        own = set(guards) - set(self._call.guards)
        return bool(own) and not any(self._asks_for_it(guard.test) for guard in own)

    def _asks_for_it(self, test: Value) -> bool:
        match test:
            case Text(text):
                return is_in(self._expression, text)
            case Compared(_, left, right):
                return self._asks_for_it(left) or self._asks_for_it(right)
            case _:
                return False

    def _looks_for_it(self, call: Called) -> bool:
        is_look = getattr(call.callee, "name", "") in {"startswith", "removeprefix", "replace"}
        return is_look and any(self._asks_for_it(argument.value) for argument in call.arguments)

    def _says(self, value: Value) -> bool:
        return self._stands_in(Frame(self._path, self._call.scope), value)

    def _stands_in(self, frame: Frame, value: Value) -> bool:
        return any(is_in(self._expression, text) for text in self._ask.texts(frame.path, frame.scope, value))


def _either(ways: set[_Holds]) -> _Holds:
    return ways.pop() if len(ways) == 1 else _Holds.SOMETIMES if ways else _Holds.NEVER
