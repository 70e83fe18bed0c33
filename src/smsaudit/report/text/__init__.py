"""The report for people: one decision line, then why, what follows, and what is not known."""

from __future__ import annotations

from rich.text import Text

from smsaudit.model.result import AuditResult
from smsaudit.model.words import Words
from smsaudit.report.text.channels import channels
from smsaudit.report.text.consequences import consequences
from smsaudit.report.text.decision import brief, head, parts
from smsaudit.report.text.flows import flows
from smsaudit.report.text.layout import CLAUSES, QUIET, Lines, fill, listed, paragraph, span
from smsaudit.report.text.numbers import numbers
from smsaudit.report.text.personal import personal
from smsaudit.report.text.printing import printed
from smsaudit.report.text.unknowns import coverage, unknowns
from smsaudit.report.text.violations import failures, violations
from smsaudit.report.view import Detail, View

_TOOL = Words(
    "smsaudit {version}, signatures {signatures}, law {law}",
    "smsaudit {version}，特征库{signatures}，法规库{law}",
)


_TERMS = (
    (Words("far end", "对端"), Words("who answers on the other side of a channel", "通道另一侧的应答方")),
    (
        Words("SP licence", "SP许可证"),
        Words(
            "the value-added telecom licence (category B25) for operating an SMS service",
            "经营短信服务所需的增值电信业务经营许可证（B25类）",
        ),
    ),
)
"""Words of the trade, explained once and only where they occur."""

_TERM = Words("{term}: {meaning}", "{term}：{meaning}")


def render(result: AuditResult, view: View) -> str:
    """The report as text; with colour codes only if the view asks for colour."""
    is_short = view.detail is Detail.DECISION
    lines = [*brief(result, view), *failures(result, view)] if is_short else _page(result, view)
    return printed(lines, view)


def _page(result: AuditResult, view: View) -> Lines:
    lines = [
        *head(result, view),
        *parts(result, view),
        *violations(result, view),
        *channels(result, view),
        *flows(result, view),
        *personal(result, view),
        *consequences(result, view),
        *numbers(result, view),
        *unknowns(result, view),
        *coverage(result, view),
    ]
    return [*lines, *_terms(lines, view), *_foot(result, view)]


def _terms(lines: Lines, view: View) -> Lines:
    """The terms that the page uses, in one quiet paragraph."""
    page = " ".join(line.plain for line in lines).casefold()
    used = [
        fill(_TERM, view, term=term.in_(view.language), meaning=meaning.in_(view.language))
        for term, meaning in _TERMS
        if term.in_(view.language).casefold() in page
    ]
    text = listed(used, view, CLAUSES)
    text.stylize(QUIET)
    return [Text(), *paragraph(text, view, indent=0)] if used else []


def _foot(result: AuditResult, view: View) -> Lines:
    tool = result.tool
    made_by = fill(_TOOL, view, version=tool.version, signatures=tool.signatures[:8], law=tool.law[:8])
    made_by.stylize(QUIET)
    disclaimer = span(result.advice.disclaimer.in_(view.language))
    return [Text(), *paragraph(disclaimer, view, indent=0), *paragraph(made_by, view, indent=0)]
