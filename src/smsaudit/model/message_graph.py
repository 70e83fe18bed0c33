"""All flows of one audit as one graph: who enters where, what runs, and where the message leaves."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum, StrEnum
from typing import NewType

from msgspec import Struct

from smsaudit.model.detection import Detection
from smsaudit.model.flow import EntryPoint, FarEnd, Resolution
from smsaudit.model.location import Location
from smsaudit.model.verdict import Judgement

NodeId = NewType("NodeId", str)
"""`entry:app.py:Login.post:/login`: what and where, without line numbers, so that it outlives edits elsewhere."""


class Stage(IntEnum):
    """What a node is; the order is that of reading, from left to right."""

    ENTRY = 1
    FUNCTION = 2
    SEND = 3
    CHANNEL = 4
    FAR_END = 5
    RECIPIENT = 6

    @property
    def word(self) -> str:
        """The stage as scripts read it."""
        return self.name.lower().replace("_", "-")


class EdgeKind(StrEnum):
    """How a message gets from one node to the next."""

    ROUTES = "routes"
    CALLS = "calls"
    ENQUEUES = "enqueues"
    DISPATCHES = "dispatches"
    HANDS_OVER = "hands-over"
    SENDS = "sends"
    CONNECTS = "connects"


Subject = EntryPoint | Detection | Judgement | FarEnd


class Node(Struct, frozen=True, kw_only=True):
    """One thing that a message passes."""

    id: NodeId
    stage: Stage
    name: str
    location: Location | None = None
    about: Subject | None = None
    """What the audit says about it; None for functions and recipients."""


class Edge(Struct, frozen=True, kw_only=True):
    """A hop that one flow or several share."""

    source: NodeId
    target: NodeId
    kind: EdgeKind
    resolution: Resolution
    place: Location | None = None
    """Where the source does it: the line of the call."""
    conditions: tuple[str, ...] = ()
    """Choices, one of which must hold for it to be taken; empty if a flow takes it without any."""
    flows: tuple[int, ...] = ()
    """Positions in `AuditResult.flows` of the flows that take it."""


class MessageGraph(Struct, frozen=True, kw_only=True):
    """Nodes from left to right, and the edges between them in the same order."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def at(self, stage: Stage) -> Iterator[Node]:
        """The nodes of one stage."""
        return (node for node in self.nodes if node.stage is stage)
