"""What the audit found, told as the dossier needs it. `law/dossier.toml` names these findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from smsaudit.model.context import Context
from smsaudit.model.dossier import Enquiry, FieldPlan, SectionPlan
from smsaudit.model.entrance import Exposure
from smsaudit.model.law import Law
from smsaudit.model.signature import Role, SignatureKind
from smsaudit.model.verdict import Reason
from smsaudit.model.words import Words
from smsaudit.report.dossier.material import Material
from smsaudit.report.dossier.ways import end_of, entry, ways
from smsaudit.report.firmness import evidence
from smsaudit.report.order import place_of
from smsaudit.report.wording import (
    KINDS,
    LABELS,
    STATUSES,
)

_MOST_ENTRIES = 20
_OPEN_FIRST = (
    Exposure.PUBLIC,
    Exposure.AUTHENTICATED,
    Exposure.UNKNOWN,
    Exposure.STAFF,
    Exposure.INTERNAL,
)
_LINK_KINDS = frozenset({SignatureKind.PROVIDER, SignatureKind.UNKNOWN, SignatureKind.FRAMEWORK})


def _licences(material: Material, _section: SectionPlan, _field: FieldPlan) -> Iterator[Reason]:
    for licence in material.result.advice.licences:
        outcome = material.law.say(f"dossier.outcome.{licence.status.value}", text=licence.outcome)
        place = licence.because[0] if licence.because else ""
        yield Reason(
            text=Words(f"{licence.name.en}: {outcome.en}", f"{licence.name.zh}：{outcome.zh}"), location=place
        )
    if not material.result.advice.licences:
        yield Reason(text=material.law.wording["dossier.no_licence"])


def _leaf(material: Material, _section: SectionPlan, _field: FieldPlan) -> Iterator[Reason]:
    verdict = material.result.whole.verdict
    display = verdict.leaf.display
    yield Reason(text=Words(f"{verdict.leaf.id}: {display.en}", f"{verdict.leaf.id}：{display.zh}"))
    yield from verdict.because


def _standing(material: Material, _section: SectionPlan, _field: FieldPlan) -> Iterator[Reason]:
    verdict = material.result.whole.verdict
    yield Reason(text=LABELS[verdict.label])
    yield Reason(text=evidence(verdict))
    yield Reason(text=STATUSES[verdict.status])


def _scan(material: Material, _section: SectionPlan, _field: FieldPlan) -> Iterator[Reason]:
    result, law = material.result, material.law
    if result.commit:
        yield Reason(text=law.say("dossier.commit", commit=result.commit))
    coverage = result.coverage
    yield Reason(
        text=law.say(
            "dossier.scan",
            day=result.as_of.isoformat(),
            seen=str(coverage.seen),
            considered=str(coverage.considered),
            parsed=str(coverage.parsed),
        )
    )


def _statements(material: Material, _section: SectionPlan, field: FieldPlan) -> Iterator[Reason]:
    for id_ in field.statements:
        yield Reason(text=material.law.worded(id_), statement=id_)


def _provisions(material: Material, section: SectionPlan, field: FieldPlan) -> Iterator[Reason]:
    """The provisions that every consultation names, and those that the outcome and its questions rest on."""
    yield from _statements(material, section, field)
    reasons = material.law.leaves[material.result.whole.verdict.leaf.id].reasons
    asked = (id_ for enquiry in _raised(material) for id_ in enquiry.statements)
    for id_ in dict.fromkeys((*reasons, *asked)):
        if id_ not in field.statements and material.law.statements[id_].instrument:
            yield Reason(text=material.law.worded(id_), statement=id_)


def _links(material: Material, _section: SectionPlan, _field: FieldPlan) -> Iterator[Reason]:
    for judgement in material.counted:
        channel = judgement.channel
        place = str(channel.far_end.source or place_of(channel) or "")
        end = end_of(channel, material)
        text = material.law.say("dossier.link", name=channel.name, kind=KINDS[channel.kind], end=end)
        yield Reason(text=text, location=place)


def _topology(material: Material, _section: SectionPlan, _field: FieldPlan) -> Iterator[Reason]:
    """Each deployable unit, and what it sends through."""
    for unit in material.result.units:
        for judgement in unit.judgements:
            if judgement.counted:
                channel, end = judgement.channel, end_of(judgement.channel, material)
                unit_name = material.result.name if unit.path == "." else unit.path
                yield Reason(
                    text=Words(
                        f"{unit_name} → {channel.name.en} → {end.en}",
                        f"{unit_name} → {channel.name.zh} → {end.zh}",
                    )
                )


def _components(material: Material, _section: SectionPlan, _field: FieldPlan) -> Iterator[Reason]:
    law, result = material.law, material.result
    read = sorted(result.coverage.languages.items(), key=lambda pair: (-pair[1], pair[0]))
    if read:
        counts = [f"{name} {count}" for name, count in read]
        yield Reason(text=law.say("dossier.languages", counts=_listed(counts)))
    frameworks = sorted({point.framework for point in result.entry_points if point.framework})
    if frameworks:
        yield Reason(text=law.say("dossier.frameworks", names=_listed(frameworks)))


def _listed(names: Iterable[str]) -> Words:
    kept = tuple(names)
    return Words(", ".join(kept), "、".join(kept))


def _outsiders(material: Material, section: SectionPlan, field: FieldPlan) -> Iterator[Reason]:
    """The providers and unknown operators that messages pass."""
    others = {j.channel.id for j in material.counted if j.channel.kind in _LINK_KINDS}
    kept = zip(_links(material, section, field), material.counted, strict=True)
    yield from (reason for reason, judgement in kept if judgement.channel.id in others)


def _entries(material: Material, _section: SectionPlan, _field: FieldPlan) -> Iterator[Reason]:
    """Who can make it send: the most open entry points first."""
    points = sorted(material.result.entry_points, key=lambda point: _OPEN_FIRST.index(point.exposure))
    for point in points[:_MOST_ENTRIES]:
        yield Reason(text=entry(point, material.law), location=str(point.location))
    if len(points) > _MOST_ENTRIES:
        count = str(len(points) - _MOST_ENTRIES)
        yield Reason(text=material.law.say("dossier.more_entries", count=count))


def _numbers(material: Material, _section: SectionPlan, _field: FieldPlan) -> Iterator[Reason]:
    for found in material.result.detections:
        if found.role is Role.NUMBER and found.context is Context.PRODUCTION:
            yield Reason(text=Words(found.text, found.text), location=str(found.location))


def _features(material: Material, section: SectionPlan, _field: FieldPlan) -> Iterator[Reason]:
    """Features of the licences that the section is for."""
    for found in material.result.detections:
        is_meant = found.feature.partition("/")[0] in section.licences
        if found.role is Role.FEATURE and found.context is Context.PRODUCTION and is_meant:
            yield Reason(text=Words(found.text, found.text), location=str(found.location))


def _subject(material: Material, _section: SectionPlan, _field: FieldPlan) -> Iterator[Reason]:
    names = [j.channel.name for j in material.counted]
    if names:
        through = Words(", ".join(name.en for name in names), "、".join(name.zh for name in names))
        yield Reason(text=material.law.say("dossier.subject", name=material.result.name, through=through))


def _enquiries(material: Material, _section: SectionPlan, _field: FieldPlan) -> Iterator[Reason]:
    """The questions that the outcomes raise, each with the statement on which it is open."""
    for enquiry in _raised(material):
        yield Reason(text=enquiry.ask, statement=enquiry.statements[0] if enquiry.statements else "")


def _raised(material: Material) -> Iterator[Enquiry]:
    licences = {licence.id for licence in material.result.advice.licences}
    leaves = set(material.leaves)
    for enquiry in material.law.dossier.enquiries:
        if leaves & set(enquiry.leaves) or licences & set(enquiry.licences):
            yield enquiry


def _reading(material: Material, _section: SectionPlan, _field: FieldPlan) -> Iterator[Reason]:
    """What the outcome rests on, and what speaks against it."""
    verdict, law = material.result.whole.verdict, material.law
    yield Reason(text=law.say("dossier.reading", leaf=verdict.leaf.id, display=verdict.leaf.display))
    yield from _told(verdict.because, law, "dossier.rests_on")
    yield from _told(verdict.despite, law, "dossier.against")


def _told(reasons: Iterable[Reason], law: Law, key: str) -> Iterator[Reason]:
    for reason in reasons:
        yield Reason(
            text=law.say(key, text=reason.text), location=reason.location, statement=reason.statement
        )


def _alternatives(material: Material, _section: SectionPlan, _field: FieldPlan) -> Iterator[Reason]:
    """What would have to go from the code; answers to open facts are no alternative."""
    yield from (reason for reason in material.result.whole.verdict.would_change if reason.location)


Finding = Callable[[Material, SectionPlan, FieldPlan], Iterator[Reason]]

FINDINGS: Mapping[str, Finding] = MappingProxyType(
    {
        "licences": _licences,
        "leaf": _leaf,
        "standing": _standing,
        "scan": _scan,
        "statements": _statements,
        "provisions": _provisions,
        "paths": ways,
        "links": _links,
        "topology": _topology,
        "components": _components,
        "outsiders": _outsiders,
        "entries": _entries,
        "numbers": _numbers,
        "features": _features,
        "subject": _subject,
        "enquiries": _enquiries,
        "reading": _reading,
        "alternatives": _alternatives,
    }
)
"""Every finding by the name that `law/dossier.toml` knows it by."""

LOOKED_FOR = frozenset({"outsiders", "entries", "numbers", "features", "links", "topology"})
"""Findings of which it is worth saying that there are none."""
