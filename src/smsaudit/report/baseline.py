"""A baseline: everything that is known by now, so that only what is new is told from here on."""

from __future__ import annotations

from smsaudit.model.baseline import HEADER, Entry
from smsaudit.model.context import Context
from smsaudit.model.policy import Rule
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import Role
from smsaudit.model.suppression import Way

_SHOWS_USE = frozenset(
    {Role.SEND, Role.CLIENT, Role.SERVER, Role.PROTOCOL, Role.ENDPOINT, Role.CONFIG, Role.FEATURE}
)


def render(result: AuditResult) -> str:
    """Sorted, one line per finding; what a comment suppresses needs no line."""
    by_comment = {
        (each.detection.pattern, each.detection.location)
        for each in result.suppressed
        if each.suppression.way is Way.COMMENT
    }
    entries = {
        Entry(each.location.path, each.pattern, each.identity.fingerprint)
        for each in result.detections
        if each.identity is not None
        and each.context is Context.PRODUCTION
        and each.role in _SHOWS_USE
        and (each.pattern, each.location) not in by_comment
    }
    check = result.policy
    for violation in (*check.violations, *check.known) if check else ():
        if violation.rule is Rule.CONTRACT or (not violation.channel and violation.rule is not Rule.UNUSED):
            path = violation.location.path if violation.location else violation.scope
            entries.add(Entry(path, f"policy.{violation.rule.value}", violation.fingerprint))
    return "\n".join((HEADER, *sorted(entry.line for entry in entries))) + "\n"
