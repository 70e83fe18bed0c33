"""Whether each duty is met: by what was declared, by what stands in the tree, or by what the audit found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from smsaudit.advise.surroundings import Answer, Surroundings
from smsaudit.advise.views import VIEWS
from smsaudit.model.advice import Duty
from smsaudit.model.checks import Check, DutyState, FactCheck, TextCheck, ViewCheck
from smsaudit.model.declared import FACT_KEYS, Declared, DeclaredFact, is_open
from smsaudit.model.digits import small
from smsaudit.model.law import Law, fill
from smsaudit.model.verdict import Judgement, Reason

_FIELD_OF = {key: name for name, key in FACT_KEYS.items()}
_ANY = "*"
_ALL = ""


def checked(
    duty: Duty, judgements: Sequence[Judgement], seen: Surroundings, declared: Declared, law: Law
) -> Duty:
    """The duty with its state and what shows it. One thing against it is enough; what is for it has to cover every part."""
    own = [j for j in judgements if j.counted and duty.id in law.leaves[j.leaf.id].duties] or list(judgements)
    by_part: dict[str, list[Answer]] = {}
    for check in law.checks:
        if check.duty == duty.id:
            by_part.setdefault(check.part, []).extend(_answers(check, own, seen, declared, law))
    answers = [answer for part in by_part.values() for answer in part]
    return replace(duty, state=_state(by_part), shown=tuple(dict.fromkeys(reason for _, reason in answers)))


def _state(by_part: dict[str, list[Answer]]) -> DutyState:
    states = {part: {state for state, _ in answers} for part, answers in by_part.items()}
    if any(DutyState.UNMET in found for found in states.values()):
        return DutyState.UNMET
    whole = states.pop(_ALL, set())
    if DutyState.MET in whole or (states and all(DutyState.MET in found for found in states.values())):
        return DutyState.MET
    return DutyState.UNSEEN


def _answers(
    check: Check, judgements: Sequence[Judgement], seen: Surroundings, declared: Declared, law: Law
) -> Iterator[Answer]:
    match check:
        case FactCheck():
            yield from _declared(check, judgements, declared, law)
        case TextCheck():
            yield from _texts(check, seen)
        case ViewCheck():
            yield from VIEWS[check.view](judgements, seen, declared, law)


def _texts(check: TextCheck, seen: Surroundings) -> Iterator[Answer]:
    for witness in seen.witnesses.texts:
        if witness.check == check.id:
            place = str(witness.location)
            text = fill(check.say, place=place, value=witness.value)
            yield _by_number(witness.value, check.at_least, check.shows), Reason(text=text, location=place)


def _by_number(value: str, at_least: int | None, otherwise: DutyState) -> DutyState:
    if at_least is None:
        return otherwise
    number = small(value)
    if number is None:
        return DutyState.UNSEEN
    return DutyState.MET if number >= at_least else DutyState.UNMET


def _declared(
    check: FactCheck, judgements: Sequence[Judgement], declared: Declared, law: Law
) -> Iterator[Answer]:
    """A fact of the procedure has to hold for every channel; the others are declared once, for the service."""
    name = _FIELD_OF.get(check.key)
    facts = list(_facts(check.key, name, declared))
    if name is None:
        values = [fact.value for _, fact in facts]
    else:
        paths = [
            declared.for_channel(j.channel.id, (d.location.path for d in j.channel.detections))
            for j in judgements
        ]
        values = [str(getattr(path, name)) for path in paths]
    state = _state_of(check, values)
    for key, fact in facts:
        words = law.say(
            "shown.declared" if fact.as_of else "shown.declared_undated",
            fact=key,
            value=fact.value,
            as_of=fact.as_of.isoformat() if fact.as_of else "",
            evidence=fact.evidence or law.wording["shown.no_evidence"],
        )
        yield state, Reason(text=words)


def _facts(key: str, name: str | None, declared: Declared) -> Iterator[tuple[str, DeclaredFact]]:
    """The fact as declared for the service, then for single channels."""
    if key in declared.facts:
        yield key, declared.facts[key]
    if name is None:
        return
    for written, fact in declared.facts.items():
        if written.startswith("channel.") and written.rpartition(".")[2] in {name, key.rpartition(".")[2]}:
            yield written, fact


def _state_of(check: FactCheck, values: Iterable[str]) -> DutyState:
    states = [_state_of_value(check, value) for value in values]
    if DutyState.UNMET in states:
        return DutyState.UNMET
    return DutyState.MET if states and set(states) == {DutyState.MET} else DutyState.UNSEEN


def _state_of_value(check: FactCheck, value: str) -> DutyState:
    if check.at_least is not None:
        return _by_number(value, check.at_least, DutyState.UNSEEN)
    if value in check.unmet:
        return DutyState.UNMET
    is_met = value in check.met or (_ANY in check.met and not is_open(value))
    return DutyState.MET if is_met else DutyState.UNSEEN
