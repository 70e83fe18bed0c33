"""Who calls whom among the loaded files: one pass over all calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smsaudit.flow.program import Program
from smsaudit.model.fact import Called, Guard
from smsaudit.model.flow import Resolution
from smsaudit.model.location import Place, TreePath
from smsaudit.model.referent import External, Frame, FunctionRef, MethodRef, PartialRef, Referents
from smsaudit.model.value import Attribute, Defined, Name, Result

_TAKES_NO_CALLBACK = (
    "builtins.isinstance",
    "builtins.print",
    "builtins.len",
    "builtins.type",
    "builtins.super",
)
_UNKNOWN = "<tree>"


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
    """Edges by callee, and calls of methods on receivers that could not be resolved, by name."""

    def __init__(self, program: Program, enqueuing: frozenset[str]) -> None:
        self._program = program
        self._enqueuing = enqueuing
        self.into: dict[Frame, list[Edge]] = defaultdict(list)
        self.by_name: dict[str, list[tuple[Frame, Place, tuple[Guard, ...]]]] = defaultdict(list)
        for path in program.loaded():
            facts = program.facts(path)
            for number, call in enumerate(facts.calls if facts is not None else ()):
                for edge in self._of(path, number, call):
                    self.into[edge.callee].append(edge)

    def _of(self, path: TreePath, number: int, call: Called) -> Iterator[Edge]:
        caller = self._program.function_at(path, call.scope)
        callees = self._program.callees(path, number)
        targets = {frame for callee in callees for frame in self._program.functions_of(callee)}
        resolution = Resolution.EXACT if len(targets) == 1 and len(callees) == 1 else Resolution.INFERRED
        for target in sorted(targets):
            yield Edge(caller, target, call.place, "calls", resolution, call.guards)
        if isinstance(call.callee, Attribute):
            if call.callee.name in self._enqueuing:
                yield from self._enqueued(path, call, call.callee, caller)
            if not targets and _unresolved(callees):
                self.by_name[call.callee.name].append((caller, call.place, call.guards))
        if not targets:
            yield from self._handed_over(path, call, callees, caller)

    def _enqueued(self, path: TreePath, call: Called, callee: Attribute, caller: Frame) -> Iterator[Edge]:
        for referent in self._program.evaluate(Frame(path, call.scope), callee.base):
            for frame in _function_frames(referent):
                yield Edge(caller, frame, call.place, "enqueues", Resolution.EXACT, call.guards)

    def _handed_over(self, path: TreePath, call: Called, callees: Referents, caller: Frame) -> Iterator[Edge]:
        """Functions given to a library call (`Thread(target=f)`, `on_commit(f)`) are taken to be called by it."""
        origins = [callee.origin for callee in callees if isinstance(callee, External)]
        if any(origin in _TAKES_NO_CALLBACK for origin in origins):
            return
        for argument in call.arguments:
            if not isinstance(argument.value, Name | Attribute | Defined | Result):
                continue
            for referent in self._program.evaluate(Frame(path, call.scope), argument.value):
                for frame in _function_frames(referent):
                    if frame != caller:
                        yield Edge(caller, frame, call.place, "dispatches", Resolution.INFERRED, call.guards)


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
