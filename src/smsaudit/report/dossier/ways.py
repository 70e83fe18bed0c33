"""The ways of a message hop by hop, what several of them share told once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smsaudit.model.declared import Peer
from smsaudit.model.dossier import FieldPlan, SectionPlan
from smsaudit.model.flow import Channel, EntryPoint, FarEndKind, Flow, Step
from smsaudit.model.law import Law
from smsaudit.model.verdict import Judgement, Reason
from smsaudit.model.words import Words
from smsaudit.report.dossier.material import Material
from smsaudit.report.order import flows_by_importance, place_of
from smsaudit.report.wording import ENTRIES, EXPOSURES, FAR_ENDS

_MOST_WAYS = 3
"""Ways to one channel; the others are in the report of the audit."""

_WORTH = 2
"""Steps that two ways have to share before the second is told by the first."""

_OPEN_ENDS = frozenset({FarEndKind.UNKNOWN, FarEndKind.PRIVATE, FarEndKind.OWN_HOST, FarEndKind.LOCAL})


def ways(material: Material, _section: SectionPlan, _field: FieldPlan) -> Iterator[Reason]:
    """The ways to each channel, the most open entry points first; or that none was found."""
    law = material.law
    ordered = flows_by_importance(material.result)
    told: list[Flow] = []
    for judgement in material.counted:
        name = judgement.channel.name
        flows = [flow for flow in ordered if flow.channel == judgement.channel.id]
        begins_alike = any(_shared_start(flow, other) >= _WORTH for flow in flows[:1] for other in told)
        shown = flows[: 1 if begins_alike else _MOST_WAYS]
        for flow in shown:
            yield _way(flow, told, judgement, material)
            told.append(flow)
        if len(flows) > len(shown):
            yield Reason(text=law.say("dossier.more_paths", name=name, count=str(len(flows) - len(shown))))
        if not flows:
            place = str(place_of(judgement.channel) or "")
            yield Reason(text=law.say("dossier.no_path", name=name, place=place), location=place)


def entry(point: EntryPoint, law: Law) -> Words:
    """An entry point by its route and name, and who can trigger it."""
    name = " · ".join(dict.fromkeys(each for each in (point.route, point.name) if each))
    return law.say("dossier.entry", kind=ENTRIES[point.kind], name=name, exposure=EXPOSURES[point.exposure])


def end_of(channel: Channel, material: Material) -> Words:
    """Who answers: as the code shows it, and as somebody declared it where that leaves it open."""
    end, law = channel.far_end, material.law
    shown = FAR_ENDS[end.kind]
    if end.host:
        host = f"{end.host}:{end.port}" if end.port else end.host
        shown = law.say("dossier.far_end", kind=shown, host=host)
    elif end.kind is FarEndKind.UNKNOWN:
        shown = law.wording["dossier.far_end_unshown"]
    peer = material.declared.for_channel(channel.id, (d.location.path for d in channel.detections)).peer
    if peer is Peer.UNKNOWN or end.kind not in _OPEN_ENDS:
        return shown
    return law.say("dossier.far_end_declared", shown=shown, peer=law.wording[f"value.peer.{peer.value}"])


def _way(flow: Flow, told: Sequence[Flow], judgement: Judgement, material: Material) -> Reason:
    """The way in full, without the start or the end that it shares with one told before."""
    law = material.law
    location = str(flow.steps[-1].location) if flow.steps else ""
    same_end = max(
        ((_shared_end(flow, other), other) for other in told), key=lambda p: p[0], default=(0, None)
    )
    if same_end[0] >= _WORTH:
        joint = flow.steps[len(flow.steps) - same_end[0]]
        own = _chain([_start(flow, material), *_hops(flow.steps[: -same_end[0]], law)])
        return Reason(text=law.say("dossier.joins", way=own, name=joint.name, place=str(joint.location)))
    parts = [_start(flow, material), *_hops(flow.steps, law)]
    same_start = max((_shared_start(flow, other) for other in told), default=0)
    if same_start >= _WORTH:
        joint = flow.steps[same_start - 1]
        begun = law.say("dossier.parts", name=joint.name, place=str(joint.location))
        parts = [begun, *_hops(flow.steps[same_start:], law)]
    text = _chain([*parts, judgement.channel.name, end_of(judgement.channel, material)])
    if flow.condition:
        text = law.say("dossier.if", way=text, condition=flow.condition)
    return Reason(text=text, location=location)


def _start(flow: Flow, material: Material) -> Words:
    point = next((each for each in material.result.entry_points if each.id == flow.entry_point), None)
    return material.law.wording["dossier.no_entry"] if point is None else entry(point, material.law)


def _hops(steps: Sequence[Step], law: Law) -> Iterator[Words]:
    for step in steps:
        name = law.wording["dossier.send"] if step.kind == "sends" else Words.same(step.name)
        yield Words(f"{name.en} ({step.location})", f"{name.zh} ({step.location})")


def _chain(parts: Sequence[Words]) -> Words:
    return Words(" → ".join(part.en for part in parts), " → ".join(part.zh for part in parts))


def _shared_end(flow: Flow, other: Flow) -> int:
    """Steps at the end that are the same, where both lead to one channel under one condition."""
    if flow.channel != other.channel or flow.condition != other.condition:
        return 0
    return _alike(flow.steps[::-1], other.steps[::-1])


def _shared_start(flow: Flow, other: Flow) -> int:
    return _alike(flow.steps, other.steps) if flow.entry_point == other.entry_point else 0


def _alike(steps: Sequence[Step], others: Sequence[Step]) -> int:
    count = 0
    for step, other in zip(steps, others, strict=False):
        if (step.name, step.location) != (other.name, other.location):
            break
        count += 1
    return count
