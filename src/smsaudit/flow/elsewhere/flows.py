"""From sends in code whose names are not resolved to flows: like those through Python, and every step says how sure it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

import networkx as nx
from msgspec import Struct

from smsaudit.flow.cut import Ways
from smsaudit.flow.elsewhere.callers import Callers
from smsaudit.flow.elsewhere.entries import ForeignEntries
from smsaudit.flow.elsewhere.search import Node, Search
from smsaudit.flow.entries import Entry
from smsaudit.flow.paths import Traced, Way, chosen, last_step, roots, sources
from smsaudit.flow.program import Program
from smsaudit.model.detection import Detection
from smsaudit.model.flow import Access, Flow, Step
from smsaudit.model.gap import Gap
from smsaudit.model.location import Location
from smsaudit.model.referent import Frame
from smsaudit.model.signature import Signature


class Followed(Struct, frozen=True):
    """What leads to sends of such code."""

    traced: tuple[Traced, ...]
    names: Mapping[Frame, str]
    """What the functions on the way are called."""
    access: Mapping[Entry, tuple[Access, ...]]
    """What tells who can trigger each entry, what decides first."""
    ways: Ways
    gaps: tuple[Gap, ...]


def follow(program: Program, signatures: Iterable[Signature], sends: Iterable[Detection]) -> Followed:
    """Every known way to the given sends, at most a few dozen for each channel."""
    ordered = sorted(sends, key=lambda send: (send.channel_id, send.location))
    callers = Callers(program, [send.location for send in ordered])
    entries = ForeignEntries(signatures)
    search = Search(entries, callers)
    at = {send: search.node(send.location.path, send.location.place, send.scope) for send in ordered}
    holders = {send: node for send, node in at.items() if node is not None}
    search.run(set(holders.values()))
    flows = _Flows(search, callers)
    traced = tuple(flows.to(holders))
    return Followed(
        traced,
        flows.names(),
        {each: entries.access(callers.codes[each.function.path], each) for each in sources(traced)},
        flows.ways(holders),
        tuple(callers.gaps[limit] for limit in sorted(callers.gaps)),
    )


class _Flows:
    """What a search that has ended found, in the form in which flows are told."""

    def __init__(self, search: Search, callers: Callers) -> None:
        self._network = search.network
        self._callers = callers
        entered = {node for node, entries in search.starts.items() if entries}
        self._starts: dict[Node, list[Entry | None]] = {node: [*search.starts[node]] for node in entered}
        self._starts |= {node: [None] for node in roots(self._network, entered)}

    def to(self, holders: Mapping[Detection, Node]) -> Iterator[Traced]:
        """The flows from every start to every send that it leads to."""
        backwards = self._network.reverse(copy=False)
        per_channel: dict[str, list[Way]] = defaultdict(list)
        for send, holder in holders.items():
            lengths: dict[Node, float]
            paths: dict[Node, list[Node]]
            lengths, paths = nx.single_source_dijkstra(backwards, holder)  # type: ignore[assignment]
            for start in sorted(paths.keys() & self._starts.keys()):
                nodes = paths[start][::-1]
                edges = tuple(self._network.edges[pair]["edge"] for pair in pairwise(nodes))
                frames = tuple(node.frame for node in nodes)
                per_channel[send.channel_id] += [
                    Way(int(lengths[start]), entry, frames, edges, send) for entry in self._starts[start]
                ]
        for channel in sorted(per_channel):
            yield from (Traced(way.entry, self._flow(way)) for way in chosen(per_channel[channel]))

    def names(self) -> dict[Frame, str]:
        """What the functions of the network are called."""
        return {node.frame: self._name(node.frame) for node in sorted(self._network)}

    def ways(self, holders: Mapping[Detection, Node]) -> Ways:
        """The same for questions about cuts."""
        functions = sorted({node.frame for node in self._network if node.frame.scope})
        return Ways(
            starts=frozenset(node.frame for node in self._starts),
            calls=frozenset((caller.frame, callee.frame) for caller, callee in self._network.edges),
            holders=MappingProxyType({send: node.frame for send, node in holders.items()}),
            functions=MappingProxyType({frame: self._defined(frame) for frame in functions}),
        )

    def _flow(self, way: Way) -> Flow:
        first, send = way.frames[0], way.send
        is_nameless = way.entry is not None and way.entry.call is not None
        begins = way.entry.location if is_nameless and way.entry else self._defined(first)
        steps = [Step(location=begins, name=self._name(first))]
        steps += [
            Step(
                location=self._defined(edge.callee),
                name=self._name(edge.callee),
                resolution=edge.resolution,
                kind=edge.kind,
                called_at=Location(edge.caller.path, edge.place),
            )
            for edge in way.edges
        ]
        return Flow(entry_point=None, channel=send.channel_id, steps=(*steps, last_step(send)))

    def _name(self, frame: Frame) -> str:
        return self._callers.codes[frame.path].name_of(frame.scope)

    def _defined(self, frame: Frame) -> Location:
        return self._callers.codes[frame.path].definition(frame.scope)
