"""Detections of one channel put together: far end, rung of evidence, production or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from smsaudit.flow.far_end import far_end_of
from smsaudit.flow.message_flow import Reach, Source
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.flow import Channel, FarEnd, FarEndKind, Rung
from smsaudit.model.language import NO_PROGRAMS, language_of
from smsaudit.model.signature import Jurisdiction, Role, Signature, SignatureKind, Strength
from smsaudit.model.words import Words

_MESSAGE_KINDS = frozenset(
    (
        SignatureKind.PROVIDER,
        SignatureKind.PROTOCOL,
        SignatureKind.GATEWAY,
        SignatureKind.MODEM,
        SignatureKind.FRAMEWORK,
        SignatureKind.UNKNOWN,
    )
)
_LINKS = frozenset((SignatureKind.PROTOCOL, SignatureKind.GATEWAY, SignatureKind.MODEM))
_RUNGS: Mapping[Role, Rung] = MappingProxyType(
    {
        Role.DEPENDENCY: Rung.DECLARED,
        Role.NUMBER: Rung.DECLARED,
        Role.IMPORT: Rung.IMPORTED,
        Role.MANAGEMENT: Rung.IMPORTED,
        Role.ENDPOINT: Rung.CONSTRUCTED,
        Role.CLIENT: Rung.CONSTRUCTED,
        Role.SERVER: Rung.CONSTRUCTED,
        Role.PROTOCOL: Rung.CONSTRUCTED,
        Role.SIMULATOR: Rung.CALLED,
        Role.SEND: Rung.CALLED,
    }
)


_OF_ANOTHER_END = NO_PROGRAMS | {"", "python", "shell", "vue", "jsp"}
"""Languages in which an address is followed further, or is shown to a browser or written for a command line."""


class _Group(Struct):
    signature: Signature | None
    detections: list[Detection] = field(default_factory=list)


def channels_of(
    detections: Iterable[Detection], signatures: Mapping[str, Signature], reach: Mapping[str, Reach]
) -> tuple[Channel, ...]:
    """Every channel that the detections show, sorted by id."""
    groups: dict[str, _Group] = defaultdict(lambda: _Group(None))
    for detection in detections:
        signature = signatures[detection.signature]
        if signature.kind in _MESSAGE_KINDS and detection.role is not Role.FEATURE:
            group = groups[detection.channel_id]
            group.signature = signature
            group.detections.append(detection)
    return tuple(
        _channel(name, group.signature, group.detections, signatures, reach.get(name, Reach()))
        for name, group in sorted(groups.items())
        if group.signature is not None
    )


def _channel(
    name: str,
    signature: Signature,
    detections: list[Detection],
    signatures: Mapping[str, Signature],
    reach: Reach,
) -> Channel:
    live = [d for d in detections if d.context is Context.PRODUCTION]
    told = [_with_given(detection, reach) for detection in detections]
    far_end = _with_source(far_end_of(signature, told, signatures, reach.services), reach)
    production = any(acts(d, signature) for d in live)
    title = (
        signature.name
        if name == signature.id
        else Words(f"{signature.name.en} ({name})", f"{signature.name.zh}（{name}）")
    )
    return Channel(
        id=name,
        kind=signature.kind,
        name=title,
        far_end=far_end,
        detections=tuple(detections),
        rung=_rung(signature, live or detections, reach),
        production=production,
        serves_others=_serves_others(signature, live),
        overseas=signature.jurisdiction is Jurisdiction.OVERSEAS
        or far_end.kind is FarEndKind.PROVIDER_OVERSEAS,
        is_default=reach.is_default,
        conditions=reach.conditions,
        context="production" if production else str(_strongest(detections).context),
    )


def _with_given(detection: Detection, reach: Reach) -> Detection:
    given = {role: reach.given.get((detection.location, role), ()) for role in ("host", "port")}
    known = {role: texts for role, texts in given.items() if texts and not detection.values.get(role)}
    return replace(detection, values={**detection.values, **known}) if known else detection


def _with_source(far_end: FarEnd, reach: Reach) -> FarEnd:
    if far_end.source is None or far_end.host is None:
        return far_end
    source = reach.sources.get((far_end.source, far_end.host), Source())
    return replace(far_end, hops=source.hops, overridable=source.overridable)


def acts(detection: Detection, signature: Signature) -> bool:
    """Whether a production detection shows the channel at work, and not only named."""
    match detection.role:
        case Role.SEND | Role.PROTOCOL:
            return True
        case Role.CLIENT | Role.SERVER:
            return signature.kind in _LINKS and detection.strength is not Strength.LOW
        case Role.CONFIG:
            return signature.kind in _LINKS and detection.strength is Strength.HIGH
        case Role.ENDPOINT:
            return _is_other_code(detection) and detection.strength is not Strength.LOW
        case Role.SIMULATOR:
            return True
        case _:
            return False


def _is_other_code(detection: Detection) -> bool:
    """Code of a language in which calls are not followed: an address in it is as near to a send as it gets."""
    return language_of(detection.location.path) not in _OF_ANOTHER_END


def _rung(signature: Signature, detections: list[Detection], reach: Reach) -> Rung:
    rungs = [_RUNGS.get(d.role, Rung.DECLARED) for d in detections]
    if signature.kind in _LINKS and any(
        d.role is Role.CONFIG and d.strength is Strength.HIGH for d in detections
    ):
        rungs.append(Rung.CONSTRUCTED)
    if any(
        d.role is Role.ENDPOINT and _is_other_code(d) and d.strength is not Strength.LOW for d in detections
    ):
        rungs.append(Rung.CALLED)
    rung = max(rungs, default=Rung.DECLARED)
    if rung < Rung.CALLED and signature.kind is SignatureKind.GATEWAY and Rung.CONSTRUCTED in rungs:
        return Rung.CONFIGURED
    if rung < Rung.CALLED or not reach.reached:
        return rung
    configured = any(d.role is Role.CONFIG for d in detections) and reach.is_default is not False
    return Rung.CONFIGURED if configured else Rung.REACHED


def _serves_others(signature: Signature, live: list[Detection]) -> bool:
    """The code is the server side of a carrier protocol and not only the client that must listen for reports."""
    roles = {d.role for d in live}
    return (
        signature.kind is SignatureKind.PROTOCOL
        and Role.SERVER in roles
        and not roles & {Role.CLIENT, Role.SEND}
    )


def _strongest(detections: list[Detection]) -> Detection:
    order = (Role.SEND, Role.CLIENT, Role.PROTOCOL)
    return min(detections, key=lambda d: (order.index(d.role) if d.role in order else len(order), d.location))
