"""What if: the same tree with another channel, another exposure, or another declared fact."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from smsaudit.flow.channels import channels_of
from smsaudit.flow.message_flow import MessageFlow
from smsaudit.model.detection import Detection
from smsaudit.model.entrance import Exposure
from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.model.flow import EntryPoint
from smsaudit.model.signature import PatternId, Role, Signature, SignatureKind
from smsaudit.model.words import Words
from smsaudit.pipeline import Observed

_EXPOSED = Words("supposed to be open to anyone", "假设对任何人开放")
_CLOSED = Words("supposed to be open to internal systems only", "假设仅对内部系统开放")

_MESSAGES = frozenset(
    {
        SignatureKind.PROVIDER,
        SignatureKind.PROTOCOL,
        SignatureKind.GATEWAY,
        SignatureKind.MODEM,
        SignatureKind.UNKNOWN,
    }
)
_ACTS = frozenset({Role.SEND, Role.CLIENT, Role.SERVER, Role.PROTOCOL, Role.ENDPOINT, Role.CONFIG})


class Supposition(Struct, frozen=True, kw_only=True):
    """What is supposed about a tree, besides what is declared."""

    replacements: tuple[tuple[str, str], ...] = ()
    """Channel -> channel that takes its place."""
    exposed: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    """Entry points by id, place, route or name."""


def supposed(seen: Observed, what: Supposition) -> Observed:
    """The tree as it would be. Every name that is not in it is our user's mistake, all reported at once."""
    problems = [*_unknown_channels(seen, what), *_unknown_entries(seen, what)]
    if problems:
        raise SmsauditError(*problems)
    for old, new in what.replacements:
        seen = _with_channel(seen, old, seen.known.signatures[new])
    seen = _with_exposure(seen, what.exposed, Exposure.PUBLIC, _EXPOSED)
    return _with_exposure(seen, what.closed, Exposure.INTERNAL, _CLOSED)


def _with_channel(seen: Observed, old: str, new: Signature) -> Observed:
    """Every send of the old channel goes out through the new one; what else showed the old one is gone."""
    moved = {d: _moved(d, new) for d in seen.detections if d.channel_id == old and d.role is Role.SEND}
    if not moved:
        # A link that only stands in configuration or protocol code sends from where it stands.
        acting = [d for d in seen.detections if d.channel_id == old and d.role in _ACTS]
        moved = {d: _moved(d, new) for d in acting[:1]}
    kept = tuple(moved.get(d, d) for d in seen.detections if d.channel_id != old or d in moved)
    flow = seen.flow
    reach = {new.id if name == old else name: value for name, value in flow.reach.items()}
    ways = flow.ways
    if ways is not None:
        held = {
            moved.get(d, d): frame for d, frame in ways.holders.items() if d.channel_id != old or d in moved
        }
        ways = replace(ways, holders=MappingProxyType(held))
    changed: MessageFlow = replace(
        flow,
        channels=channels_of(kept, seen.known.signatures, reach),
        flows=tuple(replace(f, channel=new.id) if f.channel == old else f for f in flow.flows),
        reach=reach,
        ways=ways,
    )
    return replace(seen, detections=kept, flow=changed)


def _moved(detection: Detection, new: Signature) -> Detection:
    return replace(
        detection,
        signature=new.id,
        pattern=PatternId(f"{new.id}.what-if"),
        role=Role.SEND,
        channel="",
        values=MappingProxyType({}),
    )


def _with_exposure(seen: Observed, names: Collection[str], exposure: Exposure, reason: Words) -> Observed:
    points = tuple(
        replace(point, exposure=exposure, exposure_reason=reason) if _names(point) & set(names) else point
        for point in seen.flow.entry_points
    )
    return replace(seen, flow=replace(seen.flow, entry_points=points))


def _names(point: EntryPoint) -> set[str]:
    """Under what an entry point can be named."""
    return {point.id, str(point.location), point.name} | ({point.route} if point.route else set())


def _unknown_channels(seen: Observed, what: Supposition) -> list[Problem]:
    there = sorted(channel.id for channel in seen.flow.channels)
    usable = [name for name, signature in seen.known.signatures.items() if signature.kind in _MESSAGES]
    found = [
        _unknown("--replace", old, there, "channel of this tree")
        for old, _ in what.replacements
        if old not in there
    ]
    found += [
        _unknown("--replace", new, usable, "channel that smsaudit knows")
        for _, new in what.replacements
        if new not in usable
    ]
    return found


def _unknown_entries(seen: Observed, what: Supposition) -> list[Problem]:
    there = {name for point in seen.flow.entry_points for name in _names(point)}
    named: Mapping[str, tuple[str, ...]] = {"--expose": what.exposed, "--close": what.closed}
    return [
        _unknown(option, name, sorted(there), "entry point of this tree that leads to a send")
        for option, names in named.items()
        for name in names
        if name not in there
    ]


def _unknown(option: str, name: str, known: Collection[str], kind: str) -> Problem:
    close = get_close_matches(name, known, n=1)
    few = ", ".join(sorted(known)[:8]) or "none"
    mend = f"did you mean {close[0]}?" if close else f"known here: {few}"
    return Problem(option, 0, name, f"is no {kind}", mend)
