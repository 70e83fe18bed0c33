"""Two checks of the same policy: what a change made worse."""

from __future__ import annotations

from msgspec.structs import replace

from smsaudit.model.law import fill
from smsaudit.model.policy import WHOLE, PolicyCheck, Rule, Violation
from smsaudit.model.threshold import FailOn
from smsaudit.policy import wording


def compared(before: PolicyCheck, after: PolicyCheck) -> PolicyCheck:
    """`after`, where under `fail-on = "worse"` exactly that fails which `before` did not have.

    Without a `max-scenario`, a heavier outcome than before is worse by itself.
    """
    if after.policy.fail_on is not FailOn.WORSE:
        return after
    known = {violation.key for violation in before.violations}
    violations = tuple(replace(each, fails=each.key not in known) for each in after.violations)
    if not after.policy.limits.max_scenario and after.leaf.rank > before.leaf.rank:
        violations = (_heavier(before, after), *violations)
    return replace(after, violations=violations)


def _heavier(before: PolicyCheck, after: PolicyCheck) -> Violation:
    text = fill(
        wording.WORSE,
        leaf=after.leaf.id,
        display=after.leaf.display,
        was=before.leaf.id,
        before=before.leaf.display,
    )
    return Violation(rule=Rule.FAIL_ON, scope=WHOLE, channel="", subject=after.leaf.id, text=text)
