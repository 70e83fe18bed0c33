"""What is not known: what speaks against the verdict, what only people know, and what was not read."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from smsaudit.model.advice import Question
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.result import AuditResult
from smsaudit.model.verdict import Reason
from smsaudit.model.words import Words
from smsaudit.report.text.decision import reason
from smsaudit.report.text.layout import (
    QUIET,
    STRONG,
    Lines,
    code,
    fill,
    heading,
    joined,
    listed,
    paragraph,
    span,
    where,
)
from smsaudit.report.view import Detail, View
from smsaudit.report.wording import GAPS

SHOWN_QUESTIONS = 4
SHOWN_REASONS = 4
SHOWN_GAPS = 8

_TITLE = Words("What is not known", "尚不清楚的事项")
_AGAINST = Words("Speaks against this result", "与本结论相反的情况")
_CHANGE = Words("Would change the result", "会改变结论的情况")
_ASK = Words("Only people can answer (declare it in smsaudit.toml)", "需由人回答（在smsaudit.toml中声明）")
_DECLARE = Words("{key} = {values}", "{key} = {values}")
_PROOF = Words("{declare}; proof: {proof}", "{declare}；证明材料：{proof}")
_MORE = Words("and {count} more; -v prints them all", "另有{count}项，使用-v全部列出")
_COVERAGE = Words("What was read", "读取范围")
_FILES = Words(
    "{seen} files in the tree, {considered} searched, {parsed} read in full{languages}.",
    "代码树共{seen}个文件，检索{considered}个，完整读取{parsed}个{languages}。",
)
_LANGUAGES = Words(": {languages}", "：{languages}")
_BEARING = Words("Could hide a sender ({count})", "可能含有发送代码（{count}）")
_HARMLESS = Words("Not read, but without bearing on the result: {kinds}.", "未读取但不影响结论：{kinds}。")
_NOT_READ = Words("Not read, but without bearing on the result ({count})", "未读取但不影响结论（{count}）")
_KIND = Words("{kind} ({count})", "{kind}（{count}）")
_WHY = Words("{gap} ({reason})", "{gap}（{reason}）")
_ALIKE = Words("{place} and {count} more alike (-v)", "{place}，另有同类{count}处（-v）")
_ALL_READ = Words("Nothing that could hide a sender was left out.", "没有遗漏可能含有发送代码的部分。")
_SUPPRESSED = Words(
    "Part of the result, but left out of the policy's check by a comment or the baseline: {count}.",
    "计入结论，但按注释或基线不参与策略检查：{count}处。",
)
_BASELINE = Words("in the baseline", "见基线")
_REMARKS = Words("Suppressions to look at: {count}", "需处理的抑制：{count}处")


def unknowns(result: AuditResult, view: View) -> Lines:
    """What speaks against, what would change the result, and the open questions."""
    verdict = result.whole.verdict
    despite = verdict.despite
    if view.detail is not Detail.EVERYTHING:
        despite = tuple(each for each in despite if not _is_other_channel(each, result))
    body = [
        *_reasons(_AGAINST, despite, view),
        *_reasons(_CHANGE, verdict.would_change, view),
        *_questions(result.advice.open_questions, view),
    ]
    return [*heading(_TITLE, view), *body[1:]] if body else []


def _is_other_channel(found: Reason, result: AuditResult) -> bool:
    """Whether it only says that another channel has another outcome, as the list of channels does."""
    return any(
        judged.counted
        and judged.leaf.id != result.whole.verdict.leaf.id
        and judged.channel.name.en in found.text.en
        and judged.leaf.display.en in found.text.en
        for judged in result.whole.judgements
    )


def coverage(result: AuditResult, view: View) -> Lines:
    """What was read, and what was not: first what could hide a sender."""
    lines = [*heading(_COVERAGE, view), *paragraph(_files(result, view), view)]
    bearing = [gap for gap in result.gaps if gap.bears]
    harmless = [gap for gap in result.gaps if not gap.bears]
    if bearing:
        lines += [Text(), *_listed(_BEARING, bearing, view)]
    else:
        lines += paragraph(span(_ALL_READ.in_(view.language)), view)
    if harmless and view.detail is Detail.EVERYTHING:
        lines += [Text(), *_listed(_NOT_READ, harmless, view)]
    elif harmless:
        lines += paragraph(fill(_HARMLESS, view, kinds=_kinds(harmless, view)), view)
    return [*lines, *_suppressed(result, view), *_remarks(result, view)]


def _reasons(title: Words, reasons: tuple[Reason, ...], view: View) -> Lines:
    if not reasons:
        return []
    lines = [Text(), *paragraph(span(title.in_(view.language), STRONG), view)]
    shown = reasons if view.detail is Detail.EVERYTHING else reasons[:SHOWN_REASONS]
    for found in shown:
        lines += paragraph(reason(found, view), view, indent=4, lead=Text("- "))
    if len(shown) < len(reasons):
        lines += paragraph(fill(_MORE, view, count=len(reasons) - len(shown)), view, indent=4)
    return lines


def _questions(questions: tuple[Question, ...], view: View) -> Lines:
    if not questions:
        return []
    shown = questions if view.detail is Detail.EVERYTHING else questions[:SHOWN_QUESTIONS]
    lines = [Text(), *paragraph(span(_ASK.in_(view.language), STRONG), view)]
    for question in shown:
        lines += paragraph(span(question.ask.in_(view.language)), view, indent=4, lead=Text("- "))
        lines += paragraph(_declare(question, view), view, indent=6)
    if len(shown) < len(questions):
        lines += paragraph(fill(_MORE, view, count=len(questions) - len(shown)), view, indent=4)
    return lines


def _declare(question: Question, view: View) -> Text:
    text = code(question.fact_key)
    if question.values:
        values = joined((code(value) for value in question.values), " | ")
        text = fill(_DECLARE, view, key=text, values=values)
    if question.proof is not None and view.detail is Detail.EVERYTHING:
        text = fill(_PROOF, view, declare=text, proof=question.proof.in_(view.language))
    text.stylize(QUIET)
    return text


def _files(result: AuditResult, view: View) -> Text:
    read = result.coverage
    by_count = sorted(read.languages.items(), key=lambda pair: (-pair[1], pair[0]))
    names = listed((span(f"{name} {count}") for name, count in by_count), view)
    languages: Text | str = fill(_LANGUAGES, view, languages=names) if by_count else ""
    return fill(
        _FILES, view, seen=read.seen, considered=read.considered, parsed=read.parsed, languages=languages
    )


def _listed(title: Words, gaps: list[Gap], view: View) -> Lines:
    """Gaps by kind, each with its place and what happened."""
    lines = paragraph(fill(title, view, count=len(gaps)), view)
    lines[0].stylize(STRONG)
    ordered = sorted(gaps, key=lambda gap: (list(GapKind).index(gap.kind), gap.path, gap.line or 0))
    alike: dict[object, list[Gap]] = {}
    for gap in ordered:
        key = gap if view.detail is Detail.EVERYTHING else (gap.kind, gap.reason)
        alike.setdefault(key, []).append(gap)
    shown = list(alike.values())
    if view.detail is not Detail.EVERYTHING:
        shown = shown[:SHOWN_GAPS]
    for group in shown:
        lines += paragraph(_gap(group, view), view, indent=4, lead=Text("- "))
    if left := len(ordered) - sum(map(len, shown)):
        lines += paragraph(fill(_MORE, view, count=left), view, indent=4)
    return lines


def _gap(group: list[Gap], view: View) -> Text:
    """The first of gaps that are alike, and how many more of them there are."""
    first = group[0]
    place = where(f"{first.path}:{first.line}" if first.line else first.path)
    if len(group) > 1:
        place = fill(_ALIKE, view, place=place, count=len(group) - 1)
    about = joined((place, span(GAPS[first.kind].in_(view.language))), "  ")
    return fill(_WHY, view, gap=about, reason=span(first.reason.in_(view.language)))


def _kinds(gaps: Iterable[Gap], view: View) -> Text:
    counts: dict[GapKind, int] = {}
    for gap in gaps:
        counts[gap.kind] = counts.get(gap.kind, 0) + 1
    return listed(
        (
            fill(_KIND, view, kind=GAPS[kind].in_(view.language), count=counts[kind])
            for kind in GapKind
            if kind in counts
        ),
        view,
    )


def _suppressed(result: AuditResult, view: View) -> Lines:
    if not result.suppressed:
        return []
    lines = paragraph(fill(_SUPPRESSED, view, count=len(result.suppressed)), view)
    if view.detail is Detail.EVERYTHING:
        for each in result.suppressed:
            found, decision = each.detection, each.suppression
            why = decision.reason or _BASELINE.in_(view.language)
            parts = (where(found.location), code(found.pattern), code(why), code(decision.owner))
            lines += paragraph(
                joined((part for part in parts if part), "  "), view, indent=4, lead=Text("- ")
            )
    return lines


def _remarks(result: AuditResult, view: View) -> Lines:
    """Suppressions that need a look."""
    if not result.remarks:
        return []
    lines = paragraph(fill(_REMARKS, view, count=len(result.remarks)), view)
    shown = result.remarks if view.detail is Detail.EVERYTHING else result.remarks[:SHOWN_GAPS]
    for remark in shown:
        place = where(remark.location) if remark.location else Text()
        parts = (part for part in (place, code(remark.text.in_(view.language))) if part)
        lines += paragraph(joined(parts, "  "), view, indent=4, lead=Text("- "))
    if len(shown) < len(result.remarks):
        lines += paragraph(fill(_MORE, view, count=len(result.remarks) - len(shown)), view, indent=4)
    return lines
