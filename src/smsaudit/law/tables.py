"""The tables of the knowledge base, each row turned into its type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from smsaudit.law.entry import Entry, LawFile, entries
from smsaudit.law.schema import (
    BASES,
    CITED_KEYS,
    LABELS,
    LEAF_KEYS,
    SOURCE_KINDS,
    STANCES,
    STATEMENT_KEYS,
    STATEMENT_KINDS,
)
from smsaudit.model.advice import Conflict, Duty, Instrument, Question, Source, Statement
from smsaudit.model.article import located
from smsaudit.model.law import LeafRow, LicenceOutcome, LicenceRow
from smsaudit.model.verdict import Confidence, Leaf, Status
from smsaudit.model.words import Words

_CONFIDENCE = {level.word: level for level in Confidence}
T_co = TypeVar("T_co", covariant=True)


class Row(Struct, Generic[T_co], frozen=True):
    """A typed row beside the entry it came from, so that later checks can name the line."""

    value: T_co
    entry: Entry


def sources(files: Iterable[LawFile]) -> Iterator[tuple[str, Row[Source]]]:
    """Every `[[source]]`."""
    for entry in entries(files, "source"):
        entry.only("id", "kind", "title", "address", "published", "retrieved")
        entry.day("retrieved")
        source = Source(
            id=entry.text("id"),
            kind=_one_of(entry, "kind", SOURCE_KINDS),
            title=entry.words("title"),
            address=entry.text("address", "") if entry.data.get("address") else "",
        )
        yield source.id, Row(source, entry)


def instruments(files: Iterable[LawFile]) -> Iterator[tuple[str, Row[Instrument]]]:
    """Every `[[instrument]]`."""
    for entry in entries(files, "instrument"):
        entry.only("code", "name", "issuer", "state", "text_seen", "document", "effective", "address")
        instrument = Instrument(
            code=entry.text("code"),
            name=entry.words("name"),
            issuer=entry.words("issuer"),
            state=_one_of(entry, "state", ("in_force", "superseded", "draft", "unknown")),
            text_seen=_one_of(entry, "text_seen", ("full", "partial", "quoted", "none")),
            document=entry.words_or_none("document"),
            effective=entry.text("effective", ""),
            address=entry.text("address", ""),
        )
        yield instrument.code, Row(instrument, entry)


def conflicts(files: Iterable[LawFile]) -> Iterator[tuple[str, Row[Conflict]]]:
    """Every `[[conflict]]`."""
    for entry in entries(files, "conflict"):
        entry.only("id", "title", "side", "tool_says")
        conflict = Conflict(
            id=entry.text("id"),
            title=entry.words("title"),
            sides=entry.many_words("side"),
            tool_says=entry.words("tool_says"),
        )
        if len(conflict.sides) < len(STANCES):
            entry.wrong("side", "tells fewer than two sides", "give both sides in short")
        yield conflict.id, Row(conflict, entry)


def statements(
    files: Iterable[LawFile], known: Mapping[str, Row[Source]]
) -> Iterator[tuple[str, Row[Statement]]]:
    """Every `[[statement]]`, its sources looked up."""
    for entry in entries(files, "statement"):
        entry.only(*STATEMENT_KEYS)
        _one_of(entry, "basis", BASES, "law")
        statement = Statement(
            id=entry.text("id"),
            kind=_one_of(entry, "kind", STATEMENT_KINDS),
            text=entry.words("text"),
            status=entry.choice("status", Status),
            as_of=entry.day("as_of"),
            review_by=entry.day("review_by"),
            instrument=entry.text("instrument", ""),
            article=entry.text("article", ""),
            term_zh=entry.text("term_zh", ""),
            note=entry.words_or_none("note"),
            conflicts=entry.ids("conflict"),
            sources=tuple(_cited(entry, known)),
            applies_to=entry.ids("applies_to"),
            licences=entry.ids("licence"),
            seed_ids=entry.ids("seed_ids"),
        )
        if statement.review_by < statement.as_of:
            entry.wrong("review_by", "lies before as_of", "set a later date")
        yield statement.id, Row(statement, entry)


def questions(files: Iterable[LawFile]) -> Iterator[tuple[str, Row[Question]]]:
    """Every `[[question]]`; which leaves need it is filled in later."""
    for entry in entries(files, "question"):
        entry.only("id", "fact_key", "ask", "values", "proof", "seed_ids")
        question = Question(
            id=entry.text("id"),
            fact_key=entry.text("fact_key"),
            ask=entry.words("ask"),
            values=entry.ids("values"),
            needed_by=(),
            proof=entry.words_or_none("proof"),
        )
        yield question.id, Row(question, entry)


def duties(files: Iterable[LawFile]) -> Iterator[tuple[str, Row[Duty]]]:
    """Every `[[duty]]`; which leaves bring it is filled in later."""
    for entry in entries(files, "duty"):
        entry.only("id", "text", "status", "statements")
        duty = Duty(
            id=entry.text("id"),
            text=entry.words("text"),
            status=entry.choice("status", Status),
            statements=entry.ids("statements"),
        )
        yield duty.id, Row(duty, entry)


def leaves(files: Iterable[LawFile]) -> Iterator[tuple[str, Row[LeafRow]]]:
    """Every `[[leaf]]`."""
    for entry in entries(files, "leaf"):
        entry.only(*LEAF_KEYS)
        leaf = Leaf(
            id=entry.text("id"),
            label=_one_of(entry, "label", LABELS),
            rank=entry.number("rank"),
            display=entry.words("display"),
            status=entry.choice("status", Status),
            confidence=_CONFIDENCE[_one_of(entry, "confidence", tuple(_CONFIDENCE))],
        )
        row = LeafRow(
            leaf=leaf,
            reasons=entry.ids("reasons"),
            needs=entry.ids("needs"),
            questions=entry.ids("questions"),
            duties=entry.ids("duties"),
            next_steps=entry.many_words("next_steps"),
            carrier_label=_one_of(entry, "carrier_label", LABELS, leaf.label),
            contested_display=entry.words_or_none("contested_display"),
        )
        if not row.next_steps:
            entry.wrong("next_steps", "is empty", "say what to do next")
        yield leaf.id, Row(row, entry)


def licences(files: Iterable[LawFile]) -> Iterator[tuple[str, Row[LicenceRow]]]:
    """Every `[[licence]]` with its outcomes."""
    for entry in entries(files, "licence", "outcome"):
        entry.only("id", "name", "about", "statements", "questions", "outcome")
        licence = LicenceRow(
            id=entry.text("id"),
            name=entry.words("name"),
            about=entry.words("about"),
            statements=entry.ids("statements"),
            questions=entry.ids("questions"),
            outcomes=tuple(_outcome(inner) for inner in entry.inner),
        )
        if not licence.outcomes:
            entry.wrong("outcome", "is missing", "add [[licence.outcome]] with what follows from what")
        yield licence.id, Row(licence, entry)


def left_out(files: Iterable[LawFile]) -> Iterator[tuple[str, Row[Words]]]:
    """Every `[[left_out]]` guide statement with its reason."""
    for entry in entries(files, "left_out"):
        entry.only("seed_id", "reason")
        yield entry.text("seed_id"), Row(entry.words("reason"), entry)


def with_leaves(question: Question | Duty, rows: Iterable[LeafRow]) -> tuple[str, ...]:
    """The leaves that name this question or duty."""
    named = "questions" if isinstance(question, Question) else "duties"
    return tuple(row.leaf.id for row in rows if question.id in getattr(row, named))


def _outcome(entry: Entry) -> LicenceOutcome:
    entry.only("when", "status", "text", "contested_text", "statements")
    outcome = LicenceOutcome(
        when=entry.ids("when"),
        status=entry.choice("status", Status),
        text=entry.words("text"),
        statements=entry.ids("statements"),
        contested_text=entry.words_or_none("contested_text"),
    )
    if not outcome.when:
        entry.wrong("when", "names neither a leaf nor a feature", 'write when = ["C1"] or ["B22"]')
    if not outcome.statements:
        entry.wrong("statements", "is empty", "name the statements that decide")
    return outcome


def _cited(entry: Entry, known: Mapping[str, Row[Source]]) -> Iterator[Source]:
    """The sources that a statement names, with locator and stance."""
    cited = entry.data.get("source", [])
    if not isinstance(cited, list) or not cited:
        entry.wrong(
            "source", "is empty", 'write source = [{ id = "...", locator = "...", stance = "supports" }]'
        )
        return
    for item in cited:
        table = item if isinstance(item, dict) else {}
        name, stance = table.get("id"), table.get("stance")
        if not isinstance(name, str) or name not in known:
            entry.wrong("source", f"names {name!r}, which is not in sources.toml", "add it or correct it")
        elif stance not in STANCES or len(table) != len(CITED_KEYS) or "locator" not in table:
            entry.wrong(
                "source", f"cites {name!r} without locator and stance", f"give {', '.join(CITED_KEYS)}"
            )
        else:
            locator = _locator(entry, table["locator"])
            yield replace(known[name].value, locator=locator, stance=stance)


def _locator(entry: Entry, value: object) -> Words:
    """An article, line or item in either language, or words given in both."""
    match value:
        case str() if (words := located(value)) is not None:
            return words
        case {"en": str(en), "zh": str(zh), **rest} if en and zh and not rest:
            return Words(en, zh)
        case _:
            mend = 'write "Art. 6", "line 7", "item 15", "whole", or { en = "...", zh = "..." }'
            entry.wrong("source", f"has the locator {value!r}, which is in one language only", mend)
            return Words("", "")


def _one_of(entry: Entry, key: str, options: tuple[str, ...], default: str | None = None) -> str:
    value = entry.text(key, default)
    if value in options:
        return value
    if value:
        entry.wrong(key, f"is {value!r}, which is none of {', '.join(options)}", "choose one of them")
    return options[0]
