"""What the JSON report holds about the law: statements, both sides of every conflict, and instruments."""

from __future__ import annotations

from datetime import date

from smsaudit.model.advice import Conflict, Instrument, Source, Statement
from smsaudit.model.words import Language


def statement(stated: Statement, as_of: date, language: Language) -> dict[str, object]:
    """The keys of a legal stated."""
    return {
        "id": stated.id,
        "kind": stated.kind,
        "text": stated.text.in_(language),
        "status": stated.status.value,
        "instrument": stated.instrument,
        "article": stated.article,
        "term_zh": stated.term_zh,
        "note": None if stated.note is None else stated.note.in_(language),
        "as_of": stated.as_of.isoformat(),
        "review_by": stated.review_by.isoformat(),
        "overdue": as_of > stated.review_by,
        "conflicts": list(stated.conflicts),
        "applies_to": list(stated.applies_to),
        "licences": list(stated.licences),
        "seed_ids": list(stated.seed_ids),
        "sources": [_source(source, language) for source in stated.sources],
    }


def conflict(found: Conflict, language: Language) -> dict[str, object]:
    """The keys of a point on which sources differ."""
    return {
        "id": found.id,
        "title": found.title.in_(language),
        "sides": [side.in_(language) for side in found.sides],
        "says": found.tool_says.in_(language),
    }


def instrument(named: Instrument, language: Language) -> dict[str, object]:
    """The keys of a law, regulation or notice."""
    return {
        "code": named.code,
        "name": named.name.in_(language),
        "issuer": named.issuer.in_(language),
        "state": named.state,
        "text_seen": named.text_seen,
        "document": named.document.in_(language) if named.document else "",
        "effective": named.effective,
        "address": named.address,
    }


def _source(source: Source, language: Language) -> dict[str, object]:
    return {
        "id": source.id,
        "kind": source.kind,
        "title": source.title.in_(language),
        "address": source.address,
        "locator": source.locator.in_(language) if source.locator else "",
        "stance": source.stance,
    }
