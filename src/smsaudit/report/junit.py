"""JUnit XML: one case per channel, per violation and per gap that bears, for servers that show test results."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from smsaudit.model.result import AuditResult
from smsaudit.model.words import Language
from smsaudit.report.order import place_of
from smsaudit.report.visible import visible

_HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
_ILLEGAL = frozenset("\ufffe\uffff")


class _Case(Struct, frozen=True):
    """A test case: passed, unless it failed or something kept it from being decided."""

    group: str
    name: str
    text: str
    file: str = ""
    outcome: str = ""
    """`failure`, `skipped` or nothing."""


def render(result: AuditResult, language: Language) -> str:
    """The report as XML; what violates the policy and fails is a failure, and what could not be read is skipped."""
    cases = tuple(_cases(result, language))
    failures = sum(case.outcome == "failure" for case in cases)
    skipped = sum(case.outcome == "skipped" for case in cases)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}"'
    body = "".join(_written(case) for case in cases)
    name = escaped(f"smsaudit {result.name}")
    suite = f'  <testsuite name="{name}" {counts} time="0">\n{body}  </testsuite>\n'
    return f'{_HEADER}<testsuites name="smsaudit" {counts} time="0">\n{suite}</testsuites>\n'


def escaped(text: str) -> str:
    """Text that stays text in an element and in an attribute, with nothing that XML 1.0 forbids."""
    shown = visible(text)
    return "".join(_ENTITIES.get(each, "?" if each in _ILLEGAL else each) for each in shown)


def _cases(result: AuditResult, language: Language) -> Iterator[_Case]:
    verdict = result.whole.verdict
    display = verdict.leaf.display.in_(language)
    yield _Case("smsaudit.verdict", f"{verdict.label} {verdict.leaf.id}", display)
    for judgement in result.whole.judgements:
        channel, leaf = judgement.channel, judgement.leaf
        text = f"{leaf.display.in_(language)} [{leaf.id}]"
        place = place_of(channel)
        yield _Case("smsaudit.channel", f"{channel.id} {leaf.id}", text, place.path if place else "")
    for violation in result.policy.violations if result.policy else ():
        name = " ".join(part for part in (violation.rule.value, *violation.key[1:]) if part)
        file = violation.location.path if violation.location else ""
        outcome = "failure" if violation.fails else ""
        yield _Case("smsaudit.policy", name, violation.text.in_(language), file, outcome)
    for gap in result.gaps:
        if gap.bears:
            where = f"{gap.path}:{gap.line}" if gap.line else gap.path
            yield _Case(
                "smsaudit.gap", f"{gap.kind.value} {where}", gap.reason.in_(language), gap.path, "skipped"
            )


def _written(case: _Case) -> str:
    file = f' file="{escaped(case.file)}"' if case.file else ""
    head = f'    <testcase classname="{escaped(case.group)}" name="{escaped(case.name)}"{file} time="0">\n'
    text = escaped(case.text)
    match case.outcome:
        case "failure":
            inner = f'      <failure message="{text}" type="{escaped(case.name.partition(" ")[0])}">{text}</failure>\n'
        case "skipped":
            inner = f'      <skipped message="{text}"/>\n'
        case _:
            inner = f"      <system-out>{text}</system-out>\n"
    return f"{head}{inner}    </testcase>\n"
