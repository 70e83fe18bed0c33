"""The whole check: limits, contracts, and what of it fails the run."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from smsaudit.model.baseline import Baseline
from smsaudit.model.law import Law
from smsaudit.model.policy import Policy, PolicyCheck, Violation
from smsaudit.model.result import AuditResult
from smsaudit.model.suppression import Way
from smsaudit.model.threshold import FailOn
from smsaudit.policy.contracts import contract_violations, unused_parts
from smsaudit.policy.evidence import remaining_leaf, suppressed_keys
from smsaudit.policy.limits import limit_violations

_QUIET = frozenset({FailOn.NEVER, FailOn.WORSE})


def check(
    result: AuditResult,
    policy: Policy,
    law: Law,
    baseline: Baseline | None = None,
    paths: Collection[str] = (),
) -> PolicyCheck:
    """How `result` stands to `policy`. What is suppressed is left out; the verdict itself stays as it is.

    With a baseline, what is left is new, so `fail-on = "worse"` fails for all of it; without one there is nothing
    to compare with, and it only reports. A new way to a channel that the baseline knows is still told: contracts
    are known by themselves, not by the sends that they lead to. `paths` are all files of the tree.
    """
    suppressed = suppressed_keys(result, Way.COMMENT, Way.BASELINE)
    found = [
        *limit_violations(result, policy, law, suppressed),
        *contract_violations(result, policy, suppressed_keys(result, Way.COMMENT)),
        *(unused_parts(policy, paths) if paths else ()),
    ]
    is_quiet = policy.fail_on in _QUIET and not (policy.fail_on is FailOn.WORSE and baseline)
    told = {each.key: replace(each, fails=each.fails and not is_quiet) for each in reversed(found)}
    violations = sorted(told.values(), key=_order)
    listed = baseline.fingerprints if baseline else frozenset()
    return PolicyCheck(
        policy=policy,
        leaf=remaining_leaf(result, suppressed, law),
        violations=tuple(each for each in violations if each.fingerprint not in listed),
        known=tuple(each for each in violations if each.fingerprint in listed),
    )


def _order(violation: Violation) -> tuple[object, ...]:
    """What fails first, then by rule and place."""
    at = violation.location
    return (
        not violation.fails,
        violation.rule.value,
        violation.scope,
        str(at.path if at else ""),
        violation.key,
    )
