"""Puts nodes together that a reader takes in at once: routes alike, straight runs of calls, sends side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping

from msgspec import Struct

from smsaudit.model.flow import EntryPoint, Resolution
from smsaudit.model.message_graph import Edge, EdgeKind, MessageGraph, Node, NodeId, Stage


class Group(Struct, frozen=True, kw_only=True):
    """Nodes for one box: alike, or one after another. An entry point stands for the function that it enters, too."""

    stage: Stage
    nodes: tuple[Node, ...]
    inside: Mapping[NodeId, Resolution]
    """In a straight run: how each node but the first was resolved from the one before."""
    is_root: bool = False
    """Functions without a known caller."""
    behind: int = 0
    """Functions that are not named: they lead to those that are."""


class Link(Struct, frozen=True, kw_only=True):
    """From one group (by its position) to another."""

    source: int
    target: int
    kind: EdgeKind
    resolution: Resolution
    conditions: tuple[str, ...]


class Condensed(Struct, frozen=True):
    """The groups from left to right, and what links them."""

    groups: tuple[Group, ...]
    links: tuple[Link, ...]


def condensed(graph: MessageGraph) -> Condensed:
    """The same graph with fewer, fuller nodes; every node is in exactly one group."""
    parts = _Parts(graph)
    parts.join_handlers()
    parts.join_alike(Stage.ENTRY, _who_enters, parts.onwards)
    parts.join_alike(Stage.FUNCTION, parts.without_caller, parts.onwards)
    parts.join_alike(Stage.SEND, _everything, parts.around)
    parts.join_runs()
    return parts.result()


def _who_enters(node: Node) -> Hashable:
    entry = node.about
    return (entry.kind, entry.exposure) if isinstance(entry, EntryPoint) else None


def _everything(_: Node) -> Hashable:
    return True


class _Parts:
    """A partition of the nodes, coarser with every step. A part is named by its first node."""

    def __init__(self, graph: MessageGraph) -> None:
        self._graph = graph
        self._nodes = {node.id: node for node in graph.nodes}
        self._part = {node.id: node.id for node in graph.nodes}
        self._members = {node.id: [node.id] for node in graph.nodes}
        self._inside: dict[NodeId, Resolution] = {}
        self._into: dict[NodeId, list[Edge]] = defaultdict(list)
        self._out: dict[NodeId, list[Edge]] = defaultdict(list)
        for edge in graph.edges:
            self._into[edge.target].append(edge)
            self._out[edge.source].append(edge)

    def join_handlers(self) -> None:
        """A function that only entry points run stands in the box of the entry points."""
        for node in self._graph.at(Stage.FUNCTION):
            entries = [edge.source for edge in self._into[node.id]]
            if entries and all(self._nodes[each].stage is Stage.ENTRY for each in entries):
                first, *others = entries
                self._join(first, (*others, node.id))

    def join_alike(
        self, stage: Stage, key: Callable[[Node], Hashable], links: Callable[[NodeId], Hashable]
    ) -> None:
        """Parts of one stage that agree in `key` (None never agrees) and in their links."""
        alike: dict[Hashable, list[NodeId]] = defaultdict(list)
        for node in self._graph.at(stage):
            if self._part[node.id] == node.id and (own := key(node)) is not None:
                alike[own, links(node.id)].append(node.id)
        for first, *others in alike.values():
            self._join(first, others)

    def join_runs(self) -> None:
        """Functions of which each calls the next alone, and is its only caller."""
        for node in self._graph.at(Stage.FUNCTION):
            run = self._part[node.id]
            while (edge := self._only_call(run)) is not None:
                following = self._part[edge.target]
                self._inside[edge.target] = edge.resolution
                self._join(run, [following])

    def without_caller(self, node: Node) -> Hashable:
        """True for functions that nothing leads to."""
        return None if self._into[node.id] else True

    def onwards(self, part: NodeId) -> Hashable:
        """Where a part leads, and how."""
        return frozenset(
            (self._part[edge.target], edge.kind, edge.resolution, edge.conditions)
            for edge in self._leaving(part)
        )

    def around(self, part: NodeId) -> Hashable:
        """Where a part leads and what leads to it, and how."""
        before = frozenset(
            (self._part[edge.source], edge.kind, edge.resolution, edge.conditions)
            for edge in self._into[part]
        )
        return before, self.onwards(part)

    def result(self) -> Condensed:
        """The parts as groups."""
        firsts = [node.id for node in self._graph.nodes if self._part[node.id] == node.id]
        position = {first: at for at, first in enumerate(firsts)}
        links = {
            Link(
                source=position[self._part[edge.source]],
                target=position[self._part[edge.target]],
                kind=edge.kind,
                resolution=edge.resolution,
                conditions=edge.conditions,
            ): None
            for edge in self._graph.edges
            if self._part[edge.source] != self._part[edge.target]
        }
        return Condensed(tuple(map(self._group, firsts)), tuple(links))

    def _group(self, first: NodeId) -> Group:
        stage = self._nodes[first].stage
        members = [node for each in self._members[first] if (node := self._nodes[each]).stage is stage]
        return Group(
            stage=stage,
            nodes=tuple(members),
            inside={node.id: self._inside[node.id] for node in members if node.id in self._inside},
            is_root=stage is Stage.FUNCTION and not self._into[first],
        )

    def _leaving(self, part: NodeId) -> list[Edge]:
        return [
            edge
            for member in self._members[part]
            for edge in self._out[member]
            if self._part[edge.target] != part
        ]

    def _only_call(self, part: NodeId) -> Edge | None:
        """The one plain call that leaves a run of functions, if its target has no other caller."""
        if self._nodes[part].stage is not Stage.FUNCTION or self._is_list(part):
            return None
        leaving = self._leaving(part)
        if len(leaving) != 1 or leaving[0].kind is not EdgeKind.CALLS or leaving[0].conditions:
            return None
        target = leaving[0].target
        is_function = self._nodes[target].stage is Stage.FUNCTION
        return leaving[0] if is_function and len(self._into[target]) == 1 else None

    def _is_list(self, part: NodeId) -> bool:
        """Several functions side by side, and not one after another."""
        return any(member != part and member not in self._inside for member in self._members[part])

    def _join(self, first: NodeId, others: Iterable[NodeId]) -> None:
        for part in others:
            for member in self._members.pop(part):
                self._members[first].append(member)
                self._part[member] = first
