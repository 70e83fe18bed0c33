"""Who calls whom among the loaded files: one pass over all calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from smsaudit.flow.program import Program
from smsaudit.model.fact import Called, Facts, Guard, ScopeKind
from smsaudit.model.flow import Resolution
from smsaudit.model.location import Place, TreePath
from smsaudit.model.referent import ClassRef, External, Frame, FunctionRef, MethodRef, PartialRef, Referents
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

_TAKES_NO_CALLBACK = (
    "builtins.isinstance",
    "builtins.print",
    "builtins.len",
    "builtins.type",
    "builtins.super",
)
_UNKNOWN = "<tree>"
_MAX_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Edge:
    """`caller` runs `callee` at a place of the caller's file."""

    caller: Frame
    callee: Frame
    place: Place
    kind: str
    resolution: Resolution
    guards: tuple[Guard, ...] = ()


class Edges:
    """Edges into functions of certain names, and calls of methods on receivers that could not be resolved, by name.

    Only calls that mention one of the names are resolved: in their callee, in what they are given, or through a
    variable that was bound to something that does.
    """

    def __init__(self, program: Program, enqueuing: frozenset[str], registers: Callable[[str], bool]) -> None:
        self._program = program
        self._enqueuing = enqueuing
        self._registers = registers
        self._looked_for: frozenset[str] = frozenset()
        self._resolved: set[tuple[TreePath, int]] = set()
        self._words: dict[TreePath, frozenset[str]] = {}
        self.into: dict[Frame, list[Edge]] = defaultdict(list)
        self.by_name: dict[str, list[tuple[Frame, Place, tuple[Guard, ...]]]] = defaultdict(list)
        self.making: dict[Frame, list[tuple[Frame, Place, tuple[Guard, ...]]]] = defaultdict(list)
        """Class -> where it is constructed."""

    def look_for(self, names: frozenset[str]) -> None:
        """Resolve the calls that mention one of the names, unless that was done before."""
        fresh = names - self._looked_for
        self._looked_for |= fresh
        for path in self._program.loaded() if fresh else ():
            facts = self._program.facts(path)
            if facts is None or not self._words_of(path, facts) & fresh:
                continue
            mentions = Mentions(facts, fresh)
            for number, call in enumerate(facts.calls):
                if (path, number) not in self._resolved and mentions.call(call):
                    self._resolved.add((path, number))
                    for edge in self._of(path, number, call, mentions):
                        self.into[edge.callee].append(edge)

    def _words_of(self, path: TreePath, facts: Facts) -> frozenset[str]:
        if path not in self._words:
            self._words[path] = frozenset(word.text for word in facts.words)
        return self._words[path]

    def _of(self, path: TreePath, number: int, call: Called, mentions: Mentions) -> Iterator[Edge]:
        caller = self._program.function_at(path, call.scope)
        callees = self._program.callees(path, number)
        targets = {frame for callee in callees for frame in self._program.functions_of(callee)}
        for callee in callees:
            if isinstance(callee, ClassRef):
                self.making[callee.frame].append((caller, call.place, call.guards))
        resolution = Resolution.EXACT if len(targets) == 1 and len(callees) == 1 else Resolution.INFERRED
        for target in sorted(targets):
            yield Edge(caller, target, call.place, "calls", resolution, call.guards)
        if isinstance(call.callee, Attribute):
            if call.callee.name in self._enqueuing:
                yield from self._enqueued(path, call, call.callee, caller)
            if not targets and _unresolved(callees):
                self.by_name[call.callee.name].append((caller, call.place, call.guards))
        if not targets:
            yield from self._handed_over(path, call, callees, caller, mentions)

    def _enqueued(self, path: TreePath, call: Called, callee: Attribute, caller: Frame) -> Iterator[Edge]:
        for referent in self._program.evaluate(Frame(path, call.scope), callee.base):
            for frame in _function_frames(referent):
                yield Edge(caller, frame, call.place, "enqueues", Resolution.EXACT, call.guards)

    def _handed_over(
        self, path: TreePath, call: Called, callees: Referents, caller: Frame, mentions: Mentions
    ) -> Iterator[Edge]:
        """Functions given to a library call (`Thread(target=f)`, `on_commit(f)`) are taken to be called by it."""
        origins = [callee.origin for callee in callees if isinstance(callee, External)]
        if any(origin in _TAKES_NO_CALLBACK or self._registers(origin) for origin in origins):
            return  # what registers an entry point does not call it
        for argument in call.arguments:
            if not mentions.value(argument.value):
                continue
            for referent in self._program.evaluate(Frame(path, call.scope), argument.value):
                for frame in _function_frames(referent):
                    if frame != caller:
                        yield Edge(caller, frame, call.place, "dispatches", Resolution.INFERRED, call.guards)


class Mentions:
    """Whether expressions of one file mention one of the names, directly or through a variable."""

    def __init__(self, facts: Facts, names: frozenset[str]) -> None:
        self._facts = facts
        self._names = names
        self._aliases = frozenset(
            bound.name
            for bound in facts.bindings
            if not isinstance(bound.value, Defined) and self.value(bound.value)
        ) | frozenset(item.alias for item in facts.imports if item.name in names)
        self._known = names | self._aliases

    def call(self, call: Called) -> bool:
        """Whether the call may run a function of one of the names."""
        return self._callee(call.callee) or any(self.value(argument.value) for argument in call.arguments)

    def value(self, value: Value, depth: int = 0) -> bool:
        """Whether a value may hand over a function of one of the names; lambdas always may."""
        known = getattr(self, "_known", self._names)
        match value:
            case Name(name):
                return name in known
            case Attribute(base, name):
                return name in known or self._is_named(base, known)
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
                return name in self._known or self._is_named(base, self._known)
            case _:
                return True

    def _is_named(self, base: Value, known: frozenset[str]) -> bool:
        return isinstance(base, Name | Attribute) and base.name in known


def _function_frames(referent: object) -> Iterable[Frame]:
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


def _unresolved(callees: Referents) -> bool:
    """Nothing is known of the receiver, or only that it is something of the tree that was not read."""
    return all(isinstance(callee, External) and callee.origin.startswith(_UNKNOWN) for callee in callees)
