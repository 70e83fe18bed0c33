"""Annotations for GitHub Actions: workflow commands, the heaviest findings first, never more than a step may show."""

from __future__ import annotations

from collections import Counter

from smsaudit.model.result import AuditResult
from smsaudit.model.words import Language, Words
from smsaudit.report.finding import Finding, Level, findings
from smsaudit.report.visible import shortened, visible

MOST = 9
"""Annotations of one level; GitHub shows ten of each per step, and the tenth says how many are left."""

_LONGEST = 2_000
_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}
_VERDICT = Words("{display} [{label}, {leaf}]", "{display}［{label}，{leaf}］")
_MORE = Words("{count} more; see the full report", "另有{count}项，见完整报告")


def render(result: AuditResult, language: Language) -> str:
    """One command per line; the verdict leads, then what violates the policy, then the rest by weight."""
    found = findings(result)
    counts: Counter[Level] = Counter()
    lines = [_verdict(result, found, language)]
    counts[_loudest(found)] += 1
    left: Counter[Level] = Counter()
    for each in found:
        if counts[each.level] < MOST:
            counts[each.level] += 1
            lines.append(_annotation(each, language))
        else:
            left[each.level] += 1
    lines += [_more(level, count, language) for level, count in sorted(left.items(), reverse=True)]
    return "".join(f"{line}\n" for line in lines)


def escaped(text: str) -> str:
    """Text as the message of a workflow command."""
    shown = visible(shortened(text, _LONGEST))
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escaped_property(text: str) -> str:
    """Text as the value of a property of a workflow command."""
    return escaped(text).replace(":", "%3A").replace(",", "%2C")


def _verdict(result: AuditResult, found: tuple[Finding, ...], language: Language) -> str:
    verdict = result.whole.verdict
    text = _VERDICT.in_(language).format(
        display=verdict.leaf.display.in_(language), label=verdict.label, leaf=verdict.leaf.id
    )
    return f"::{_COMMANDS[_loudest(found)]} title=smsaudit::{escaped(text)}"


def _loudest(found: tuple[Finding, ...]) -> Level:
    return found[0].level if found else Level.NOTE


def _annotation(finding: Finding, language: Language) -> str:
    at = finding.location
    properties = {"title": f"smsaudit: {finding.rule}"}
    if at is not None:
        properties |= {"file": at.path, "line": str(at.line), "endLine": str(at.place.end_line)}
        if at.place.end_line == at.line:
            properties["col"] = str(at.place.column)
    given = ",".join(f"{name}={escaped_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.level]} {given}::{escaped(finding.text.in_(language))}"


def _more(level: Level, count: int, language: Language) -> str:
    return f"::{_COMMANDS[level]} title=smsaudit::{escaped(_MORE.in_(language).format(count=count))}"
