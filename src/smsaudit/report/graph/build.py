"""Merges the flows of a result into one graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.flow import FarEnd, FarEndKind, Flow, RecipientKind, Resolution, Step
from smsaudit.model.location import Location
from smsaudit.model.message_graph import Edge, EdgeKind, MessageGraph, Node, NodeId, Stage
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import Role

_FIRMEST_FIRST = tuple(Resolution)
_ACTING = (Role.SEND, Role.CLIENT, Role.PROTOCOL, Role.SERVER, Role.CONFIG, Role.ENDPOINT, Role.SIMULATOR)
"""Roles that show a channel at work, the most telling first."""


def message_graph(result: AuditResult, flows: Collection[int] | None = None) -> MessageGraph:
    """The graph of the flows at these positions; of all flows, and of live channels without any, if None."""
    merged = _Merged()
    draw = _Drawing(result, merged)
    for position, flow in enumerate(result.flows):
        if flows is None or position in flows:
            draw.flow(position, flow)
    if flows is None:
        draw.channels_without_flow()
    return merged.graph()


class _Drawing:
    """Turns what a result says into nodes and hops."""

    def __init__(self, result: AuditResult, merged: _Merged) -> None:
        self._entries = {entry.id: entry for entry in result.entry_points}
        self._sends = {(str(found.pattern), found.location): found for found in result.detections}
        self._judged = {judged.channel.id: judged for judged in result.whole.judgements}
        self._drawn: set[str] = set()
        self._merged = merged

    def flow(self, position: int, flow: Flow) -> None:
        """The hops of one flow."""
        for source, target, hop in self._hops(flow):
            self._merged.link(source, target, hop, position)

    def channels_without_flow(self) -> None:
        """Channels that are at work, though nothing that was read leads to them."""
        for name, judged in sorted(self._judged.items()):
            if judged.channel.production and name not in self._drawn:
                for found in _acting(judged.channel.detections):
                    send = self._send(str(found.pattern), found.location)
                    for source, target, hop in self._leaving(send, name):
                        self._merged.link(source, target, hop)

    def _hops(self, flow: Flow) -> Iterator[tuple[Node, Node, _Hop]]:
        first, *others = flow.steps
        node = self._step(first)
        entry = self._entries.get(flow.entry_point or "")
        if entry is not None:
            key = f"entry:{entry.location.path}:{entry.name}:{entry.route}"
            drawn = Node(
                id=NodeId(key), stage=Stage.ENTRY, name=entry.name, location=entry.location, about=entry
            )
            source = self._merged.node(drawn, entry.id)
            yield source, node, _Hop(EdgeKind.ROUTES, first.resolution, entry.location, first.condition)
        for step in others:
            source, node = node, self._step(step)
            place = step.location if step.kind == EdgeKind.SENDS else step.called_at
            yield source, node, _Hop(EdgeKind(step.kind), step.resolution, place, step.condition)
        kinds = dict.fromkeys(each.kind for each in flow.recipients)
        yield from self._leaving(node, flow.channel, tuple(kinds) or (None,))

    def _step(self, step: Step) -> Node:
        if step.kind == EdgeKind.SENDS:
            return self._send(step.name, step.location)
        key = NodeId(f"function:{step.location.path}:{step.name}")
        return self._merged.node(Node(id=key, stage=Stage.FUNCTION, name=step.name, location=step.location))

    def _send(self, pattern: str, place: Location) -> Node:
        found = self._sends.get((pattern, place))
        key = NodeId(f"send:{place.path}:{pattern}")
        return self._merged.node(Node(id=key, stage=Stage.SEND, name=pattern, location=place, about=found))

    def _leaving(
        self, send: Node, channel: str, kinds: Iterable[RecipientKind | None] = (None,)
    ) -> Iterator[tuple[Node, Node, _Hop]]:
        """From a send over channel and far end to whoever receives."""
        self._drawn.add(channel)
        judged = self._judged.get(channel)
        way = self._merged.node(
            Node(id=NodeId(f"channel:{channel}"), stage=Stage.CHANNEL, name=channel, about=judged)
        )
        yield send, way, _Hop(EdgeKind.SENDS, Resolution.EXACT, send.location)
        if judged is None:
            return
        end = judged.channel.far_end
        beyond = self._far_end(channel, end)
        yield way, beyond, _Hop(EdgeKind.CONNECTS, Resolution.EXACT, end.source)
        for kind in kinds if end.kind is not FarEndKind.SIMULATOR else ():
            key, name = (f"recipient:{kind.value}", kind.value) if kind else ("recipient", "recipients")
            phones = self._merged.node(Node(id=NodeId(key), stage=Stage.RECIPIENT, name=name))
            yield beyond, phones, _Hop(EdgeKind.SENDS, Resolution.EXACT)

    def _far_end(self, channel: str, end: FarEnd) -> Node:
        """Channels that connect to the same address share a node; an unknown one is nobody else's."""
        address = end.host or ""
        if end.host is not None and end.port is not None:
            address = f"{end.host}:{end.port}"
        key = NodeId(f"far-end:{address or channel}")
        drawn = Node(
            id=key, stage=Stage.FAR_END, name=address or end.kind.value, location=end.source, about=end
        )
        return self._merged.node(drawn, end.kind)


class _Hop(Struct):
    """An edge while flows are still being merged into it."""

    kind: EdgeKind
    resolution: Resolution
    place: Location | None = None
    condition: str = ""
    conditions: set[str] = field(default_factory=set)
    flows: list[int] = field(default_factory=list)

    @property
    def rank(self) -> tuple[int, str]:
        """Firm hops first; among equals by place, so that the order of flows does not matter."""
        return _FIRMEST_FIRST.index(self.resolution), str(self.place)


class _Merged:
    """Nodes and hops, each once."""

    def __init__(self) -> None:
        self._nodes: dict[tuple[NodeId, object], Node] = {}
        self._used: dict[NodeId, int] = defaultdict(int)
        self._hops: dict[tuple[NodeId, NodeId, EdgeKind], _Hop] = {}

    def node(self, node: Node, identity: object = None) -> Node:
        """The node of this id and identity (its place, if none is given); the second of an id gets a number."""
        key = (node.id, node.location if identity is None else identity)
        if key not in self._nodes:
            self._used[node.id] += 1
            number = self._used[node.id]
            self._nodes[key] = node if number == 1 else replace(node, id=NodeId(f"{node.id}#{number}"))
        return self._nodes[key]

    def link(self, source: Node, target: Node, hop: _Hop, flow: int | None = None) -> None:
        """Merge a hop that a flow takes; the firmest resolution and its place are kept."""
        kept = self._hops.setdefault((source.id, target.id, hop.kind), hop)
        if hop.rank < kept.rank:
            kept.resolution, kept.place = hop.resolution, hop.place
        kept.conditions.add(hop.condition)
        if flow is not None:
            kept.flows.append(flow)

    def graph(self) -> MessageGraph:
        """Everything, in a lasting order."""
        nodes = sorted(self._nodes.values(), key=lambda node: (node.stage, node.id))
        rank = {node.id: at for at, node in enumerate(nodes)}
        ordered = sorted(
            self._hops.items(), key=lambda item: (rank[item[0][0]], rank[item[0][1]], item[0][2])
        )
        return MessageGraph(
            nodes=tuple(nodes),
            edges=tuple(_edge(source, target, hop) for (source, target, _), hop in ordered),
        )


def _edge(source: NodeId, target: NodeId, hop: _Hop) -> Edge:
    return Edge(
        source=source,
        target=target,
        kind=hop.kind,
        resolution=hop.resolution,
        place=hop.place,
        conditions=() if "" in hop.conditions else tuple(sorted(hop.conditions)),
        flows=tuple(hop.flows),
    )


def _acting(detections: Iterable[Detection]) -> list[Detection]:
    """The most telling places at which a channel is at work."""
    live = [found for found in detections if found.context is Context.PRODUCTION and found.role in _ACTING]
    first = min((_ACTING.index(found.role) for found in live), default=0)
    return sorted((found for found in live if found.role is _ACTING[first]), key=lambda found: found.location)
