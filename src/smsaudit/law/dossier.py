"""The plan of the dossier: documents, sections with their fields, and questions to the authority."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smsaudit.law.entry import Entry, LawFile, entries
from smsaudit.law.tables import Row
from smsaudit.model.dossier import Basis, DocumentPlan, Enquiry, FieldPlan, SectionPlan

_SOURCES = ("fact", "found", "duty")


def documents(files: Iterable[LawFile]) -> Iterator[tuple[str, Row[DocumentPlan]]]:
    """Every `[[document]]`."""
    for entry in entries(files, "document"):
        entry.only("id", "title", "about")
        plan = DocumentPlan(id=entry.text("id"), title=entry.words("title"), about=entry.words("about"))
        yield plan.id, Row(plan, entry)


def sections(files: Iterable[LawFile]) -> Iterator[tuple[str, Row[SectionPlan]]]:
    """Every `[[section]]` with its fields."""
    for entry in entries(files, "section", "field"):
        entry.only("id", "document", "number", "title", "licences", "field")
        plan = SectionPlan(
            id=entry.text("id"),
            document=entry.text("document"),
            number=entry.text("number"),
            title=entry.words("title"),
            licences=entry.ids("licences"),
            fields=tuple(_field(inner) for inner in entry.inner),
        )
        if not plan.fields:
            entry.wrong("field", "is missing", "add [[section.field]]")
        yield plan.id, Row(plan, entry)


def enquiries(files: Iterable[LawFile]) -> Iterator[tuple[str, Row[Enquiry]]]:
    """Every `[[enquiry]]`."""
    for entry in entries(files, "enquiry"):
        entry.only("id", "leaves", "licences", "ask", "statements")
        enquiry = Enquiry(
            id=entry.text("id"),
            ask=entry.words("ask"),
            leaves=entry.ids("leaves"),
            licences=entry.ids("licences"),
            statements=entry.ids("statements"),
        )
        if not enquiry.leaves and not enquiry.licences:
            entry.wrong("leaves", "is empty, and so is licences", "say which outcomes raise the question")
        yield enquiry.id, Row(enquiry, entry)


def _field(entry: Entry) -> FieldPlan:
    entry.only("id", "label", "basis", "statements", "licences", "confirm", *_SOURCES)
    if sum(source in entry.data for source in _SOURCES) > 1:
        entry.wrong("id", "is filled from more than one of fact, found and duty", "keep one")
    return FieldPlan(
        id=entry.text("id"),
        label=entry.words("label"),
        basis=entry.choice("basis", Basis),
        statements=entry.ids("statements"),
        facts=entry.ids("fact"),
        found=entry.text("found", ""),
        duty=entry.text("duty", ""),
        licences=entry.ids("licences"),
        confirm=entry.data.get("confirm") is True,
    )
