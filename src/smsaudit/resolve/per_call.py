"""What a function answers to one call, where its answer is made of what it is given.

`url("/send")` is then no address that another caller of `url` asks for, and `option("host", default="…")` no other's default.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from smsaudit.model.fact import Argument, Bound, Called
from smsaudit.model.referent import Frame, FunctionRef
from smsaudit.model.value import (
    Again,
    Attribute,
    Defined,
    Either,
    Filled,
    Given,
    Joined,
    Name,
    Opaque,
    Result,
    Value,
)
from smsaudit.resolve.arguments import received
from smsaudit.resolve.tables import Tables
from smsaudit.resolve.text_methods import CHANGES

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

DEPTH = 3
"""Functions that hand on what they are given to the next."""
_STEPS = 6
"""From what is returned to the parameters that it is made of."""
_MOST_DEFINITIONS = 8
_LOOKING_UP = frozenset(("get", "pop", "setdefault"))
_MODELS = frozenset(("get_model", "load_model"))
"""Find a model by its label, which a function of the project's own may be given."""
_NOTHING = Opaque()


def answer(
    resolver: Resolver, function: FunctionRef, frame: Frame, call: Called, skip: int, depth: int
) -> Value | None:
    """What a function answers to a call, to be read in the function's frame; None where no argument is part of that.

    The first `skip` parameters are those of the object that the method belongs to.
    """
    tables = resolver.tables(function.frame.path)
    if tables is None or depth >= DEPTH or not _is_made_of_arguments(tables, function.frame.scope):
        return None
    key = (
        "answer",
        function,
        frame,
        skip,
        depth,
        *((each.keyword, id(each.value)) for each in call.arguments),
    )
    make = partial(_made, resolver, tables, function, frame, call.arguments, skip, depth)
    made = resolver.once(key, make, *(each.value for each in call.arguments))
    return None if made is _NOTHING else made


def _is_made_of_arguments(tables: Tables, scope: int) -> bool:
    """Whether some of what a function answers is made of its parameters."""
    found = tables.answered_with.get(scope)
    if found is None:
        values = [each.value for each in tables.facts.index.returned[scope]]
        found = any(is_answered_with(tables, scope, value) for value in values)
        tables.answered_with[scope] = found
    return found


def is_answered_with(tables: Tables, scope: int, value: Value) -> bool:
    """Whether a value that a function answers is made of its parameters."""
    own: dict[str, Value] = {each.name: _NOTHING for each in tables.scope(scope).parameters}
    return _Putting(tables, scope, own, 0).put(value, _STEPS) is not value


def _made(
    resolver: Resolver,
    tables: Tables,
    function: FunctionRef,
    frame: Frame,
    arguments: tuple[Argument, ...],
    skip: int,
    depth: int,
) -> Value:
    scope = function.frame.scope
    outside = Frame(function.frame.path, max(tables.scope(scope).parent, 0))
    given: dict[str, Value] = {}
    for parameter in tables.scope(scope).parameters[skip:]:
        if parameter.default is not None:
            given[parameter.name] = Given(outside, parameter.default)
    for name, value in received(resolver, tables.accepted[scope], arguments, skip):
        is_sure = all(each.keyword != "**" for each in arguments) or name not in given
        given[name] = Given(frame, value) if is_sure else Either((Given(frame, value), given[name]))
    putting = _Putting(tables, scope, given, depth)
    returned = [each.value for each in tables.facts.index.returned[scope]]
    made = tuple(putting.put(value, _STEPS) for value in returned)
    return Either(made) if any(new is not old for new, old in zip(made, returned, strict=True)) else _NOTHING


class _Putting:
    """Puts what a call gives in the place of the parameters."""

    def __init__(self, tables: Tables, scope: int, given: dict[str, Value], depth: int) -> None:
        self._tables = tables
        self._scope = scope
        self._given = given
        self._depth = depth

    def put(self, value: Value, steps: int) -> Value:
        """A value with arguments for parameters; the same object where it has none."""
        if not steps:
            return value
        match value:
            case Name():
                return self._name(value, steps - 1)
            case Joined(parts):
                return self._of(value, parts, Joined, steps)
            case Either(options):
                return self._of(value, options, Either, steps)
            case Filled(template, fillers):
                new = self.put(template, steps - 1)
                filled = tuple((name, self.put(filler, steps - 1)) for name, filler in fillers)
                is_same = all(a is b for (_, a), (_, b) in zip(filled, fillers, strict=True))
                return value if new is template and is_same else Filled(new, filled)
            case Result(number):
                return self._result(value, self._tables.call(number), steps - 1)
            case _:
                return value

    def _of(self, value: Value, parts: tuple[Value, ...], kind: type[Joined | Either], steps: int) -> Value:
        new = tuple(self.put(part, steps - 1) for part in parts)
        return value if all(a is b for a, b in zip(new, parts, strict=True)) else kind(new)

    def _name(self, value: Name, steps: int) -> Value:
        """A parameter, or a variable that is made of some."""
        definitions, hidden = self._tables.definitions(self._scope, value.name, value.at)
        given = self._given.get(value.name) if not hidden else None
        if len(definitions) > _MOST_DEFINITIONS or (given is None and not definitions):
            return value
        old: list[Value] = []
        for definition in definitions:
            fact = definition.fact
            if not isinstance(fact, Bound) or fact.scope != self._scope or isinstance(fact.value, Defined):
                return value
            old.append(fact.value)
        new = [self.put(each, steps) for each in old]
        if given is not None:
            return Either((given, *new)) if new else given
        return value if all(a is b for a, b in zip(new, old, strict=True)) else Either(tuple(new))

    def _result(self, value: Result, call: Called, steps: int) -> Value:
        """A call that looks something up, or hands on all that it is given by name, and some of that was given by the caller."""
        callee = call.callee
        if not isinstance(callee, Name | Attribute) or callee.name[:1].isupper() or call.scope != self._scope:
            return value
        if callee.name in CHANGES and isinstance(callee, Attribute):
            base = self.put(callee.base, steps)
            changed = Called(call.scope, Attribute(base, callee.name), call.arguments, call.place)
            return value if base is callee.base else Again(value.call, changed, self._depth + 1)
        looks_up = callee.name in _LOOKING_UP
        keywords = {each.keyword for each in call.arguments}
        hands_on = "**" in keywords or any(each.value == Name(each.keyword or "") for each in call.arguments)
        if not (looks_up or hands_on or callee.name in _MODELS) or "*" in keywords:
            return value
        looked_up = 1 if looks_up else 0  # by whatever key: each container is asked about once
        arguments = (
            *call.arguments[:looked_up],
            *(Argument(each.keyword, self.put(each.value, steps)) for each in call.arguments[looked_up:]),
        )
        if all(a.value is b.value for a, b in zip(arguments, call.arguments, strict=True)):
            return value
        return Again(value.call, Called(call.scope, callee, arguments, call.place), self._depth + 1)
