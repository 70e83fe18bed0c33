"""Flows: the shortest way from every entry point, and every caller without known callers, to every channel."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import TypeVar

import networkx as nx
from msgspec import Struct
from msgspec.structs import replace

from smsaudit.flow.backward import CallGraph
from smsaudit.flow.chosen import Chosen
from smsaudit.flow.conditions import choosing, conditions_at
from smsaudit.flow.edge import Edge
from smsaudit.flow.entries import Entries, Entry
from smsaudit.flow.origins import Origins
from smsaudit.flow.personal import Personal
from smsaudit.flow.program import Program
from smsaudit.flow.receivers import Receivers
from smsaudit.flow.recipients import Recipients
from smsaudit.flow.started import Started
from smsaudit.model.detection import Detection
from smsaudit.model.entrance import EntryKind
from smsaudit.model.flow import Flow, Resolution, Step
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.referent import Frame
from smsaudit.model.signature import Signature

WEIGHT = {Resolution.EXACT: 10, Resolution.INFERRED: 12, Resolution.BY_NAME: 60}
"""How far a step leads: the less sure it is, the farther."""
_MAX_FLOWS_PER_CHANNEL = 60
_MAX_TRIED = 12
"""Ways between the same two functions."""


_Node = TypeVar("_Node", bound=tuple[object, ...])


class Traced(Struct, frozen=True):
    """A flow with the entry it starts from, before entry points are numbered."""

    entry: Entry | None
    flow: Flow


class Way(Struct, frozen=True):
    """A way through the network from a start to a send."""

    length: int
    entry: Entry | None
    frames: tuple[Frame, ...]
    edges: tuple[Edge, ...]
    """The call of each step."""
    send: Detection


class _Reading(Struct, frozen=True):
    """What is read about the functions of a flow once it is chosen."""

    origins: Origins
    personal: Personal
    recipients: Recipients


def trace(
    program: Program,
    entries: Entries,
    graph: CallGraph,
    sends: Mapping[Detection, Frame],
    bodies: Mapping[Frame, Place],
    choices: Mapping[TreePath, str],
    signatures: Mapping[str, Signature],
) -> list[Traced]:
    """All flows to the given detections, at most a few dozen per channel, best resolved first."""
    network = _network(graph)
    starts = _starts(entries, graph, network, bodies, Started(program))
    fitness = _Fitness(network, Receivers(program, graph.edges), Chosen(program, graph.edges))
    backwards = network.reverse(copy=False)
    per_channel: dict[str, list[Way]] = defaultdict(list)
    for send, frame in sorted(sends.items(), key=lambda item: (item[0].channel_id, item[0].location)):
        if frame not in network:
            continue
        lengths: dict[Frame, float]
        paths: dict[Frame, list[Frame]]
        lengths, paths = nx.single_source_dijkstra(backwards, frame)  # type: ignore[assignment]
        for start, entry in starts:
            found = fitness.of(paths[start][::-1], send) if start in paths else None
            if found is not None:
                way, edges = found
                per_channel[send.channel_id].append(
                    Way(int(lengths[start]), entry, tuple(way), tuple(edges), send)
                )
    reading = _Reading(Origins(program), Personal(program), Recipients(program, signatures))
    return [
        Traced(way.entry, _flow(program, way, choices, reading))
        for channel in sorted(per_channel)
        for way in chosen(per_channel[channel])
    ]


class _Fitness(Struct, frozen=True):
    """Which ways can be taken."""

    network: nx.DiGraph[Frame]
    receivers: Receivers
    chosen: Chosen

    def of(self, shortest: list[Frame], send: Detection) -> tuple[list[Frame], list[Edge]] | None:
        """The shortest way whose calls can follow one another, with them; the shortest of all where too many cannot."""
        if (edges := self._fitting(shortest, send)) is not None:
            return shortest, edges
        others = nx.shortest_simple_paths(self.network, shortest[0], shortest[-1], weight="weight")
        for tried, way in enumerate(others):
            if (edges := self._fitting(way, send)) is not None:
                return way, edges
            if tried == _MAX_TRIED:
                return shortest, self._between(shortest)
        return None

    def _fitting(self, way: list[Frame], send: Detection) -> list[Edge] | None:
        return self.chosen.edges(way, self._between(way), send) if self.receivers.fit(way) else None

    def _between(self, way: list[Frame]) -> list[Edge]:
        return [self.network.edges[caller, callee]["edge"] for caller, callee in pairwise(way)]


def chosen(ways: list[Way]) -> list[Way]:
    """The shortest way from each start to each place of sending; a first one of every start before the others."""
    seen: set[tuple[object, ...]] = set()
    sent: Counter[object] = Counter()
    ranked: list[tuple[bool, int, int, tuple[Frame, ...], Way]] = []
    for way in sorted(ways, key=lambda each: (each.length, each.frames)):
        start = (way.entry.location, way.entry.kind) if way.entry else None, way.frames[0]
        key = (start, way.send.location.path, way.send.location.line)
        if key not in seen:
            seen.add(key)
            ranked.append((way.entry is None, sent[start], way.length, way.frames, way))
            sent[start] += 1
    ranked.sort(key=lambda item: item[:4])
    return [way for *_, way in ranked[:_MAX_FLOWS_PER_CHANNEL]]


def _network(graph: CallGraph) -> nx.DiGraph[Frame]:
    network: nx.DiGraph[Frame] = nx.DiGraph()
    network.add_nodes_from(sorted(graph.nodes))
    for edge in sorted(graph.edges, key=lambda e: (e.caller, e.callee, e.place)):
        weight = WEIGHT[edge.resolution]
        if (
            not network.has_edge(edge.caller, edge.callee)
            or weight < network.edges[edge.caller, edge.callee]["weight"]
        ):
            network.add_edge(edge.caller, edge.callee, weight=weight, edge=edge)
    return network


def _starts(
    entries: Entries,
    graph: CallGraph,
    network: nx.DiGraph[Frame],
    bodies: Mapping[Frame, Place],
    started: Started,
) -> list[tuple[Frame, Entry | None]]:
    """Entry points, and functions without a known caller."""
    found: list[tuple[Frame, Entry | None]] = []
    entered: set[Frame] = set()
    for node in sorted(graph.nodes):
        own = entries.of(node)
        if not node.scope:
            others = [entry for entry in own if entry.kind is not EntryKind.SCRIPT]
            scripts = _script(network, node, own, bodies) if not others else []
            own = others + scripts
            own += started.by(node) if scripts else []
        if list(network.predecessors(node)):
            own = [entry for entry in own if entry.kind is not EntryKind.CALLBACK]
        found += [(node, entry) for entry in own]
        entered |= {node} if own else set()
    return found + [(node, None) for node in roots(network, entered)]


def roots(network: nx.DiGraph[_Node], entered: Collection[_Node]) -> list[_Node]:
    """Functions that nobody calls; of those that only call one another, the first."""
    found: list[_Node] = []
    for circle in nx.strongly_connected_components(network):
        called = any(caller not in circle for node in circle for caller in network.predecessors(node))
        if not called and circle.isdisjoint(entered):
            found.append(min(circle))
    return sorted(found)


def _script(
    network: nx.DiGraph[Frame], node: Frame, own: list[Entry], bodies: Mapping[Frame, Place]
) -> list[Entry]:
    """A module body that runs a send itself is a script, entered where it first does something with the channel."""
    places = [network.edges[node, callee]["edge"].place for callee in network.successors(node)]
    places += [bodies[node]] if node in bodies else []
    scripts = [entry for entry in own if entry.kind is EntryKind.SCRIPT]
    if not places or not scripts:
        return []
    if scripts[0].location.line > 1:
        return scripts
    first = min(places)
    return [replace(scripts[0], location=Location(node.path, Place(first.line, first.column)))]


def _flow(
    program: Program,
    taken: Way,
    choices: Mapping[TreePath, str],
    reading: _Reading,
) -> Flow:
    way, send = taken.frames, taken.send
    chosen = {frame: choices[frame.path] for frame in way if frame.path in choices}
    steps = [
        Step(
            location=_definition(program, way[0]),
            name=program.name_of(way[0]),
            condition=chosen.get(way[0], ""),
        )
    ]
    conditions: list[str] = []
    for edge in taken.edges:
        caller, callee = edge.caller, edge.callee
        made, via = reading.origins.of(edge)
        own = choosing([*made, *conditions_at(edge.caller.path, edge.guards)], program)
        conditions += own
        if callee in chosen and chosen[callee] != chosen.get(caller):
            own = [chosen[callee], *own]
        steps.append(
            Step(
                location=_definition(program, callee),
                name=program.name_of(callee),
                resolution=edge.resolution,
                kind=edge.kind,
                called_at=Location(caller.path, edge.place),
                condition=_all_of(own),
                via=via,
            )
        )
    own = _own_conditions(program, send)
    conditions += own
    steps.append(last_step(send, _all_of(own)))
    condition = _all_of([*chosen.values(), *conditions])
    kept = tuple(dict.fromkeys(item for frame in way for item in reading.personal.kept_by(frame)))
    return Flow(
        entry_point=None,
        channel=send.channel_id,
        steps=tuple(steps),
        condition=condition,
        kept=kept,
        recipients=reading.recipients.of(send, way, taken.entry.kind if taken.entry is not None else None),
    )


def last_step(send: Detection, condition: str = "") -> Step:
    """The send itself."""
    return Step(
        location=send.location,
        name=send.pattern,
        resolution=Resolution(send.resolution),
        kind="sends",
        condition=condition,
    )


def _all_of(conditions: Iterable[str]) -> str:
    return " and ".join(dict.fromkeys(conditions))


def _own_conditions(program: Program, send: Detection) -> list[str]:
    facts = program.facts(send.location.path)
    if facts is None or send.call is None:
        return []
    path = send.location.path
    return choosing(conditions_at(path, facts.calls[send.call].guards), program)


def _definition(program: Program, frame: Frame) -> Location:
    facts = program.facts(frame.path)
    if facts is None or not frame.scope:
        return Location(frame.path, Place(1))
    place = facts.scopes[frame.scope].place
    return Location(frame.path, Place(place.line, place.column))


def sources(traced: Iterable[Traced]) -> list[Entry]:
    """The entries from which flows start, each once, in order of their places."""
    found = {
        (t.entry.location, t.entry.kind, t.entry.function): t.entry for t in traced if t.entry is not None
    }
    return [found[key] for key in sorted(found)]
