"""Places that carry a channel: what acts there, its address, the choice of it, and the ways that lead to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from smsaudit.diff import wording
from smsaudit.diff.edits import Edits
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.flow import Channel, Flow, Step
from smsaudit.model.location import Location
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import Role
from smsaudit.model.words import Words

_ACTS = (Role.SEND, Role.CLIENT, Role.PROTOCOL, Role.SERVER, Role.ENDPOINT, Role.CONFIG)
"""What tips a verdict by itself, the plainest first."""

_SETTING = re.compile(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b")
"""Names that code and configuration write alike."""


class Clue(Struct, frozen=True):
    """A place that carries a verdict, and what happens there."""

    location: Location
    text: Words


def acting(channel: Channel) -> list[Detection]:
    """What decides a channel, the plainest first; what only names it comes last."""
    live = [found for found in channel.detections if found.context is Context.PRODUCTION]
    order = {role: at for at, role in enumerate(_ACTS)}
    return sorted(live, key=lambda found: (order.get(found.role, len(order)), found.location))


def acts(channel: Channel, *, gone: bool = False) -> Iterator[Clue]:
    """What decides a channel by itself."""
    for found in acting(channel):
        yield Clue(found.location, wording.detected(found, channel, gone=gone))


def surroundings(own: AuditResult, channel: Channel, *, gone: bool = False) -> Iterator[Clue]:
    """The address of a channel, and the ways that lead to it."""
    far_end = channel.far_end
    sources = [via.location for via in reversed(far_end.hops)]
    for place in (far_end.source, *sources):
        if place is not None:
            yield Clue(place, wording.addressed(channel, gone=gone))
    for flow in own.flows:
        if flow.channel == channel.id:
            yield from way(own, flow, channel, gone=gone)


def way(own: AuditResult, flow: Flow, channel: Channel, *, gone: bool = False) -> Iterator[Clue]:
    """The hops of a flow, the last one first: the nearer to the send, the more they say about it."""
    for step in reversed(flow.steps):
        yield from _hop(step, channel, gone=gone)
    entry = next((entry for entry in own.entry_points if entry.id == flow.entry_point), None)
    if entry is not None:
        yield Clue(entry.location, wording.entered(entry, channel, gone=gone))


def choices(channel: Channel, edits: Edits) -> Iterator[Clue]:
    """Lines of the change that name a setting by which the channel is chosen."""
    for name in sorted({name for text in channel.conditions for name in _SETTING.findall(text)}):
        for location in edits.lines_naming(name):
            yield Clue(location, wording.chosen(channel, gone=False))


def _hop(step: Step, channel: Channel, *, gone: bool) -> Iterator[Clue]:
    text = wording.called(step.name, channel, gone=gone)
    if step.called_at is not None:
        yield Clue(step.called_at, text)
    for via in step.via:
        yield Clue(via.location, wording.chosen(channel, gone=gone))
    yield Clue(step.location, text)
