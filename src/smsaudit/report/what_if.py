"""The verdict and what follows from it, before and after a supposition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from smsaudit.model.advice import Advice
from smsaudit.model.result import AuditResult
from smsaudit.model.verdict import Verdict
from smsaudit.model.words import Language, Words
from smsaudit.report.firmness import evidence, firm
from smsaudit.report.letters import letter
from smsaudit.report.visible import json_text, visible
from smsaudit.report.wording import DUTY_TITLES, STATUSES

SCHEMA = "smsaudit-what-if/1"
"""The value of the key `schema`; changes when a key is renamed, removed or retyped."""

_NAMED = Words("{name}: {told}", "{name}：{told}")
_AND = Words("; ", "；")
_SUPPOSED = Words("Supposed", "假设")
_NOW = Words("Now", "目前")
_THEN = Words("Then", "届时")
_SAME = Words("The verdict stays the same.", "结论不变。")
_CHANNELS = Words("Channels", "通道")
_LICENCES = Words("Licences", "许可证")
_DUTIES = Words("Duties", "义务")
_QUESTIONS = Words("Open questions", "待答问题")
_NO_MORE = Words("no more", "不再适用")
_NEW = Words("new", "新增")
_NOT_SUPPOSED = Words(
    "Only what is supposed was changed; the tree was not. Not legal advice.",
    "仅改变所假设的内容，代码未变。不构成法律意见。",
)


class WhatIf(Struct, frozen=True, kw_only=True):
    """Two verdicts over the same tree, and what is supposed for the second."""

    supposed: tuple[str, ...]
    before: AuditResult
    after: AuditResult


def text(what: WhatIf, language: Language) -> str:
    """The differences, for people."""
    lines = [_pair(_SUPPOSED, _AND.in_(language).join(what.supposed), language), ""]
    for title, result in ((_NOW, what.before), (_THEN, what.after)):
        verdict = result.whole.verdict
        marks = f"[{letter(verdict.label).in_(language)}, {verdict.leaf.id}]"
        lines.append(_pair(title, f"{verdict.leaf.display.in_(language)} {marks}", language))
        lines.append(f"  {_AND.in_(language).join(_standing(verdict, language))}")
    if what.before.whole.verdict == what.after.whole.verdict:
        lines += ["", _SAME.in_(language)]
    for title, changes in (
        (_CHANNELS, _channels(what, language)),
        (_LICENCES, _licences(what, language)),
        (_DUTIES, _duties(what, language)),
        (_QUESTIONS, _questions(what, language)),
    ):
        listed = list(changes)
        if listed:
            lines += ["", title.in_(language), *(f"  {line}" for line in listed)]
    lines += ["", _NOT_SUPPOSED.in_(language)]
    return "\n".join(visible(line) for line in lines) + "\n"


def _pair(name: Words, told: str, language: Language) -> str:
    return _NAMED.in_(language).format(name=name.in_(language), told=told)


def _standing(verdict: Verdict, language: Language) -> tuple[str, str]:
    return evidence(verdict).in_(language), STATUSES[verdict.status].in_(language)


def as_json(what: WhatIf, language: Language) -> str:
    """The differences, for scripts."""
    report = {
        "schema": SCHEMA,
        "as_of": what.before.as_of.isoformat(),
        "language": language.value,
        "supposed": list(what.supposed),
        "before": _side(what.before, language),
        "after": _side(what.after, language),
    }
    return json_text(report)


def _side(result: AuditResult, language: Language) -> dict[str, object]:
    verdict, advice = result.whole.verdict, result.advice
    return {
        "verdict": {
            "label": verdict.label,
            "leaf": verdict.leaf.id,
            "display": verdict.leaf.display.in_(language),
            "confidence": verdict.confidence.word,
            "status": verdict.status.value,
            "mixed": list(verdict.mixed),
        },
        "channels": [
            {"id": j.channel.id, "label": j.label, "leaf": j.leaf.id, "counted": j.counted}
            for j in result.whole.judgements
        ],
        "licences": [
            {"id": licence.id, "status": licence.status.value, "outcome": licence.outcome.in_(language)}
            for licence in advice.licences
        ],
        "duties": [
            {"id": duty.id, "text": duty.text.in_(language), "state": duty.state.value}
            for duty in advice.duties
        ],
        "open_questions": [question.id for question in advice.open_questions],
    }


def _channels(what: WhatIf, language: Language) -> Iterator[str]:
    old = {j.channel.id: j for j in what.before.whole.judgements}
    new = {j.channel.id: j for j in what.after.whole.judgements}
    for id_ in dict.fromkeys((*old, *new)):
        was, is_ = old.get(id_), new.get(id_)
        if was is None and is_ is not None:
            yield f"+ {id_}: {is_.leaf.id} {is_.leaf.display.in_(language)}"
        elif is_ is None and was is not None:
            yield f"- {id_}: {was.leaf.id} {_NO_MORE.in_(language)}"
        elif was is not None and is_ is not None and was.leaf.id != is_.leaf.id:
            yield f"  {id_}: {was.leaf.id} → {is_.leaf.id} {is_.leaf.display.in_(language)}"


def _licences(what: WhatIf, language: Language) -> Iterator[str]:
    old = {licence.id: licence for licence in what.before.advice.licences}
    new = {licence.id: licence for licence in what.after.advice.licences}
    for id_, licence in new.items():
        outcome = firm(licence.outcome, licence.status).in_(language)
        told = f"{licence.id} {_pair(licence.name, outcome, language)}"
        if id_ not in old:
            yield f"+ {told}"
        elif (old[id_].outcome, old[id_].status) != (licence.outcome, licence.status):
            yield f"  {told}"
    yield from (f"- {id_} {_NO_MORE.in_(language)}" for id_ in old if id_ not in new)


def _duties(what: WhatIf, language: Language) -> Iterator[str]:
    old = {duty.id: duty for duty in what.before.advice.duties}
    new = {duty.id: duty for duty in what.after.advice.duties}
    for id_, duty in new.items():
        if id_ not in old:
            yield f"+ {firm(duty.text, duty.status).in_(language)}"
        elif old[id_].state is not duty.state:
            was, now = (DUTY_TITLES[each.state].in_(language) for each in (old[id_], duty))
            yield f"  {firm(duty.text, duty.status).in_(language)} [{was} → {now}]"
    yield from (
        f"- {firm(duty.text, duty.status).in_(language)}" for id_, duty in old.items() if id_ not in new
    )


def _questions(what: WhatIf, language: Language) -> Iterator[str]:
    old, new = _asked(what.before.advice, language), _asked(what.after.advice, language)
    yield from (f"+ {ask}" for ask in new if ask not in old)
    yield from (f"- {ask}" for ask in old if ask not in new)


def _asked(advice: Advice, language: Language) -> Sequence[str]:
    return [question.ask.in_(language) for question in advice.open_questions]
