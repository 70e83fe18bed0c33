"""The part of the JSON report, version 1, that tells how a result stands to a policy."""

from __future__ import annotations

from smsaudit.model.policy import PolicyCheck, Violation
from smsaudit.model.words import Language


def policy(check: PolicyCheck, language: Language) -> dict[str, object]:
    """The value of the key `policy`, where there is one."""
    fail_on = check.policy.fail_on
    return {
        "max_scenario": check.policy.limits.max_scenario or None,
        "fail_on": None if fail_on is None else fail_on.value,
        "leaf": check.leaf.id,
        "fails": check.fails,
        "violations": [_violation(violation, language) for violation in check.violations],
    }


def _violation(violation: Violation, language: Language) -> dict[str, object]:
    at = violation.location
    return {
        "rule": violation.rule.value,
        "scope": violation.scope,
        "channel": violation.channel or None,
        "subject": violation.subject,
        "text": violation.text.in_(language),
        "location": None if at is None else {"path": at.path, "line": at.line, "column": at.place.column},
        "fails": violation.fails,
    }
