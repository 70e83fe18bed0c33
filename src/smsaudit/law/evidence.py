"""The rules of evidence: what a status needs, and that nothing is firmer than what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from smsaudit.law.entry import Entry
from smsaudit.law.tables import Row
from smsaudit.model.advice import Conflict, Duty, Instrument, Question, Source, Statement
from smsaudit.model.checks import Check
from smsaudit.model.declared import FACT_KEYS
from smsaudit.model.dossier import ANY_LICENCE, DocumentPlan, Enquiry, SectionPlan
from smsaudit.model.law import LeafRow, LicenceRow, weakest
from smsaudit.model.verdict import Status

_STRONG = frozenset({"primary", "copy"})
_WEAKER = frozenset({"secondary", "vendor"})
_FIRMNESS = (Status.UNVERIFIED, Status.CONTESTED, Status.SETTLED)
_NO_SENDER = frozenset({"none", "undetermined"})


class Tables(Struct, frozen=True):
    """Every table with the entries it came from, before anything is promised about it."""

    sources: Mapping[str, Row[Source]]
    instruments: Mapping[str, Row[Instrument]]
    conflicts: Mapping[str, Row[Conflict]]
    statements: Mapping[str, Row[Statement]]
    questions: Mapping[str, Row[Question]]
    duties: Mapping[str, Row[Duty]]
    leaves: Mapping[str, Row[LeafRow]]
    licences: Mapping[str, Row[LicenceRow]]
    checks: tuple[Row[Check], ...]
    documents: Mapping[str, Row[DocumentPlan]]
    sections: Mapping[str, Row[SectionPlan]]
    enquiries: Mapping[str, Row[Enquiry]]


def check(tables: Tables) -> None:
    """Note every breach of the rules at the entry that commits it."""
    for statement in tables.statements.values():
        _check_evidence(statement)
        _check_references(statement, tables)
    for duty in tables.duties.values():
        _check_known(duty.entry, "statements", duty.value.statements, tables.statements)
        _check_firmness(duty.entry, duty.value.status, duty.value.statements, tables)
    for leaf in tables.leaves.values():
        _check_leaf(leaf, tables)
    for licence in tables.licences.values():
        _check_licence(licence, tables)
    for look in tables.checks:
        _check_known(look.entry, "duty", (look.value.duty,), tables.duties)
    for section in tables.sections.values():
        _check_section(section, tables)
    for enquiry in tables.enquiries.values():
        _check_known(enquiry.entry, "leaves", enquiry.value.leaves, tables.leaves)
        _check_known(enquiry.entry, "licences", enquiry.value.licences, tables.licences)
        _check_known(enquiry.entry, "statements", enquiry.value.statements, tables.statements)
    _check_ranks(tables.leaves.values())


def _check_evidence(row: Row[Statement]) -> None:
    """What the status of a statement asks of its sources."""
    statement, entry = row.value, row.entry
    stances = {source.stance for source in statement.sources}
    match statement.status:
        case Status.SETTLED:
            _check_settled(row)
        case Status.CONTESTED if stances != {"supports", "opposes"} and statement.note is None:
            entry.wrong("source", "shows one side of a contested point", "add the other side, or a note")
        case Status.UNVERIFIED if statement.note is None:
            entry.wrong("note", "is missing on an unverified statement", "say what was looked for")
        case _:
            pass


def _check_settled(row: Row[Statement]) -> None:
    """A primary source or copy, or two independent secondary or vendor sources, and none of these against it."""
    basis = row.entry.data.get("basis", "law")
    if basis != "law":
        return
    supporting = {s.id: s.kind for s in row.value.sources if s.stance == "supports"}
    weaker = sum(kind in _WEAKER for kind in supporting.values())
    two = len(_STRONG)
    if not _STRONG & set(supporting.values()) and weaker < two:
        row.entry.wrong(
            "status",
            "is settled without a primary source, a copy, or two secondary or vendor sources",
            "add a source, or make it contested or unverified",
        )
    if any(s.stance == "opposes" and s.kind in _STRONG | _WEAKER for s in row.value.sources):
        row.entry.wrong("status", "is settled against a source of weight", "make it contested")


def _check_references(row: Row[Statement], tables: Tables) -> None:
    """Instrument, conflicts and licences of a statement exist."""
    statement, entry = row.value, row.entry
    if statement.instrument and statement.instrument not in tables.instruments:
        entry.wrong("instrument", f"{statement.instrument!r} is not in instruments.toml", "add it")
    if statement.article and not statement.instrument:
        entry.wrong("article", "stands without an instrument", "name the instrument")
    _check_known(entry, "conflict", statement.conflicts, tables.conflicts)
    _check_known(entry, "licence", statement.licences, tables.licences)


def _check_leaf(row: Row[LeafRow], tables: Tables) -> None:
    """References of a leaf, and that it is no firmer than its reasons."""
    leaf, entry = row.value, row.entry
    _check_known(entry, "reasons", leaf.reasons, tables.statements)
    _check_known(entry, "questions", leaf.questions, tables.questions)
    _check_known(entry, "duties", leaf.duties, tables.duties)
    _check_known(entry, "needs", leaf.needs, FACT_KEYS)
    _check_firmness(entry, leaf.leaf.status, leaf.reasons, tables)
    if not leaf.reasons and leaf.leaf.label not in _NO_SENDER:
        entry.wrong("reasons", "is empty", "name the statements that decide")


def _check_licence(row: Row[LicenceRow], tables: Tables) -> None:
    """References of a licence, and that no outcome is firmer than its statements."""
    licence, entry = row.value, row.entry
    _check_known(entry, "statements", licence.statements, tables.statements)
    _check_known(entry, "questions", licence.questions, tables.questions)
    for outcome, inner in zip(licence.outcomes, entry.inner, strict=True):
        _check_known(inner, "statements", outcome.statements, tables.statements)
        _check_firmness(inner, outcome.status, outcome.statements, tables)
        for name in outcome.when:
            if name not in tables.leaves and name.partition("/")[0] != licence.id:
                inner.wrong("when", f"{name!r} is neither a leaf nor a feature of {licence.id}", "correct it")


def _check_section(row: Row[SectionPlan], tables: Tables) -> None:
    """References of a section of the dossier and of its fields."""
    _check_known(row.entry, "document", (row.value.document,), tables.documents)
    _check_known(row.entry, "licences", row.value.licences, {**tables.licences, ANY_LICENCE: None})
    for field, inner in zip(row.value.fields, row.entry.inner, strict=True):
        _check_known(inner, "statements", field.statements, tables.statements)
        _check_known(inner, "licences", field.licences, {**tables.licences, ANY_LICENCE: None})
        _check_known(inner, "duty", [field.duty] if field.duty else (), tables.duties)


def _check_known(entry: Entry, key: str, names: Iterable[str], known: Mapping[str, object]) -> None:
    for name in names:
        if name not in known:
            entry.wrong(key, f"names {name!r}, which does not exist", "add it or correct it")


def _check_firmness(entry: Entry, status: Status, statements: Iterable[str], tables: Tables) -> None:
    """Nothing is worded more firmly than its weakest decisive statement."""
    rows = (tables.statements.get(name) for name in statements)
    limit = weakest(row.value.status for row in rows if row is not None)
    if _FIRMNESS.index(status) > _FIRMNESS.index(limit):
        entry.wrong(
            "status", f"is {status}, but rests on a statement that is {limit}", f'write status = "{limit}"'
        )


def _check_ranks(rows: Iterable[Row[LeafRow]]) -> None:
    """Ranks order leaves, so no two may be equal."""
    seen: dict[int, str] = {}
    for row in rows:
        other = seen.setdefault(row.value.leaf.rank, row.value.leaf.id)
        if other != row.value.leaf.id:
            row.entry.wrong("rank", f"is the rank of {other} too", "give every leaf its own")
