"""The head of the report: the decision in one sentence, its main reason, and how firm both are."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from smsaudit.model.result import AuditResult
from smsaudit.model.verdict import Judgement, Reason, Verdict
from smsaudit.model.words import Words
from smsaudit.report.firmness import evidence
from smsaudit.report.letters import letter
from smsaudit.report.order import by_weight, place_of
from smsaudit.report.text.layout import (
    CLAUSES,
    PLACE,
    QUIET,
    STRONG,
    Lines,
    code,
    cut,
    fill,
    heading,
    joined,
    listed,
    padded,
    paragraph,
    span,
    table,
    where,
)
from smsaudit.report.view import Detail, View
from smsaudit.report.wording import CONDITION, LABELS, OPEN_FACTS, STATUSES

SHOWN_STEPS = 3
"""Next steps that stand in the head; the others stand with what follows."""

_HEAD_MARGIN = 14
"""Columns that names of rows take in the head."""

SHOWN_CHANNELS = 8
"""Channels that stand in the head."""

SHOWN_REASONS = 4
"""Reasons printed unless everything is asked for."""

_DECISION = Words("{display} [{label}, {leaf}]", "{display} [{label}，{leaf}]")
_REASON = Words("{place}: {text}", "{place}：{text}")
_SCENARIO = Words("Scenario", "场景")
_EVIDENCE = Words("Evidence", "证据")
_LAW = Words("Law", "法规")
_CHANNELS = Words("Channels", "发送通道")
_CHANNEL = Words("{label}  {name} [{leaf}]", "{label}  {name} [{leaf}]")
_UNCOUNTED = Words("and {count} that do not decide, told below", "另有{count}个不影响结论，见下文")
_MORE_CHANNELS = Words("and {count} more, told below", "另有{count}个，见下文")
_NEXT = Words("Next", "下一步")
_STEP = Words("{number}. {step}", "{number}. {step}")
_DEPENDS = Words("Depends on", "取决于")
_WHY = Words("Why also", "其他依据")
_AUDITED = Words("Audited", "审计对象")
_TREE = Words("{name}{commit}, as of {date}", "{name}{commit}，截至{date}")
_COMMIT = Words(" at commit {commit}", "，提交{commit}")
_PARTS = Words("Deployable parts ({count})", "可部署单元（{count}）")

_ALARMING = {"C": "bold red", "outside": "bold red", "undetermined": "bold yellow"}


def decision(verdict: Verdict, view: View) -> Text:
    """The decision as one line, however long."""
    display = span(verdict.leaf.display.in_(view.language), _ALARMING.get(verdict.label, STRONG))
    mark = Text(style=QUIET).append_text(span(verdict.leaf.id))
    label = letter(verdict.label).in_(view.language)
    return fill(_DECISION, view, display=display, label=label, leaf=mark)


def reason(found: Reason, view: View) -> Text:
    """A reason, behind the place that shows it unless it names the place itself."""
    text = span(found.text.in_(view.language))
    if not found.location:
        return text
    place = where(found.location)
    start = text.plain.find(place.plain)
    if start < 0:
        return fill(_REASON, view, place=place, text=text)
    text.stylize(PLACE, start, start + len(place.plain))
    return text


def brief(result: AuditResult, view: View) -> Lines:
    """Decision and main reason on a line each, for scripts."""
    verdict = result.whole.verdict
    return [decision(verdict, view), *(reason(found, view) for found in verdict.because[:1])]


def head(result: AuditResult, view: View) -> Lines:
    """Decision and main reason, then how firm they are."""
    verdict = result.whole.verdict
    lines = paragraph(decision(verdict, view), view, indent=0)
    for found in verdict.because[:1]:
        lines += paragraph(reason(found, view), view)
    return [*lines, Text(), *table(_facts(result, verdict, view), view)]


def parts(result: AuditResult, view: View) -> Lines:
    """One decision per deployable part, where there is more than the whole."""
    units = [unit for unit in result.units if unit.path != result.whole.path]
    if not units:
        return []
    lines = heading(_PARTS, view, count=len(units))
    names = [code(unit.path or ".", STRONG) for unit in units]
    column = min(max(cell_len(name.plain) for name in names), view.width // 3) + 2
    for name, unit in zip(names, units, strict=True):
        text = decision(unit.verdict, view)
        if cell_len(name.plain) < column:
            lines += paragraph(text, view, lead=padded(name, column))
        else:
            lines += [*paragraph(name, view), *paragraph(text, view, indent=column + 2)]
    return lines


def _facts(result: AuditResult, verdict: Verdict, view: View) -> list[tuple[Words, Text]]:
    language = view.language
    rows = [(_SCENARIO, span(LABELS[verdict.label].in_(language)))]
    if result.whole.judgements:
        rows.append((_EVIDENCE, span(evidence(verdict).in_(language))))
        rows.append((_LAW, span(STATUSES[verdict.status].in_(language))))
    if verdict.conditional_on:
        conditions = (_condition(text, view) for text in verdict.conditional_on)
        rows.append((_DEPENDS, listed(conditions, view, CLAUSES)))
    rows += [(_CHANNELS, text) for text in _channels(result, view)]
    steps = enumerate(result.advice.next_steps[:SHOWN_STEPS], start=1)
    rows += [(_NEXT, fill(_STEP, view, number=at, step=step.in_(language))) for at, step in steps]
    rows.append((_AUDITED, _tree(result, view)))
    more = verdict.because[1:] if view.detail is Detail.EVERYTHING else verdict.because[1:SHOWN_REASONS]
    return [*rows, *((_WHY, reason(found, view)) for found in more)]


def _condition(text: str, view: View) -> Text:
    """A choice that is written in code, or what a fact that is still open asks; its key stands with the question."""
    if text not in OPEN_FACTS:
        return code(text)
    asked = OPEN_FACTS[text].in_(view.language)
    return (
        fill(CONDITION, view, asked=asked, key=code(text))
        if view.detail is Detail.EVERYTHING
        else span(asked)
    )


def _channels(result: AuditResult, view: View) -> list[Text]:
    """A line for every channel that decides, and how many others there are."""
    counted = [judged for judged in by_weight(result) if judged.counted]
    lines = [_channel(judged, view) for judged in counted[:SHOWN_CHANNELS]]
    for words, left in (
        (_MORE_CHANNELS, len(counted) - len(lines)),
        (_UNCOUNTED, len(result.whole.judgements) - len(counted)),
    ):
        if left > 0 and counted:
            lines.append(fill(words, view, count=left))
    return lines


def _channel(judged: Judgement, view: View) -> Text:
    """One line: the id for a name that there is no room for, the place where it fits."""
    room = view.width - _HEAD_MARGIN
    label = letter(judged.label).in_(view.language)
    mark = cell_len(label) + len(judged.leaf.id) + len(_CHANNEL.en.format(label="", name="", leaf=""))
    name = code(judged.channel.name.in_(view.language))
    if cell_len(name.plain) > room - mark:
        name = cut(code(judged.channel.id), room - mark)
    text = fill(_CHANNEL, view, label=label, name=name, leaf=judged.leaf.id)
    place = place_of(judged.channel)
    whole = joined((text, where(place)), "  ") if place else text
    return whole if cell_len(whole.plain) <= room else text


def _tree(result: AuditResult, view: View) -> Text:
    commit = fill(_COMMIT, view, commit=result.commit[:12]) if result.commit else ""
    return fill(_TREE, view, name=code(result.name), commit=commit, date=result.as_of.isoformat())
