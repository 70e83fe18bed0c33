"""The functions that lead to a send as a network: shortest ways, and functions that nobody outside of a circle calls."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from msgspec import Struct

from smsaudit.flow.edge import Edge
from smsaudit.model.flow import Resolution
from smsaudit.model.referent import Frame

if TYPE_CHECKING:
    import networkx as nx

_WEIGHT = {Resolution.EXACT: 10, Resolution.INFERRED: 12, Resolution.BY_NAME: 60}


class Nearest(Struct, frozen=True):
    """The shortest ways to one function."""

    lengths: Mapping[Frame, int]
    following: Mapping[Frame, Frame]
    """What a function calls on its way."""

    def way(self, start: Frame) -> list[Frame]:
        """The functions from a start on."""
        found = [start]
        while (following := self.following.get(found[-1])) is not None:
            found.append(following)
        return found


class Network(Struct, frozen=True, dict=True):
    """The best resolved call of each function by each other."""

    callees: Mapping[Frame, Mapping[Frame, Edge]]
    callers: Mapping[Frame, Mapping[Frame, Edge]]

    def nearest(self, goal: Frame) -> Nearest:
        """The shortest ways to a function from all that lead to it; of ways of one length, what was found first."""
        order = count()
        lengths: dict[Frame, int] = {}
        seen = {goal: 0}
        following: dict[Frame, Frame] = {}
        waiting = [(0, next(order), goal)]
        while waiting:
            length, _, callee = heappop(waiting)
            if callee in lengths:
                continue
            lengths[callee] = length
            for caller, edge in self.callers[callee].items():
                longer = length + _WEIGHT[edge.resolution]
                if caller not in seen or longer < seen[caller]:
                    seen[caller] = longer
                    following[caller] = callee
                    heappush(waiting, (longer, next(order), caller))
        return Nearest(lengths, following)

    def ways(self, start: Frame, end: Frame) -> Iterator[list[Frame]]:
        """All ways from one function to another, shorter ones first."""
        import networkx as nx  # takes its time to load, and is needed only where a shortest way cannot be taken

        return nx.shortest_simple_paths(self._drawn, start, end, weight="weight")

    def sources(self) -> Iterator[set[Frame]]:
        """Functions that nobody calls, each by itself; and circles that nobody calls but those in them."""
        reached: set[Frame] = set()
        for frame in reversed(self._finished()):
            if frame not in reached:
                yield set(_spread(frame, self.callers, set()))
                reached.update(_spread(frame, self.callees, reached))

    def _finished(self) -> list[Frame]:
        """All functions, each after what it calls, but for circles."""
        finished: list[Frame] = []
        begun: set[Frame] = set()
        for root in self.callees:
            stack = [(root, iter(self.callees[root]))] if root not in begun else []
            begun.add(root)
            while stack:
                frame, rest = stack[-1]
                callee = next((each for each in rest if each not in begun), None)
                if callee is None:
                    finished.append(frame)
                    stack.pop()
                else:
                    begun.add(callee)
                    stack.append((callee, iter(self.callees[callee])))
        return finished

    @cached_property
    def _drawn(self) -> nx.DiGraph[Frame]:
        import networkx as nx

        drawn: nx.DiGraph[Frame] = nx.DiGraph()
        drawn.add_nodes_from(self.callees)
        for caller, edges in self.callees.items():
            for callee, edge in edges.items():
                drawn.add_edge(caller, callee, weight=_WEIGHT[edge.resolution])
        return drawn


def network_of(nodes: Iterable[Frame], edges: Iterable[Edge]) -> Network:
    """The network of these functions and calls; of several calls between two, the first of the best resolved."""
    listed = sorted(edges, key=lambda each: (each.caller, each.callee, each.place))
    ends = (end for edge in listed for end in (edge.caller, edge.callee))
    frames = dict.fromkeys([*sorted(nodes), *ends])
    callees: dict[Frame, dict[Frame, Edge]] = {frame: {} for frame in frames}
    callers: dict[Frame, dict[Frame, Edge]] = {frame: {} for frame in frames}
    for edge in listed:
        best = callees[edge.caller].get(edge.callee)
        if best is None or _WEIGHT[edge.resolution] < _WEIGHT[best.resolution]:
            callees[edge.caller][edge.callee] = callers[edge.callee][edge.caller] = edge
    return Network(callees, callers)


def _spread(
    start: Frame, along: Mapping[Frame, Collection[Frame]], without: Collection[Frame]
) -> Iterator[Frame]:
    """All that is reached from a start, but for what is reached anyway."""
    seen = {start}
    waiting = [start]
    while waiting:
        frame = waiting.pop()
        yield frame
        fresh = [each for each in along[frame] if each not in seen and each not in without]
        seen.update(fresh)
        waiting += fresh
