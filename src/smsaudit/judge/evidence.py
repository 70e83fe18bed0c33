"""Which detections carry a judgement, and which channels count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from msgspec import Struct

from smsaudit.judge.paths import MESSAGE_KINDS
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.entrance import Exposure
from smsaudit.model.flow import Channel, EntryPoint, Flow, Resolution, Rung
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import Location
from smsaudit.model.signature import Role, SignatureKind, Strength

_WEIGHT = (
    Role.SEND,
    Role.PROTOCOL,
    Role.CLIENT,
    Role.SERVER,
    Role.CONFIG,
    Role.ENDPOINT,
    Role.SIMULATOR,
    Role.MANAGEMENT,
    Role.NUMBER,
    Role.IMPORT,
    Role.DEPENDENCY,
    Role.FEATURE,
)
ACTS = frozenset({Role.SEND, Role.PROTOCOL, Role.CLIENT, Role.SERVER, Role.ENDPOINT, Role.SIMULATOR})
"""Roles that do something, as opposed to naming, configuring or describing it."""

LINK_KINDS = frozenset({SignatureKind.PROTOCOL, SignatureKind.GATEWAY, SignatureKind.MODEM})
"""Kinds that count once they are configured or written out, before any call is seen."""

_STRENGTH = (Strength.HIGH, Strength.MEDIUM, Strength.LOW)


class Ways(Protocol):
    """What the verdict asks of the message-flow graph; the pipeline hands the answers in."""

    def removing(self, sends: Collection[Detection]) -> tuple[Location, ...]:
        """The fewest places without which none of the sends is left."""
        ...

    def choking(self, sends: Collection[Detection]) -> tuple[Location, ...]:
        """The fewest places through which every known way to the sends leads."""
        ...


class Trace(Struct, frozen=True):
    """What is known about how control reaches the channels."""

    flows: tuple[Flow, ...] = ()
    entry_points: tuple[EntryPoint, ...] = ()
    ways: Ways | None = None

    def of(self, channel: Channel) -> tuple[Flow, ...]:
        """The flows that end in `channel`."""
        return tuple(flow for flow in self.flows if flow.channel == channel.id)

    def public_entry(self, channel: Channel) -> EntryPoint | None:
        """The first public entry point from which `channel` is reached."""
        ids = {flow.entry_point for flow in self.of(channel)}
        public = (e for e in self.entry_points if e.id in ids and e.exposure is Exposure.PUBLIC)
        return min(public, key=lambda e: e.location, default=None)


def carries_messages(channel: Channel) -> bool:
    """Whether the channel is one of messages, and not of calls, conferences or payments."""
    return channel.kind in MESSAGE_KINDS


def is_counted(channel: Channel) -> bool:
    """Whether the channel takes part in the verdict: it stands in production and does more than being named."""
    if not channel.production:
        return False
    live = [d for d in channel.detections if d.context is Context.PRODUCTION]
    if channel.kind in LINK_KINDS:
        written_out = any(d.role in {Role.PROTOCOL, Role.SERVER} for d in live)
        return channel.rung >= Rung.CONSTRUCTED or written_out
    return channel.rung >= Rung.CALLED and any(d.role in ACTS for d in live)


def decisive(channel: Channel) -> Detection | None:
    """The detection that shows best what the channel does; production first, unless all that acts is dead."""
    acting = [d for d in channel.detections if d.role in ACTS]
    is_dead = all(d.context is Context.DEAD for d in acting)
    return min(acting if acting and is_dead else channel.detections, key=_order, default=None)


def carrying(channel: Channel) -> Iterator[Detection]:
    """What has to go before the channel is gone: its sends, or all of a link that stands without any call."""
    live = [d for d in channel.detections if d.context is Context.PRODUCTION]
    if channel.kind in LINK_KINDS:
        firm = (d for d in live if d.role is Role.CONFIG and d.strength is Strength.HIGH)
        yield from (d for d in live if d.role in ACTS)
        yield from firm
        return
    sends = [d for d in live if d.role is Role.SEND]
    yield from sends or (d for d in live if d.role in ACTS)


def directness(channel: Channel) -> Strength:
    """How much the strongest detection that acts, in production where there is one, proves by itself."""
    acting = [d for d in channel.detections if d.role in ACTS or d.role is Role.CONFIG]
    live = [d for d in acting if d.context is Context.PRODUCTION] or acting
    return min((d.strength for d in live), key=_STRENGTH.index, default=Strength.LOW)


def is_by_name(channel: Channel, trace: Trace) -> bool:
    """Whether every known way to the channel rests on a name alone."""
    flows = trace.of(channel)
    if flows:
        return all(any(s.resolution is Resolution.BY_NAME for s in flow.steps) for flow in flows)
    acting = [d for d in channel.detections if d.role in ACTS]
    return bool(acting) and all(d.resolution == Resolution.BY_NAME for d in acting)


def is_mended(channel: Channel, gaps: Iterable[Gap]) -> bool:
    """Whether all that acts stands in files that had to be mended before they could be read."""
    mended = {gap.path for gap in gaps if gap.kind is GapKind.MENDED}
    acting = [d for d in channel.detections if d.role in ACTS]
    return bool(acting) and all(d.location.path in mended for d in acting)


def _order(detection: Detection) -> tuple[object, ...]:
    """Sort key: production, role, strength, place."""
    return (
        detection.context is not Context.PRODUCTION,
        _WEIGHT.index(detection.role),
        _STRENGTH.index(detection.strength),
        detection.location,
        detection.pattern,
    )
