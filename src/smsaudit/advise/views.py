"""What the audit itself found, looked at as an answer to a duty. `law/checks.toml` names these views."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from smsaudit.advise.surroundings import Answer, Surroundings
from smsaudit.model.checks import DutyState
from smsaudit.model.context import Context
from smsaudit.model.declared import AccessCode, Declared, Peer, is_open
from smsaudit.model.entrance import Exposure
from smsaudit.model.flow import EntryPoint, FarEndKind, KeptIn
from smsaudit.model.law import Law
from smsaudit.model.signature import Role, SignatureKind
from smsaudit.model.verdict import Judgement, Reason
from smsaudit.model.words import Words

_MOST = 3
_CLOSED = frozenset({Exposure.STAFF, Exposure.INTERNAL})
_UNNAMED = frozenset({FarEndKind.UNKNOWN, FarEndKind.PRIVATE, FarEndKind.OWN_HOST, FarEndKind.LOCAL})
_CLASSES: tuple[tuple[re.Pattern[str], AccessCode], ...] = (
    (re.compile(r"(?<!\d)(?:1062|1066|10630|10690)\d*"), AccessCode.LICENSED),
    (re.compile(r"(?<!\d)(?:1063|1069)[5-8]\d*"), AccessCode.OWN_USE),
    (re.compile(r"(?<!\d)1065\d*"), AccessCode.CARRIER),
)


def _entries(
    judgements: Sequence[Judgement], seen: Surroundings, _declared: Declared, law: Law
) -> Iterator[Answer]:
    """Closed if every known way in is, and none is unknown."""
    yield from _public_entries(judgements, seen, _declared, law)
    points = _leading_to(judgements, seen)
    if points and all(point.exposure in _CLOSED for point in points):
        for point in points[:_MOST]:
            yield DutyState.MET, _at(law, "shown.closed_entry", str(point.location), name=point.name)


def _public_entries(
    judgements: Sequence[Judgement], seen: Surroundings, _declared: Declared, law: Law
) -> Iterator[Answer]:
    public = [point for point in _leading_to(judgements, seen) if point.exposure is Exposure.PUBLIC]
    for point in public[:_MOST]:
        yield (
            DutyState.UNMET,
            _at(law, "shown.public_entry", str(point.location), name=point.route or point.name),
        )


def _policy(
    judgements: Sequence[Judgement], seen: Surroundings, _declared: Declared, law: Law
) -> Iterator[Answer]:
    """Every provider is named in some privacy policy of the tree; without a policy in the tree nothing is seen."""
    named = {witness.check: witness.location for witness in seen.witnesses.named}
    for channel in (j.channel for j in judgements if j.channel.kind is SignatureKind.PROVIDER):
        if channel.id in named:
            place = str(named[channel.id])
            yield DutyState.MET, _at(law, "shown.provider_named", place, name=channel.name)
        elif seen.witnesses.policies:
            place = str(seen.witnesses.policies[0].path)
            yield DutyState.UNMET, _at(law, "shown.provider_not_named", place, name=channel.name)


def _kept(
    judgements: Sequence[Judgement], seen: Surroundings, _declared: Declared, law: Law
) -> Iterator[Answer]:
    """Numbers, codes and bodies that functions on the way log or store; a log speaks against the duty."""
    channels = {j.channel.id for j in judgements}
    found = {kept for flow in seen.flows if flow.channel in channels for kept in flow.kept}
    for kept in sorted(found, key=lambda each: (each.sink, each.location, each.kind, each.name)):
        name = law.say(f"kept.{kept.kind.value}", name=kept.name)
        state = DutyState.UNMET if kept.sink is KeptIn.LOG else DutyState.UNSEEN
        key = "shown.kept_log" if kept.sink is KeptIn.LOG else "shown.kept_store"
        yield state, _at(law, key, str(kept.location), name=name)


def _signs(
    judgements: Sequence[Judgement], _seen: Surroundings, _declared: Declared, law: Law
) -> Iterator[Answer]:
    """Signatures that the code uses; whether they are filed is for people to say."""
    for detection in (d for j in judgements for d in j.channel.detections):
        if detection.context is Context.PRODUCTION:
            for sign in detection.values.get("sign", ())[:1]:
                yield DutyState.UNSEEN, _at(law, "shown.sign", str(detection.location), name=sign)


def _codes(
    judgements: Sequence[Judgement], _seen: Surroundings, declared: Declared, law: Law
) -> Iterator[Answer]:
    """Access codes in the tree, against the class that is declared."""
    said = declared.path.code
    for detection in (d for j in judgements for d in j.channel.detections):
        if detection.role is not Role.NUMBER or detection.context is not Context.PRODUCTION:
            continue
        shown = next((kind for pattern, kind in _CLASSES if pattern.search(detection.text)), None)
        if shown is None:
            continue
        differs = not is_open(said) and said is not shown
        state = DutyState.UNMET if differs else DutyState.UNSEEN
        key = "shown.other_code" if differs else "shown.code"
        yield state, _at(law, key, str(detection.location), name=law.wording[f"value.code.{shown.value}"])


def _far_ends(
    judgements: Sequence[Judgement], _seen: Surroundings, declared: Declared, law: Law
) -> Iterator[Answer]:
    for judgement in judgements:
        channel = judgement.channel
        own = declared.for_channel(channel.id, (d.location.path for d in channel.detections))
        shown = next((reason.location for reason in judgement.because if reason.location), "")
        place = str(channel.far_end.source or shown)
        is_named = own.peer not in {Peer.UNKNOWN, Peer.PRIVATE} or channel.far_end.kind not in _UNNAMED
        key = "shown.far_end_named" if is_named else "shown.far_end_open"
        yield (DutyState.MET if is_named else DutyState.UNMET), _at(law, key, place, name=channel.name)


def _gaps(
    _judgements: Sequence[Judgement], seen: Surroundings, _declared: Declared, law: Law
) -> Iterator[Answer]:
    bearing = [gap for gap in seen.gaps if gap.bears]
    for gap in bearing[:_MOST]:
        place = f"{gap.path}:{gap.line}" if gap.line else str(gap.path)
        yield DutyState.UNMET, _at(law, "shown.gap", place, name=place)


def _dead(
    judgements: Sequence[Judgement], _seen: Surroundings, _declared: Declared, law: Law
) -> Iterator[Answer]:
    found = [
        d
        for j in judgements
        for d in j.channel.detections
        if d.context is Context.DEAD and d.role is Role.SEND
    ]
    for detection in found[:_MOST]:
        yield DutyState.UNMET, _at(law, "shown.dead", str(detection.location), name=detection.channel_id)


def _leading_to(judgements: Sequence[Judgement], seen: Surroundings) -> list[EntryPoint]:
    """The entry points from which one of these channels is reached, in order."""
    channels = {j.channel.id for j in judgements}
    ids = {flow.entry_point for flow in seen.flows if flow.channel in channels}
    return [point for point in seen.entry_points if point.id in ids]


def _at(law: Law, key: str, place: str, name: str | Words = "") -> Reason:
    return Reason(text=law.say(key, place=place, name=name), location=place)


View = Callable[[Sequence[Judgement], Surroundings, Declared, Law], Iterator[Answer]]

VIEWS: Mapping[str, View] = MappingProxyType(
    {
        "entries": _entries,
        "public-entries": _public_entries,
        "policy": _policy,
        "kept": _kept,
        "signs": _signs,
        "codes": _codes,
        "far-ends": _far_ends,
        "gaps": _gaps,
        "dead": _dead,
    }
)
"""Every view by the name that `law/checks.toml` knows it by."""
