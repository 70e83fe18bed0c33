"""The dossier of one audit: every field filled as far as code and declared facts go, and no further."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smsaudit.model.advice import Statement
from smsaudit.model.checks import DutyState
from smsaudit.model.declared import FACT_KEYS, Declared, DeclaredFact, is_open
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
from smsaudit.report.dossier.findings import FINDINGS, LOOKED_FOR
from smsaudit.report.dossier.material import Material
from smsaudit.report.wording import ROLES

_FIELD_OF = {key: name for name, key in FACT_KEYS.items()}


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
    return _from_facts(field, material)


def _from_duty(field: FieldPlan, material: Material) -> Filled:
    """What shows that a duty is met; a duty that this outcome does not bring is for people to say."""
    duty = next((each for each in material.result.advice.duties if each.id == field.duty), None)
    if duty is None or not duty.shown:
        return Filled(plan=field, state=FieldState.MISSING)
    # What the code shows is seen by a machine; a duty is met when a person has confirmed it.
    is_missing = duty.state is DutyState.UNMET
    state = FieldState.MISSING if is_missing else FieldState.CONFIRM
    return Filled(plan=field, state=state, entries=duty.shown)


def _from_facts(field: FieldPlan, material: Material) -> Filled:
    """Declared facts with date and evidence; one that has lapsed has to be confirmed, one that is open stays a blank."""
    entries, states, missing = [], [], []
    for key in field.facts:
        said = list(_said(key, material.declared))
        missing += [key] if all(lapsed for _, _, lapsed in said) else []
        states += [FieldState.CONFIRM if lapsed else FieldState.PRESENT for _, _, lapsed in said] or [
            FieldState.MISSING
        ]
        entries += [
            Reason(
                text=_declared(
                    _label(key, name, field, material.law),
                    _value(name, fact.value, material.law),
                    fact,
                    material.law,
                    lapsed=lapsed,
                )
            )
            for name, fact, lapsed in said
        ]
    return Filled(plan=field, state=_weakest(states), entries=tuple(entries), open=tuple(missing))


def _label(key: str, written: str, field: FieldPlan, law: Law) -> Words:
    """What the fact is called; the field's own label where it has no other, and the channel where it is for one."""
    name = law.wording.get(f"dossier.fact.{key}", field.label)
    _, _, channel = written.rpartition(".")[0].partition(".")
    return Words(f"{name.en} ({channel})", f"{name.zh}（{channel}）") if written != key else name


def _weakest(states: list[FieldState]) -> FieldState:
    order = (FieldState.MISSING, FieldState.CONFIRM, FieldState.PRESENT)
    if FieldState.PRESENT in states and FieldState.MISSING in states:
        return FieldState.CONFIRM  # filled in part
    return min(states, key=order.index, default=FieldState.MISSING)


def _said(key: str, declared: Declared) -> Iterator[tuple[str, DeclaredFact, bool]]:
    """Key as written, fact, and whether it has lapsed: for the service, then for single channels."""
    endings = {_FIELD_OF.get(key, key), key.rpartition(".")[2]}
    for facts, lapsed in ((declared.facts, False), (declared.expired, True)):
        for written, fact in facts.items():
            of_channel = key in _FIELD_OF and written.startswith("channel.")
            is_meant = written == key or (of_channel and written.rpartition(".")[2] in endings)
            if is_meant and not is_open(fact.value):
                yield written, fact, lapsed


def _declared(label: Words, value: str | Words, fact: DeclaredFact, law: Law, *, lapsed: bool) -> Words:
    day = fact.as_of.isoformat() if fact.as_of else "?"
    evidence = fact.evidence or law.wording["shown.no_evidence"]
    until = fact.until.isoformat() if fact.until else ""
    sentence = "dossier.lapsed" if lapsed else "dossier.declared"
    return law.say(sentence, fact=label, value=value, day=day, evidence=evidence, until=until)


def _value(key: str, value: str, law: Law) -> str | Words:
    """The value in words where the procedure has words for it."""
    name = _FIELD_OF.get(key, key.rpartition(".")[2])
    return law.wording.get(f"value.{name}.{value}", value)


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
