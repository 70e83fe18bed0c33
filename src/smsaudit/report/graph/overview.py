"""The graph at a glance: who enters, where the ways part, and through which channel a message leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping

from smsaudit.model.entrance import Exposure
from smsaudit.model.flow import EntryPoint, Resolution
from smsaudit.model.message_graph import EdgeKind, MessageGraph, Node, NodeId, Stage
from smsaudit.report.graph.condense import Condensed, Group, Link

_FIRMEST_FIRST = tuple(Resolution)
_Part = Hashable


def overview(graph: MessageGraph) -> Condensed:
    """Starts of one kind together; functions that lead to the same channels together; the rest stands in its channel."""
    return _Quotient(graph).result()


class _Quotient:
    """Every node belongs to a part; a line between two parts is as firm as the firmest way that it stands for."""

    def __init__(self, graph: MessageGraph) -> None:
        self._nodes = {node.id: node for node in graph.nodes}
        self._edges = [
            edge for edge in graph.edges if self._nodes[edge.target].stage <= Stage.CHANNEL
        ]  # what is beyond a channel is told in its box
        self._reached = self._channels()
        self._entered = {edge.target for edge in self._edges}
        self._far_end = {
            edge.source: self._nodes[edge.target]
            for edge in graph.edges
            if self._nodes[edge.target].stage is Stage.FAR_END
        }
        leading = {id_: self._part(node) for id_, node in self._nodes.items()}
        onwards: dict[NodeId, set[_Part]] = defaultdict(set)
        for edge in self._edges:
            onwards[edge.source].add(leading[edge.target])
        self._parts = {
            id_: (part, frozenset(onwards[id_])) if self._is_start(self._nodes[id_]) else part
            for id_, part in leading.items()
        }
        self._leaving = {
            edge.source for edge in self._edges if self._parts[edge.source] != self._parts[edge.target]
        }

    def result(self) -> Condensed:
        """The parts from left to right, and one line between any two."""
        members: dict[_Part, list[Node]] = defaultdict(list)
        for node in self._nodes.values():
            if node.stage <= Stage.CHANNEL and (self._reached[node.id] or node.stage is Stage.CHANNEL):
                members[self._parts[node.id]].append(node)
        groups = {part: self._group(own) for part, own in members.items()}
        parts = sorted(groups, key=lambda part: _order(groups[part]))
        links = self._links({part: at for at, part in enumerate(parts)})
        return Condensed(tuple(groups[part] for part in parts), tuple(links))

    def _part(self, node: Node) -> _Part:
        channels = self._reached[node.id]
        if isinstance(node.about, EntryPoint):
            return (node.about.kind, node.about.exposure)
        if self._is_start(node):
            return "without a caller"
        return next(iter(channels)) if len(channels) == 1 else channels

    def _is_start(self, node: Node) -> bool:
        return node.stage is Stage.ENTRY or (node.stage is Stage.FUNCTION and node.id not in self._entered)

    def _channels(self) -> Mapping[NodeId, frozenset[NodeId]]:
        """The channels that every node leads to; a channel leads to itself."""
        before: dict[NodeId, list[NodeId]] = defaultdict(list)
        for edge in self._edges:
            before[edge.target].append(edge.source)
        reached: dict[NodeId, set[NodeId]] = {id_: set() for id_ in self._nodes}
        for node in self._nodes.values():
            waiting = [node.id] if node.stage is Stage.CHANNEL else []
            while waiting:
                current = waiting.pop()
                if node.id not in reached[current]:
                    reached[current].add(node.id)
                    waiting += before[current]
        return {id_: frozenset(channels) for id_, channels in reached.items()}

    def _group(self, members: list[Node]) -> Group:
        channel = next((node for node in members if node.stage is Stage.CHANNEL), None)
        if channel is not None:
            beyond = self._far_end.get(channel.id)
            return Group(stage=Stage.CHANNEL, nodes=(channel, *([beyond] if beyond else [])), inside={})
        if self._is_start(members[0]):
            return Group(
                stage=members[0].stage,
                nodes=tuple(members),
                inside={},
                is_root=members[0].stage is Stage.FUNCTION,
            )
        named = tuple(node for node in members if node.id in self._leaving)
        return Group(stage=Stage.FUNCTION, nodes=named, inside={}, behind=len(members) - len(named))

    def _links(self, position: Mapping[_Part, int]) -> list[Link]:
        beyond = self._weakest_inside()
        ways: dict[tuple[int, int], dict[NodeId, int]] = defaultdict(dict)
        conditions: dict[tuple[int, int], set[str]] = defaultdict(set)
        for edge in self._edges:
            source, target = self._parts[edge.source], self._parts[edge.target]
            if source == target or source not in position or target not in position:
                continue
            pair = position[source], position[target]
            rank = max(_FIRMEST_FIRST.index(edge.resolution), beyond.get(edge.target, 0))
            ways[pair][edge.source] = min(rank, ways[pair].get(edge.source, rank))
            conditions[pair] |= set(edge.conditions) or {""}
        return [
            Link(
                source=source,
                target=target,
                kind=EdgeKind.CALLS,
                # Several starts share a line: it must not be firmer than it is for any of them.
                resolution=_FIRMEST_FIRST[max(own.values())],
                conditions=_shared(conditions[source, target]),
            )
            for (source, target), own in ways.items()
        ]

    def _weakest_inside(self) -> Mapping[NodeId, int]:
        """How firm the firmest way is from a node to where its part is left, or to its channel."""
        inner = [edge for edge in self._edges if self._parts[edge.source] == self._parts[edge.target]]
        goals = {node.id for node in self._nodes.values() if node.stage is Stage.CHANNEL}
        goals |= self._leaving
        found = dict.fromkeys(goals, 0)
        changed = True
        while changed:
            changed = False
            for edge in inner:
                if edge.target not in found:
                    continue
                rank = max(_FIRMEST_FIRST.index(edge.resolution), found[edge.target])
                if rank < found.get(edge.source, len(_FIRMEST_FIRST)):
                    found[edge.source] = rank
                    changed = True
        return found


def _order(group: Group) -> tuple[int, int]:
    """What is open to more people comes first."""
    exposures = tuple(Exposure)
    entry = group.nodes[0].about
    return group.stage, exposures.index(entry.exposure) if isinstance(entry, EntryPoint) else len(exposures)


def _shared(conditions: Collection[str]) -> tuple[str, ...]:
    """The conditions of a line; none if some way needs none."""
    return () if "" in conditions else tuple(sorted(conditions))
