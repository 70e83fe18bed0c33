"""The dossier of one audit: every field filled as far as code and declared facts go, and no further."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smsaudit.model.advice import Statement
from smsaudit.model.checks import DutyState
from smsaudit.model.declared import Declared
from smsaudit.model.dossier import (
    Document,
    Dossier,
    Evidence,
    FieldPlan,
    FieldState,
    Filled,
    Section,
    SectionPlan,
)
from smsaudit.model.law import Law
from smsaudit.model.result import AuditResult
from smsaudit.model.verdict import Reason, Status
from smsaudit.model.words import Words
from smsaudit.report.dossier.facts import from_facts
from smsaudit.report.dossier.findings import FINDINGS, LOOKED_FOR
from smsaudit.report.dossier.material import Material
from smsaudit.report.wording import ROLES


def dossier_of(result: AuditResult, law: Law, declared: Declared) -> Dossier:
    """Both documents for the audited tree. Nothing is invented: what nobody said stays blank."""
    material = Material(result=result, law=law, declared=declared)
    documents = tuple(
        Document(plan=plan, sections=tuple(_sections(plan.id, material)), remark=_remark(plan.id, material))
        for plan in law.dossier.documents
    )
    return Dossier(
        name=result.name,
        as_of=result.as_of,
        commit=result.commit,
        documents=documents,
        evidence=tuple(_evidence(material)),
        statements=tuple((statement, law.plainly(statement.id)) for statement in _cited(documents, law)),
        envelope=tuple(_envelope(result, law)),
        disclaimer=result.advice.disclaimer,
    )


def _sections(document: str, material: Material) -> Iterator[Section]:
    """The sections of a document; what only an application needs is left out where nothing points to a licence."""
    for plan in material.law.dossier.sections:
        if plan.document == document and _is_asked(plan.licences, material):
            fields = (field for field in plan.fields if _is_owed(field, material))
            yield Section(plan=plan, fields=tuple(_filled(plan, field, material) for field in fields))


def _is_asked(licences: tuple[str, ...], material: Material) -> bool:
    return not licences or not material.licences.isdisjoint(licences)


def _is_owed(field: FieldPlan, material: Material) -> bool:
    """Whether the outcome brings the field's duty, or an application that the tree points to asks for it."""
    brought = field.duty in {duty.id for duty in material.result.advice.duties}
    return brought or (_is_asked(field.licences, material) and bool(field.licences or not field.duty))


def _remark(document: str, material: Material) -> Words | None:
    """That no application, or no consultation, follows from this outcome, where none does."""
    law, verdict = material.law, material.result.whole.verdict
    match document:
        case "checklist" if not material.licences:
            return law.wording["dossier.no_application"]
        case "consultation" if verdict.status is Status.SETTLED and not _is_consulted(material):
            return law.wording["dossier.no_consultation"]
        case _:
            return None


def _is_consulted(material: Material) -> bool:
    return any(duty.id == "consult-in-writing" for duty in material.result.advice.duties)


def _filled(section: SectionPlan, field: FieldPlan, material: Material) -> Filled:
    if field.found:
        entries = tuple(FINDINGS[field.found](material, section, field))
        if not entries and field.found in LOOKED_FOR:
            entries = (Reason(text=material.law.wording["dossier.none_found"]),)
        state = FieldState.CONFIRM if field.confirm else FieldState.PRESENT
        return Filled(plan=field, state=state if entries else FieldState.MISSING, entries=entries)
    if field.duty:
        return _from_duty(field, material)
    return from_facts(field, material)


def _from_duty(field: FieldPlan, material: Material) -> Filled:
    """What shows that a duty is met; a duty that this outcome does not bring is for people to say."""
    duty = next((each for each in material.result.advice.duties if each.id == field.duty), None)
    if duty is None or not duty.shown:
        return Filled(plan=field, state=FieldState.MISSING)
    # What the code shows is seen by a machine; a duty is met when a person has confirmed it.
    is_missing = duty.state is DutyState.UNMET
    state = FieldState.MISSING if is_missing else FieldState.CONFIRM
    return Filled(plan=field, state=state, entries=duty.shown)


def _evidence(material: Material) -> Iterator[Evidence]:
    """What the verdict rests on, place by place."""
    for judgement in material.counted:
        for found in judgement.channel.detections:
            if found.context == "production":
                yield Evidence(
                    location=found.location,
                    channel=judgement.channel.name,
                    what=ROLES[found.role],
                    text=found.text.strip(),
                )


def _cited(documents: Iterable[Document], law: Law) -> Iterator[Statement]:
    """Every statement that a field or an entry rests on, once, in the order of reading."""
    fields = [field for document in documents for section in document.sections for field in section.fields]
    ids = [
        id_
        for field in fields
        for id_ in (*field.plan.statements, *(entry.statement for entry in field.entries if entry.statement))
    ]
    yield from (law.statements[id_] for id_ in dict.fromkeys(ids))


def _envelope(result: AuditResult, law: Law) -> Iterator[tuple[Words, str]]:
    for key, value in (
        ("as_of", result.as_of.isoformat()),
        ("commit", result.commit or "—"),
        ("tree", result.tree),
        ("tool", result.tool.version),
        ("signatures", result.tool.signatures),
        ("law", result.tool.law),
        ("configuration", result.configuration or "—"),
        ("gaps", str(sum(gap.bears for gap in result.gaps))),
    ):
        yield law.wording[f"dossier.envelope.{key}"], value
