"""Which licences the tree points to, why, and how firmly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from smsaudit.model.advice import Licence
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.law import Law, LicenceOutcome, LicenceRow, weakest
from smsaudit.model.signature import Role
from smsaudit.model.verdict import Judgement, Status, Unit


def triggered(unit: Unit, features: Sequence[Detection], law: Law) -> tuple[Licence, ...]:
    """Every licence that a live channel or a feature in production points to, in the order of the law file."""
    counted = [j for j in unit.judgements if j.counted]
    shown = [d for d in features if d.role is Role.FEATURE and d.context is Context.PRODUCTION]
    found = (_licence(row, counted, shown, law) for row in law.licences.values())
    return tuple(licence for licence in found if licence is not None)


def _licence(
    row: LicenceRow, counted: Sequence[Judgement], features: Sequence[Detection], law: Law
) -> Licence | None:
    """The licence with the outcome of its heaviest and firmest leaf, else of its most telling feature."""
    by_leaf = [(j, o) for j in counted for o in row.outcomes if j.leaf.id in o.when]
    if by_leaf:
        heaviest = max(judgement.leaf.rank for judgement, _ in by_leaf)
        top = [pair for pair in by_leaf if pair[0].leaf.rank == heaviest]
        judgement, outcome = next((pair for pair in top if pair[0].status is pair[1].status), top[0])
        seen = [str(d.location) for j, _ in by_leaf for d in _live(j.channel.detections)]
        decisive = [reason.location for j, _ in by_leaf for reason in j.because[:1]]
        places = [*(place for place in decisive if place in seen), *seen]
        return _told(row, outcome, judgement.status, places, law)
    shown = [(o, d) for d in features if (o := _outcome_of(row, d.feature)) is not None]
    if not shown:
        return None
    outcome = min((o for o, _ in shown), key=lambda each: _generality(row, each))
    places = sorted(str(d.location) for _, d in shown)
    return _told(row, outcome, outcome.status, places, law)


def _live(detections: Iterable[Detection]) -> Iterator[Detection]:
    return (d for d in detections if d.context is Context.PRODUCTION)


def _outcome_of(row: LicenceRow, feature: str) -> LicenceOutcome | None:
    """The outcome of a feature name; a variant that the law does not know counts as the plain licence."""
    if feature.partition("/")[0] != row.id:
        return None
    named = {name: outcome for outcome in row.outcomes for name in outcome.when}
    return named.get(feature) or named.get(row.id)


def _generality(row: LicenceRow, outcome: LicenceOutcome) -> tuple[bool, int]:
    """Variants before the plain licence, each in the order of the law file."""
    return row.id in outcome.when, row.outcomes.index(outcome)


def _told(
    row: LicenceRow, outcome: LicenceOutcome, status: Status, places: Iterable[str], law: Law
) -> Licence:
    """The licence as advice tells it, no firmer than the leaf that led to it."""
    ids = dict.fromkeys((*outcome.statements, *row.statements))
    held = weakest((outcome.status, status))
    is_softer = held is not outcome.status and outcome.contested_text is not None
    return Licence(
        id=row.id,
        name=row.name,
        status=held,
        outcome=outcome.contested_text if is_softer and outcome.contested_text else outcome.text,
        because=tuple(dict.fromkeys(places)),
        statements=tuple(law.statements[id_] for id_ in ids),
    )
