"""What has to go before nothing is sent any more: minimum vertex cuts of the message-flow graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from math import inf
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from smsaudit.model.detection import Detection
from smsaudit.model.location import Location, Place
from smsaudit.model.referent import Frame

if TYPE_CHECKING:
    from smsaudit.flow.backward import CallGraph
    from smsaudit.flow.entries import Entries
    from smsaudit.flow.program import Program

_Vertex = tuple[Location | Frame | None, str]
"""The way into a function or send, or the way out."""
_SOURCE: _Vertex = (None, "out")
_SINK: _Vertex = (None, "in")
_Room = dict[_Vertex, dict[_Vertex, float]]
"""How much can still flow from one vertex to the next; back as much as has flowed."""


class Ways(Struct, frozen=True):
    """Every known way from outside control to the sends, kept for questions about cuts."""

    starts: frozenset[Frame]
    """Entry points, and functions without a known caller."""
    calls: frozenset[tuple[Frame, Frame]]
    holders: Mapping[Detection, Frame]
    """Send -> the function (or module body) that it stands in."""
    functions: Mapping[Frame, Location]
    """Where each function is defined. A module body is not in here: nobody can take it away."""

    def __hash__(self) -> int:
        return hash((self.starts, self.calls))

    def removing(self, sends: Collection[Detection]) -> tuple[Location, ...]:
        """The fewest sends and functions that send without which none of `sends` is left, in order.

        Whoever loses its callers still stands, and counts; so every function that sends is a start of its own here.
        """
        owners = {send: self.holders[send] for send in sends if send in self.holders}
        reached = self._narrowest(frozenset(owners.values()), owners)
        others = {send.location for send in sends if send not in owners}
        return tuple(sorted(reached | others))

    def choking(self, sends: Collection[Detection]) -> tuple[Location, ...]:
        """The fewest functions through which every known way to `sends` leads, in order; empty where the sends are as few."""
        owners = {send: self.holders[send] for send in sends if send in self.holders}
        gates = self._narrowest(self.starts, owners)
        is_narrower = len(gates) < len(self._narrowest(frozenset(owners.values()), owners))
        return tuple(sorted(gates)) if is_narrower else ()

    def _narrowest(self, starts: Collection[Frame], owners: Mapping[Detection, Frame]) -> frozenset[Location]:
        """A minimum vertex cut between a super-source and a super-sink; of several, the one nearest to the sends."""
        room: _Room = defaultdict(dict)
        for start in starts:
            _join(room, _SOURCE, (start, "in"))
        for caller, callee in self.calls:
            _join(room, (caller, "out"), (callee, "in"))
        for frame in {*starts, *owners.values(), *(frame for call in self.calls for frame in call)}:
            _join(room, (frame, "in"), (frame, "out"), 1 if frame in self.functions else inf)
        for send, owner in owners.items():
            place = send.location
            _join(room, (owner, "out"), (place, "in"))
            _join(room, (place, "in"), (place, "out"), 1)
            _join(room, (place, "out"), _SINK)
        after = _leading_on(room)
        cut = {vertex for vertex, side in after if side == "out" and (vertex, "in") not in after}
        return frozenset(self.functions[v] if isinstance(v, Frame) else v for v in cut if v is not None)


def ways_of(program: Program, entries: Entries, graph: CallGraph, sends: Mapping[Detection, Frame]) -> Ways:
    """The ways that a search for callers found."""
    called = {edge.callee for edge in graph.edges}
    return Ways(
        starts=frozenset(node for node in graph.nodes if node not in called or entries.of(node)),
        calls=frozenset((edge.caller, edge.callee) for edge in graph.edges),
        holders=MappingProxyType(dict(sends)),
        functions=MappingProxyType(
            {node: _defined(program, node) for node in sorted(graph.nodes) if node.scope}
        ),
    )


def _join(room: _Room, one: _Vertex, other: _Vertex, width: float = inf) -> None:
    """An edge; a function or a send that can be taken away is one of width 1, from its way in to its way out."""
    room[one][other] = width
    room[other].setdefault(one, 0)


def _leading_on(room: _Room) -> Collection[_Vertex]:
    """All from which the sink can still be reached once as much flows as can; every send lets one through."""
    while _SOURCE in (onward := _onward(room)):
        vertex = _SOURCE
        while vertex != _SINK:
            room[vertex][onward[vertex]] -= 1
            room[onward[vertex]][vertex] += 1
            vertex = onward[vertex]
    return onward.keys()


def _onward(room: _Room) -> Mapping[_Vertex, _Vertex]:
    """The next vertex on a shortest way to the sink, up to the source if it is reached."""
    onward: dict[_Vertex, _Vertex] = {_SINK: _SINK}
    waiting: list[_Vertex] = [_SINK]
    for vertex in waiting:
        for before in room[vertex]:
            if before not in onward and room[before][vertex] > 0:
                onward[before] = vertex
                waiting.append(before)
        if _SOURCE in onward:
            break
    return onward


def _defined(program: Program, frame: Frame) -> Location:
    facts = program.facts(frame.path)
    place = facts.scopes[frame.scope].place if facts is not None else Place(1)
    return Location(frame.path, Place(place.line, place.column))
