"""Fields of the dossier that declared facts fill, each with its day and its evidence."""

from __future__ import annotations

from collections.abc import Iterator

from smsaudit.model.declared import FACT_KEYS, Declared, DeclaredFact, is_open
from smsaudit.model.dossier import FieldPlan, FieldState, Filled
from smsaudit.model.law import Law
from smsaudit.model.verdict import Reason
from smsaudit.model.words import Words
from smsaudit.report.dossier.material import Material

_FIELD_OF = {key: name for name, key in FACT_KEYS.items()}


def from_facts(field: FieldPlan, material: Material) -> Filled:
    """Declared facts with date and evidence; one that has lapsed has to be confirmed, one that is open stays a blank."""
    entries, states, missing = [], [], []
    for key in field.facts:
        said = list(_said(key, material.declared))
        missing += [key] if all(lapsed for _, _, lapsed in said) else []
        states += [FieldState.CONFIRM if lapsed else FieldState.PRESENT for _, _, lapsed in said] or [
            FieldState.MISSING
        ]
        for written, fact, lapsed in said:
            text = _declared(value_in_words(key, fact.value, material.law), fact, material.law, lapsed=lapsed)
            entries.append(Reason(text=_labelled(text, key, written, field, material.law)))
    return Filled(plan=field, state=_state(states), entries=tuple(entries), open=tuple(missing))


def value_in_words(key: str, value: str, law: Law) -> Words:
    """A declared value as people say it, with its unit; what has no words of its own as it was written."""
    last, parts = key.rpartition(".")[2], value.split(", ")
    names = (_FIELD_OF.get(key, last), last)
    known = [
        next((law.wording[k] for name in names if (k := f"value.{name}.{part}") in law.wording), None)
        or law.wording.get(f"value.{part}", Words.same(part))
        for part in parts
    ]
    told = Words(", ".join(each.en for each in known), "、".join(each.zh for each in known))
    unit = f"dossier.unit.{key}"
    is_number = value.replace(".", "", 1).isdecimal()
    return law.say(unit, value=told) if is_number and unit in law.wording else told


def _labelled(text: Words, key: str, written: str, field: FieldPlan, law: Law) -> Words:
    """The sentence behind the name of its fact, unless the field already bears it; and the channel it is for."""
    label = law.wording.get(f"dossier.fact.{key}", field.label) if len(field.facts) > 1 else None
    _, _, channel = written.rpartition(".")[0].partition(".")
    if written != key:
        label = law.say("dossier.for_channel", fact=label or field.label, channel=channel)
    return text if label is None else law.say("dossier.labelled", fact=label, text=text)


def _state(states: list[FieldState]) -> FieldState:
    """What is filled in part has to be confirmed."""
    found = set(states or [FieldState.MISSING])
    return found.pop() if len(found) == 1 else FieldState.CONFIRM


def _said(key: str, declared: Declared) -> Iterator[tuple[str, DeclaredFact, bool]]:
    """Key as written, fact, and whether it has lapsed: for the service, then for single channels."""
    endings = {_FIELD_OF.get(key, key), key.rpartition(".")[2]}
    for facts, lapsed in ((declared.facts, False), (declared.expired, True)):
        for written, fact in facts.items():
            of_channel = key in _FIELD_OF and written.startswith("channel.")
            is_meant = written == key or (of_channel and written.rpartition(".")[2] in endings)
            if is_meant and not is_open(fact.value):
                yield written, fact, lapsed


def _declared(value: Words, fact: DeclaredFact, law: Law, *, lapsed: bool) -> Words:
    day = fact.as_of.isoformat() if fact.as_of else "?"
    evidence = fact.evidence or law.wording["shown.no_evidence"]
    until = fact.until.isoformat() if fact.until else ""
    sentence = "dossier.lapsed" if lapsed else "dossier.declared"
    return law.say(sentence, value=value, day=day, evidence=evidence, until=until)
