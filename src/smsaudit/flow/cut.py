"""What has to go before nothing is sent any more: minimum vertex cuts of the message-flow graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from smsaudit.model.detection import Detection
from smsaudit.model.location import Location, Place
from smsaudit.model.referent import Frame

if TYPE_CHECKING:
    import networkx as nx

    from smsaudit.flow.backward import CallGraph
    from smsaudit.flow.entries import Entries
    from smsaudit.flow.program import Program

_SOURCE = "super-source"
_SINK = "super-sink"
_Vertex = Location | Frame


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
        import networkx as nx  # takes its time to load, and is only needed where something sends

        network: nx.DiGraph[object] = nx.DiGraph()
        network.add_nodes_from([_SOURCE, _SINK])
        for start in sorted(starts):
            network.add_edge(_SOURCE, (start, "in"))
        for caller, callee in sorted(self.calls):
            network.add_edge((caller, "out"), (callee, "in"))
        for frame in sorted({*starts, *owners.values(), *(frame for call in self.calls for frame in call)}):
            _vertex(network, frame, is_removable=frame in self.functions)
        by_place: dict[Location, set[Frame]] = defaultdict(set)
        for send, owner in owners.items():
            by_place[send.location].add(owner)
        for place, frames in sorted(by_place.items()):
            _vertex(network, place, is_removable=True)
            network.add_edge((place, "out"), _SINK)
            for frame in sorted(frames):
                network.add_edge((frame, "out"), (place, "in"))
        _, (before, after) = nx.minimum_cut(network, _SOURCE, _SINK)
        cut = {vertex for vertex, side in before - {_SOURCE} if side == "in" and (vertex, "out") in after}
        return frozenset(self.functions[v] if isinstance(v, Frame) else v for v in cut)


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


def joined(first: Ways | None, second: Ways | None) -> Ways | None:
    """The ways of two searches that have nothing to do with one another."""
    if first is None or second is None:
        return first or second
    return Ways(
        starts=first.starts | second.starts,
        calls=first.calls | second.calls,
        holders=MappingProxyType({**first.holders, **second.holders}),
        functions=MappingProxyType({**first.functions, **second.functions}),
    )


def _vertex(network: nx.DiGraph[object], vertex: _Vertex, *, is_removable: bool) -> None:
    """A vertex as an edge from its way in to its way out; without a capacity it cannot be cut."""
    if is_removable:
        network.add_edge((vertex, "in"), (vertex, "out"), capacity=1)
    else:
        network.add_edge((vertex, "in"), (vertex, "out"))


def _defined(program: Program, frame: Frame) -> Location:
    facts = program.facts(frame.path)
    place = facts.scopes[frame.scope].place if facts is not None else Place(1)
    return Location(frame.path, Place(place.line, place.column))
