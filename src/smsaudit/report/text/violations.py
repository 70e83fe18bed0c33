"""How the result stands to the policy of its team."""

from __future__ import annotations

from rich.text import Text

from smsaudit.model.policy import PolicyCheck, Violation
from smsaudit.model.result import AuditResult
from smsaudit.model.words import Words
from smsaudit.report.text.layout import QUIET, STRONG, Lines, fill, heading, paragraph, span, where
from smsaudit.report.view import Detail, View

_SHOWN = 10
_TITLE = Words("Policy", "策略")
_WITHIN = Words("The result is within the policy.", "结论符合策略。")
_FAILS = Words("fails", "不通过")
_TOLD = Words("noted", "提示")
_MORE = Words("and {count} more; -v prints all", "另有{count}项；-v 可全部列出")


def violations(result: AuditResult, view: View) -> Lines:
    """A section for the policy; nothing where there is none."""
    if result.policy is None:
        return []
    return [*heading(_TITLE, view), *_rows(result.policy, view)]


def failures(result: AuditResult, view: View) -> Lines:
    """What fails, for the shortest form of the report."""
    found = result.policy.violations if result.policy else ()
    return [line for violation in found if violation.fails for line in _row(violation, view)]


def _rows(check: PolicyCheck, view: View) -> Lines:
    if not check.violations:
        return paragraph(span(_WITHIN.in_(view.language)), view)
    shown = check.violations if view.detail is Detail.EVERYTHING else check.violations[:_SHOWN]
    lines = [line for violation in shown for line in _row(violation, view)]
    if len(shown) < len(check.violations):
        lines += paragraph(fill(_MORE, view, count=len(check.violations) - len(shown)), view)
    return lines


def _row(violation: Violation, view: View) -> Lines:
    word = (_FAILS if violation.fails else _TOLD).in_(view.language)
    lead = Text(f"{word}  ", style=STRONG if violation.fails else QUIET)
    rows = paragraph(span(violation.text.in_(view.language)), view, lead=lead)
    if violation.location is None or str(violation.location) in violation.text.in_(view.language):
        return rows
    return [*rows, *paragraph(where(violation.location), view, indent=2 + len(lead.plain))]
