"""Which calls of a file may run a function of certain names, judging by what is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from smsaudit.flow.assembled import left_open
from smsaudit.flow.generic import is_generic
from smsaudit.flow.holders import Holders
from smsaudit.model.fact import Bound, Called, Facts, ScopeKind
from smsaudit.model.fact_index import Groups
from smsaudit.model.location import TreePath
from smsaudit.model.value import (
    Attribute,
    Defined,
    Either,
    Element,
    Entered,
    Filled,
    Item,
    Joined,
    Mapping,
    Name,
    Part,
    Result,
    Sequence,
    Text,
    Value,
)

_MAX_DEPTH = 5
_ALWAYS = ""
"""Stands for what has no name."""
_LOOKING_UP = {"eval": 0, "getattr": 1}
"""What looks a function up by its name, and which argument that is."""
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


class Spellings:
    """The names that the calls and variables of one file are spelled with; worked out once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._calls: dict[str, list[int]] = defaultdict(list)
        self._variables: dict[str, set[str]] = defaultdict(set)
        self.decorated: dict[str, list[int]] = defaultdict(list)
        """Name -> definitions of that name which stand under a decorator."""
        for number, scope in enumerate(facts.scopes):
            if scope.decorators:
                self.decorated[scope.name].append(number)
        self._in_classes = Groups(
            (name, number)
            for number, bound in enumerate(facts.bindings)
            if facts.scopes[bound.scope].kind is ScopeKind.CLASS
            for name in sorted(set(self.of(bound.value)))
        )
        self.holders = Holders(facts)
        for number, call in enumerate(facts.calls):
            for name in self._of_call(call):
                self._calls[name].append(number)
        for bound in facts.bindings:
            if not isinstance(bound.value, Defined):
                self._note(bound.name, bound.value)
        for stored in facts.stores:
            if stored.attribute is not None:
                self._note(stored.attribute, stored.value)
        for item in facts.imports:
            if item.name is not None:
                self._variables[item.name].add(item.alias)

    def variables(self, names: frozenset[str]) -> frozenset[str]:
        """The names, what holds them, and variables of something spelled with one of these, or of a lambda."""
        held = names | self.holders.of(names)
        return held.union(*(self._variables.get(name, ()) for name in (*held, _ALWAYS)))

    def calls(self, names: frozenset[str]) -> list[int]:
        """Calls that are spelled with one of the names."""
        return sorted({number for name in names for number in self._calls.get(name, ())})

    def in_classes(self, names: frozenset[str]) -> list[Bound]:
        """What is bound in the bodies of classes to something spelled with one of the names, or to a lambda."""
        numbers = {number for name in (*names, _ALWAYS) for number in self._in_classes[name]}
        return [self._facts.bindings[number] for number in sorted(numbers)]

    def nameless(self) -> list[int]:
        """Calls whose callee has no name, or that are given a lambda."""
        return self._calls.get(_ALWAYS, [])

    def of(self, value: Value, depth: int = 0) -> Iterator[str]:
        """Names of which a value may hand over a function; lambdas are always among them."""
        parts: Iterable[Value] = ()
        match value:
            case Name(name):
                yield name
            case Attribute(base, name):
                yield name
                if isinstance(base, Attribute):
                    yield base.name
                    base = base.base  # `Order.objects.create(…)` is spelled with `Order`
                made = self._facts.calls[base.call].callee if isinstance(base, Result) else base
                if isinstance(made, Name | Attribute):  # and `Later().delay(…)` with `Later`
                    yield made.name
            case Defined(scope):
                if self._facts.scopes[scope].kind is ScopeKind.LAMBDA:
                    yield _ALWAYS
            case Result(number):
                call = self._facts.calls[number]
                if self._is_left_open(call):
                    yield _ALWAYS
                # What `get` or `create` answered is no function of that name.
                yield from (
                    name for name in self.of(call.callee, depth) if name[:1].isupper() or not is_generic(name)
                )
                parts = tuple(argument.value for argument in call.arguments)
            case Sequence(items):
                parts = items
            case Mapping(pairs):
                parts = (item for _, item in pairs)
            case Either(options):
                parts = options
            case Item(base, _) | Element(base, _) | Entered(base) | Part(base, _, _):
                parts = (base,)
            case _:
                pass
        if depth < _MAX_DEPTH:
            for part in parts:
                yield from self.of(part, depth + 1)

    def _is_left_open(self, call: Called) -> bool:
        """Whether something is looked up by a name that is put together."""
        position = _LOOKING_UP.get(call.callee.name) if isinstance(call.callee, Name) else None
        if position is None or position >= len(call.arguments):
            return False
        name = call.arguments[position].value
        bound = self._facts.index.bound[call.scope, name.name] if isinstance(name, Name) else ()
        return any(isinstance(value, Joined | Filled | Result) for value in (name, *(b.value for b in bound)))

    def _of_call(self, call: Called) -> set[str]:
        found = set(self.of(call.callee, _MAX_DEPTH))
        if isinstance(call.callee, Name):
            found.update(self._said(call.scope, call.callee.name))
        if not isinstance(call.callee, Name | Attribute):
            found.add(_ALWAYS)
        for argument in call.arguments:
            found.update(self.of(argument.value))
        return found

    def _said(self, scope: int, parameter: str) -> Iterator[str]:
        """Names in the annotation of a parameter: an object of such a class is called."""
        for each in self._facts.scopes[scope].parameters:
            if each.name == parameter and each.annotation is not None:
                yield from _named(each.annotation)

    def _note(self, variable: str, value: Value) -> None:
        for name in self.of(value):
            self._variables[name].add(variable)


def _named(annotation: Value) -> Iterator[str]:
    match annotation:
        case Name(name) | Attribute(_, name) | Text(name):
            yield name
        case Item(_, inner):
            for part in inner.items if isinstance(inner, Sequence) else (inner,):
                yield from _named(part)
        case _:
            pass


class Spelled:
    """The spellings of all loaded files, each worked out once for whoever asks."""

    def __init__(self) -> None:
        self._known: dict[TreePath, Spellings] = {}
        self._left_open: dict[TreePath, frozenset[str]] = {}

    def left_open(self, path: TreePath, facts: Facts) -> frozenset[str]:
        """Beginnings and ends of the names that a file puts together to look something up by them."""
        if path not in self._left_open:
            self._left_open[path] = left_open(facts)
        return self._left_open[path]

    def of(self, path: TreePath, facts: Facts) -> Spellings:
        """Those of a file, of which these are the facts."""
        if path not in self._known:
            self._known[path] = Spellings(facts)
        return self._known[path]


class Mentions:
    """Whether expressions of one file mention one of the names, directly or through a variable."""

    def __init__(self, spellings: Spellings, names: frozenset[str]) -> None:
        self._spellings = spellings
        self._known = spellings.variables(names)

    def calls(self) -> list[int]:
        """Calls that may run a function of one of the names."""
        return self._spellings.calls(self._known)

    def in_classes(self) -> list[Bound]:
        """What is bound in the bodies of classes to such a function, or to a lambda."""
        return self._spellings.in_classes(self._known)

    def value(self, value: Value) -> bool:
        """Whether a value may hand over a function of one of the names; lambdas always may."""
        return any(name in self._known or name == _ALWAYS for name in self._spellings.of(value))


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
