"""The licence dossier and the written consultation: what they ask for, and how far each field is filled."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from smsaudit.model.advice import Statement
from smsaudit.model.location import Location
from smsaudit.model.verdict import Reason
from smsaudit.model.words import Words

ANY_LICENCE = "*"
"""Stands for whatever licence the tree points to."""


class Basis(StrEnum):
    """What asks for a field."""

    STATUTE = "statute"
    PRACTICE = "practice"
    OPTIONAL = "optional"


class FieldState(StrEnum):
    """How far a field is filled."""

    PRESENT = "present"
    CONFIRM = "to-confirm"
    """Filled from code, or from a declaration that has lapsed: a person has to confirm it."""
    MISSING = "missing"


class FieldPlan(Struct, frozen=True, kw_only=True):
    """A field, and where its value comes from; from people where nothing is named."""

    id: str
    label: Words
    basis: Basis
    statements: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    found: str = ""
    """What the audit found, by the name that code knows it by."""
    duty: str = ""
    licences: tuple[str, ...] = ()
    """What only an application for one of these asks for, unless the outcome brings its duty."""
    confirm: bool = False


class SectionPlan(Struct, frozen=True, kw_only=True):
    """A section; where licences are named, only if the tree points to one of them."""

    id: str
    document: str
    number: str
    title: Words
    fields: tuple[FieldPlan, ...]
    licences: tuple[str, ...] = ()


class DocumentPlan(Struct, frozen=True, kw_only=True):
    """A document of the dossier."""

    id: str
    title: Words
    about: Words


class Enquiry(Struct, frozen=True, kw_only=True):
    """A question that a consultation puts to the authority, and which outcomes raise it."""

    id: str
    ask: Words
    leaves: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()


class DossierPlan(Struct, frozen=True, kw_only=True):
    """Everything that `law/dossier.toml` holds."""

    documents: tuple[DocumentPlan, ...]
    sections: tuple[SectionPlan, ...]
    enquiries: tuple[Enquiry, ...]


class Filled(Struct, frozen=True, kw_only=True):
    """A field with what fills it."""

    plan: FieldPlan
    state: FieldState
    entries: tuple[Reason, ...] = ()
    open: tuple[str, ...] = ()
    """Keys of the facts that nobody has declared, or that have lapsed."""


class Section(Struct, frozen=True, kw_only=True):
    """A section with its fields filled as far as they go."""

    plan: SectionPlan
    fields: tuple[Filled, ...]


class Document(Struct, frozen=True, kw_only=True):
    """One document, ready to be written out."""

    plan: DocumentPlan
    sections: tuple[Section, ...]
    remark: Words | None = None
    """What a reader has to know about this document before its first section."""


class Evidence(Struct, frozen=True, kw_only=True):
    """A place in the code, and what stands there."""

    location: Location
    channel: Words
    what: Words
    text: str


class Dossier(Struct, frozen=True, kw_only=True):
    """Both documents, with the evidence and the law that they rest on."""

    name: str
    as_of: date
    commit: str | None
    documents: tuple[Document, ...]
    evidence: tuple[Evidence, ...]
    statements: tuple[tuple[Statement, Words], ...]
    """Every statement that is cited, with its wording."""
    envelope: tuple[tuple[Words, str], ...]
    """What was audited with what: label and value."""
    disclaimer: Words
