"""SARIF 2.1.0, as code scanning shows it best: rules with help, one place per result, the way of a message as steps."""

from __future__ import annotations

from collections.abc import Sequence

from smsaudit.model.result import AuditResult
from smsaudit.model.words import Language
from smsaudit.report.finding import Finding, findings
from smsaudit.report.percent import relative_uri
from smsaudit.report.sarif.notifications import invocation, notification_kinds
from smsaudit.report.sarif.results import result_objects
from smsaudit.report.sarif.rules import rules
from smsaudit.report.visible import json_text, visible

MOST_RESULTS = 5_000
"""Code scanning keeps the first 5,000 results of a run; the heaviest come first."""

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(
    result: AuditResult,
    language: Language,
    *,
    suppressed: bool = False,
    leading: Sequence[Finding] = (),
    folder: str = "",
) -> str:
    """The log as JSON text; what is suppressed is left out unless it is asked for.

    `leading` comes before everything that the tree itself shows; `folder` is where the audited root stands in its
    repository.
    """
    found = (*leading, *findings(result, suppressed=suppressed))
    placed = [each for each in found if each.location is not None]
    homeless = [each for each in found if each.location is None]
    shown, left = placed[:MOST_RESULTS], len(placed[MOST_RESULTS:])
    described = rules(shown, result, language)
    index = {str(rule["id"]): number for number, rule in enumerate(described)}
    driver = {
        "name": "smsaudit",
        "version": result.tool.version,
        "semanticVersion": result.tool.version,
        "language": "zh-CN" if language is Language.ZH else "en-US",
        "rules": described,
        "notifications": notification_kinds(result),
        "properties": {"signatures": result.tool.signatures, "law": result.tool.law},
    }
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "smsaudit/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the audited tree."}}},
        "invocations": [invocation(result, homeless, left, language)],
        "results": list(result_objects(shown, index, result, language)),
        "properties": _properties(result, left, language),
    }
    if folder:
        _moved(run, f"{relative_uri(folder)}/")
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(log)


def _moved(part: object, folder: str) -> None:
    """Put every file of a log below a folder."""
    match part:
        case {"artifactLocation": dict(file), **others}:
            file["uri"] = f"{folder}{file['uri']}"
            _moved(others, folder)
        case dict():
            _moved(list(part.values()), folder)
        case list():
            for each in part:
                _moved(each, folder)
        case _:
            return


def _properties(result: AuditResult, left: int, language: Language) -> dict[str, object]:
    verdict = result.whole.verdict
    return {
        "label": verdict.label,
        "leaf": verdict.leaf.id,
        "display": verdict.leaf.display.in_(language),
        "as_of": result.as_of.isoformat(),
        "target": visible(result.name),
        "suppressed": len(result.suppressed),
        "truncated": left,
        "disclaimer": result.advice.disclaimer.in_(language),
    }
