"""A Code Quality report for GitLab: an array of findings, each with a fingerprint that is its alone."""

from __future__ import annotations

from collections import Counter

from smsaudit.model.baseline import fingerprint
from smsaudit.model.result import AuditResult
from smsaudit.model.words import Language
from smsaudit.report.finding import Finding, Level, findings
from smsaudit.report.visible import json_text, visible

_SEVERITIES = {Level.ERROR: "blocker", Level.WARNING: "major", Level.NOTE: "info"}


def render(result: AuditResult, language: Language) -> str:
    """The report as JSON text. GitLab drops the second of two findings with one fingerprint, so no two share one."""
    seen: Counter[tuple[str, str]] = Counter()
    issues = []
    for finding in findings(result):
        name = finding.fingerprint or fingerprint(finding.rule, str(finding.location))
        seen[name, finding.rule] += 1
        unique = fingerprint(name, finding.rule, str(seen[name, finding.rule]))
        issues.append(_issue(finding, unique, language))
    return json_text(issues)


def _issue(finding: Finding, name: str, language: Language) -> dict[str, object]:
    at = finding.location
    return {
        "type": "issue",
        "check_name": finding.rule,
        "description": visible(finding.text.in_(language)),
        "categories": ["Compatibility"] if finding.rule.startswith("gap.") else ["Security"],
        "severity": _SEVERITIES[finding.level],
        "fingerprint": name,
        "location": {
            "path": at.path if at else ".",
            "lines": {"begin": at.line if at else 1, "end": at.place.end_line if at else 1},
        },
    }
