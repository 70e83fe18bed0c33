"""The search from sends to entry points through code whose names are not resolved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import networkx as nx
from msgspec.structs import replace

from smsaudit.flow.edge import Edge
from smsaudit.flow.elsewhere.callers import Callers, Site
from smsaudit.flow.elsewhere.entries import ForeignEntries
from smsaudit.flow.entries import Entry
from smsaudit.flow.paths import WEIGHT
from smsaudit.model.entrance import EntryKind
from smsaudit.model.flow import Resolution
from smsaudit.model.location import Place, TreePath
from smsaudit.model.referent import Frame
from smsaudit.model.words import Words

_MAX_STEPS = 24
_FAR = Words(
    f"callers outside Python were followed for {_MAX_STEPS} steps, and not farther",
    f"Python以外的调用者只跟踪{_MAX_STEPS}步",
)
_RUNS_WHEN_LOADED = frozenset(["javascript", "typescript", "php", "shell", "powershell", "batch"])
"""Languages whose files are programs from top to bottom."""


_CALLED_BY_TREE = frozenset((EntryKind.TASK, EntryKind.CALLBACK, EntryKind.SIGNAL))
"""Kinds of entries whose callers may stand in the tree as well."""


class Node(NamedTuple):
    """A function, or what a call that registers something is given in its brackets, without a name."""

    frame: Frame
    call: int = -1


class Search:
    """Goes from the sends to their callers, and on, round by round."""

    def __init__(self, entries: ForeignEntries, callers: Callers) -> None:
        self._entries = entries
        self._callers = callers
        self.network: nx.DiGraph[Node] = nx.DiGraph()
        """Who runs whom; every edge has the call as `edge`, and how far it leads as `weight`."""
        self.starts: dict[Node, list[Entry]] = {}
        """The entries into each node that has been looked at."""
        self._first: dict[Node, Place] = {}
        """Where a node first does something that leads to a send."""

    def node(self, path: TreePath, place: Place, scope: int) -> Node | None:
        """What runs the code at a place; None where its language is not followed."""
        code = self._callers.code(path)
        if code is None:
            return None
        around = (each for each in code.around(place) if any(self._entries.registering(code, each, scope)))
        node = Node(code.frame(scope), next(around, -1))
        self._first[node] = min(self._first.get(node, place), place)
        return node

    def run(self, targets: set[Node]) -> None:
        """Until no more callers are found or the limits are met."""
        self.network.add_nodes_from(sorted(targets))
        waiting = targets
        for _ in range(_MAX_STEPS):
            sites = self._callers.of({node.frame for node in waiting if not self._is_entered(node)})
            known = set(self.network)
            for node in sorted(waiting):
                self._enter(node, () if node.call >= 0 else sites.get(node.frame, ()))
            waiting = set(self.network) - known
            if not waiting:
                return
        for node in sorted(waiting):
            self._enter(node, ())
        self._callers.tell(_FAR)

    def _is_entered(self, node: Node) -> bool:
        """Whether a framework runs the node by itself, so that nobody in the tree need do so."""
        code = self._callers.codes[node.frame.path]
        found = self._entries.of(code, node.frame.scope) if node.frame.scope else []
        return node.call >= 0 or any(entry.kind not in _CALLED_BY_TREE for entry in found)

    def _enter(self, node: Node, sites: Iterable[Site]) -> None:
        """Take note of what enters a node, and of who calls it."""
        code, function = self._callers.codes[node.frame.path], node.frame.scope
        if node.call >= 0:
            nameless = self._entries.registering(code, node.call, function)
            self.starts[node] = [replace(entry, call=(code.path, node.call)) for entry in nameless]
            return
        extended = self._callers.extended(code, function)
        own: list[Entry] = self._entries.of(code, function, extended) if function else []
        for site in sites:
            made = list(self._entries.registering(site.code, site.call, 0)) if site.is_handed else []
            own += [replace(entry, function=node.frame) for entry in made]
            if not made:
                self._link(site, node)
        parent = code.parent(function)
        if not own and parent and not any(self.network.predecessors(node)):
            place = code.facts.scopes[function].place
            caller = self.node(code.path, place, parent)
            if caller is not None and caller != node:
                self._add(caller, node, Edge(caller.frame, node.frame, place, "calls", Resolution.INFERRED))
        if not function and code.facts.language in _RUNS_WHEN_LOADED:
            own = [self._entries.loaded(code, self._first[node])]
        self.starts[node] = own

    def _link(self, site: Site, callee: Node) -> None:
        call = site.code.call(site.call)
        caller = self.node(site.code.path, call.place, call.scope)
        if caller is not None and caller != callee:
            kind = "hands-over" if site.is_handed else "calls"
            edge = Edge(caller.frame, callee.frame, call.place, kind, site.resolution)
            self._add(caller, callee, edge)

    def _add(self, caller: Node, callee: Node, edge: Edge) -> None:
        weight = WEIGHT[edge.resolution]
        network = self.network
        if not network.has_edge(caller, callee) or weight < network.edges[caller, callee]["weight"]:
            network.add_edge(caller, callee, weight=weight, edge=edge)
