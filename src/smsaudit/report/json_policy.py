"""The parts of the JSON report, version 1, about what a team decided: its policy, and what it suppresses."""

from __future__ import annotations

from smsaudit.model.location import Location
from smsaudit.model.policy import PolicyCheck, Violation
from smsaudit.model.suppression import Remark, Suppression
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


def decision(made: Suppression) -> dict[str, object]:
    """What a suppressed detection has beyond its own keys."""
    return {
        "way": made.way.value,
        "reason": made.reason,
        "owner": made.owner,
        "until": None if made.until is None else made.until.isoformat(),
        "comment": _place(made.location),
    }


def remark(about: Remark, language: Language) -> dict[str, object]:
    """A suppression that needs a look."""
    return {
        "kind": about.kind.value,
        "text": about.text.in_(language),
        "location": _place(about.location),
    }


def _violation(violation: Violation, language: Language) -> dict[str, object]:
    return {
        "rule": violation.rule.value,
        "scope": violation.scope,
        "channel": violation.channel or None,
        "subject": violation.subject,
        "text": violation.text.in_(language),
        "location": _place(violation.location),
        "fails": violation.fails,
    }


def _place(at: Location | None) -> dict[str, object] | None:
    return None if at is None else {"path": at.path, "line": at.line, "column": at.place.column}
