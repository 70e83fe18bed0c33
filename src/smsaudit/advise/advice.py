"""All that follows from a verdict, each piece with the statements it rests on."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import TypeVar

from smsaudit.advise.duties import checked
from smsaudit.advise.licences import triggered
from smsaudit.advise.surroundings import Surroundings
from smsaudit.model.advice import Advice, Duty, Licence, Question, Statement
from smsaudit.model.declared import FACT_KEYS, Declared, is_open
from smsaudit.model.detection import Detection
from smsaudit.model.law import Law, LeafRow
from smsaudit.model.verdict import Unit
from smsaudit.model.words import Words

_T = TypeVar("_T")


def advise(
    unit: Unit,
    features: Sequence[Detection],
    law: Law,
    declared: Declared = Declared(),  # noqa: B008 - frozen and empty
    seen: Surroundings = Surroundings(),  # noqa: B008 - frozen and empty
) -> Advice:
    """The advice for one unit. Questions that `declared` answers are not asked again."""
    rows = _live_rows(unit, law)
    licences = triggered(unit, features, law)
    owed = _unique(law.duties[id_] for row in rows for id_ in row.duties)
    duties = tuple(checked(duty, unit.judgements, seen, declared, law) for duty in owed)
    statements = tuple(_unique(_cited(unit, rows, licences, duties, law)))
    return Advice(
        licences=licences,
        duties=duties,
        open_questions=tuple(_questions(rows, licences, law, _answered(unit, declared))),
        next_steps=tuple(_unique(_steps(rows))),
        statements=statements,
        disclaimer=law.wording["disclaimer"],
        instruments=tuple(
            law.instruments[code] for code in sorted({s.instrument for s in statements} - {""})
        ),
        conflicts=tuple(
            law.conflicts[id_] for id_ in sorted({id_ for s in statements for id_ in s.conflicts})
        ),
    )


def _live_rows(unit: Unit, law: Law) -> tuple[LeafRow, ...]:
    """The verdict's leaf and those of every channel that counts, heaviest first."""
    ids = {unit.verdict.leaf.id, *unit.verdict.mixed}
    return tuple(sorted((law.leaves[id_] for id_ in ids), key=lambda row: -row.leaf.rank))


def _questions(
    rows: Iterable[LeafRow], licences: Iterable[Licence], law: Law, answered: Container[str]
) -> Iterator[Question]:
    """What the heaviest leaf needs comes first, what only a licence needs last."""
    of_leaves = [id_ for row in rows for id_ in row.questions]
    of_licences = [id_ for licence in licences for id_ in law.licences[licence.id].questions]
    for id_ in dict.fromkeys((*of_leaves, *of_licences)):
        question = law.questions[id_]
        if question.fact_key not in answered:
            yield question


def _answered(unit: Unit, declared: Declared) -> frozenset[str]:
    """Keys of the facts that are declared for the service, or for every channel that counts."""
    channels = [j.channel for j in unit.judgements if j.counted]
    paths = [declared.for_channel(c.id, (d.location.path for d in c.detections)) for c in channels]
    per_channel = {
        key
        for name, key in FACT_KEYS.items()
        if all(not is_open(getattr(path, name)) for path in paths or [declared.path])
    }
    return frozenset((*declared.facts, *per_channel))


def _steps(rows: Iterable[LeafRow]) -> Iterator[Words]:
    for row in rows:
        yield from row.next_steps


def _cited(
    unit: Unit, rows: Iterable[LeafRow], licences: Iterable[Licence], duties: Iterable[Duty], law: Law
) -> Iterator[Statement]:
    """Statements in the order in which a reader meets them."""
    told = (*unit.verdict.because, *unit.verdict.despite)
    ids = [reason.statement for reason in told if reason.statement]
    ids += [id_ for row in rows for id_ in row.reasons]
    yield from (law.statements[id_] for id_ in ids)
    for licence in licences:
        yield from licence.statements
    for duty in duties:
        yield from (law.statements[id_] for id_ in duty.statements)


def _unique(items: Iterable[_T]) -> Iterator[_T]:
    yield from dict.fromkeys(items)
