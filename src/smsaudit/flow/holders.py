"""Names that hold a function which another name stands for: whoever calls what they hold may call it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from smsaudit.model.fact import Facts, Scope, ScopeKind
from smsaudit.model.value import (
    Attribute,
    Defined,
    Either,
    Element,
    Entered,
    Item,
    Mapping,
    Name,
    Part,
    Result,
    Sequence,
    Text,
    Value,
)

_MAX_DEPTH = 5
_ANSWER = "()"
"""After the name of a function: what a call of it answers."""
_IN = " in "
"""Between the name of a variable and the number of the scope that it belongs to."""
_PATH = re.compile(r"[A-Za-z_][\w.]*[.:](?P<name>[A-Za-z_]\w*)")
"""What is loaded by name: `shop.senders:send`, `shop.senders.send`."""
_TAKES_OUT = frozenset(["copy", "get", "items", "pop", "setdefault", "values"])
_PUTS_IN = frozenset(["add", "append", "appendleft", "extend", "insert", "setdefault", "update"])
_KEEPS = frozenset(
    [
        *("async_to_sync", "classmethod", "member", "partial", "partialmethod", "staticmethod", "sync_to_async"),
        *("dict", "enumerate", "filter", "frozenset", "iter", "list", "next", "reversed", "set", "sorted", "tuple", "zip"),
    ]
)  # fmt: skip
"""Callables whose answer does what they are given, or holds it."""


def answer_of(name: str) -> str:
    """What stands for an object of a class, or for what a function answers, beside the names themselves."""
    return name + _ANSWER


def spelling(held: str) -> str:
    """The name that a call of it is written with."""
    return held.removesuffix(_ANSWER)


def name_in(text: str) -> str:
    """The last name of a text that may be a dotted path; empty where it is none."""
    path = _PATH.fullmatch(text) if "." in text or ":" in text else None
    return path["name"] if path is not None else ""


class Holders:
    """What holds what in one file, by variables, attributes, containers, default arguments and answers.

    A variable of a function is told apart from others of its name by the number of the function's scope.
    """

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._by: dict[str, set[str]] = defaultdict(set)
        self._local = [_variables(scope) for scope in facts.scopes]
        self._starting: dict[str, set[str]] = defaultdict(set)
        """Name of a function that is defined or imported inside another -> the variables it is there."""
        self._note_definitions()
        for bound in facts.bindings:
            self._note(bound.scope, bound.value, self._variable(bound.scope, bound.name))
        for stored in facts.stores:
            if stored.attribute is not None:
                self._note(stored.scope, stored.value, stored.attribute)
            else:
                self._put(stored.scope, stored.base, [stored.value])
        for call in facts.calls:
            if isinstance(call.callee, Attribute) and call.callee.name in _PUTS_IN:
                self._put(call.scope, call.callee.base, [argument.value for argument in call.arguments])
        for number, scope in enumerate(facts.scopes):
            for parameter in scope.parameters:
                if parameter.default is not None:
                    self._note(scope.parent, parameter.default, self._variable(number, parameter.name))
        for returned in facts.returned:
            scope = facts.scopes[returned.scope]
            function = self._variable(scope.parent, scope.name)
            self._note(returned.scope, returned.value, answer_of(function))

    def of(self, names: Iterable[str]) -> frozenset[str]:
        """Everything that holds what one of the names stands for; calls of it are spelled with it."""
        return frozenset(_spelled(held) for held in self._all(names))

    def outward(self, names: Iterable[str]) -> frozenset[str]:
        """Those of them that other files can name; what a function answers is told apart from the function."""
        return frozenset(held for held in self._all(names) if _IN not in held)

    def kept_by(self, function: int, position: int) -> frozenset[str]:
        """What a function puts the argument of a position into, as far as other files can name it."""
        scope = self._facts.scopes[function]
        is_method = self._facts.scopes[max(scope.parent, 0)].kind is ScopeKind.CLASS
        taken = scope.parameters[position + is_method : position + is_method + 1]
        held = self.outward(self._variable(function, parameter.name) for parameter in taken)
        return frozenset(name for name in held if not name.endswith(_ANSWER))

    def kept_by_answer(self, function: int) -> frozenset[str]:
        """What the functions inside one put their first argument into: it is one of these that it answers."""
        return frozenset().union(*(self.kept_by(number, 0) for number in self._facts.index.inner[function]))

    def _note_definitions(self) -> None:
        for bound in self._facts.bindings:
            if isinstance(bound.value, Defined):
                self._local[bound.scope].add(bound.name)
                self._starting[bound.name].add(self._variable(bound.scope, bound.name))
            elif self._facts.scopes[bound.scope].kind is not ScopeKind.CLASS:
                self._local[bound.scope].add(bound.name)
        for item in self._facts.imports:
            self._local[item.scope].add(item.alias)
            if item.name:
                self._starting[item.name].add(self._variable(item.scope, item.alias))
                self._by[item.name] |= {self._variable(item.scope, item.alias)} - {item.name}

    def _variable(self, scope: int, name: str) -> str:
        """What a name that is written in a scope stands for in this file."""
        while scope > 0:
            own = self._facts.scopes[scope]
            if own.kind is not ScopeKind.CLASS and name in self._local[scope]:
                return f"{name}{_IN}{scope}"
            scope = own.parent
        return name

    def _all(self, names: Iterable[str]) -> set[str]:
        wanted = set(names)
        waiting = [*wanted, *(each for name in wanted for each in self._starting.get(name, ()))]
        found: set[str] = set()
        while waiting:
            fresh = self._by.get(waiting.pop(), set()) - found
            found |= fresh
            waiting += fresh
        return found

    def _put(self, scope: int, container: Value, values: Iterable[Value]) -> None:
        match container:
            case Name(name):
                holder = self._variable(scope, name)
            case Attribute(_, name):
                holder = name
            case _:
                return
        for value in values:
            self._note(scope, value, holder)

    def _note(self, scope: int, value: Value, holder: str) -> None:
        for name in self._held(scope, value):
            if name != holder:
                self._by[name].add(holder)

    def _held(self, scope: int, value: Value, depth: int = 0) -> Iterator[str]:
        """Names whose function a value is, or holds."""
        parts: Iterable[Value] = ()
        match value:
            case Name(name):
                yield self._variable(scope, name)
            case Attribute(_, name):
                yield name
            case Text(text) if name := name_in(text):
                yield name
            case Sequence(items):
                parts = items
            case Mapping(pairs):
                parts = (item for _, item in pairs)
            case Either(options):
                parts = options
            case Item(base, _) | Element(base, _) | Entered(base) | Part(base, _, _):
                parts = (base,)
            case Result(number):
                is_whole = not depth and self._facts.scopes[scope].kind is not ScopeKind.FUNCTION
                yield from self._answered(scope, number, is_whole=is_whole)
            case _:
                pass
        if depth < _MAX_DEPTH:
            for part in parts:
                yield from self._held(scope, part, depth + 1)

    def _answered(self, scope: int, number: int, *, is_whole: bool) -> Iterator[str]:
        """What a call answers: what its function does, what it takes out of a container, or what it is given and wraps."""
        call = self._facts.calls[number]
        match call.callee:
            case Attribute(Name() | Attribute() as container, name) if name in _TAKES_OUT:
                yield from self._held(scope, container)
            case Name() | Attribute() as callee:
                yield from map(answer_of, self._held(scope, callee))
                if is_whole or callee.name in _KEEPS:
                    for argument in call.arguments:
                        if isinstance(argument.value, Name | Attribute):
                            yield from self._held(scope, argument.value)
            case _:
                pass


def _variables(scope: Scope) -> set[str]:
    shared = {*scope.declared_global, *scope.declared_nonlocal}
    return {parameter.name for parameter in scope.parameters} - shared


def _spelled(held: str) -> str:
    return spelling(held).partition(_IN)[0]
