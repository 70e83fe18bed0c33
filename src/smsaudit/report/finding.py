"""What reports for machines list: one finding per place that people have to look at, the heaviest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum

from msgspec import Struct

from smsaudit.model.baseline import fingerprint
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection, Identity
from smsaudit.model.flow import Flow
from smsaudit.model.gap import Gap
from smsaudit.model.law import fill
from smsaudit.model.location import Location, Place
from smsaudit.model.policy import Violation
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import Role, Strength
from smsaudit.model.suppression import Suppression
from smsaudit.model.verdict import Judgement
from smsaudit.model.words import Words

_EACH = (Role.SEND, Role.CLIENT, Role.SERVER)
"""Every place that does this is a finding; of the roles below, the first place in each file stands for the others."""

_FIRST = (Role.PROTOCOL, Role.ENDPOINT, Role.CONFIG)
_ROLES = (*_EACH, *_FIRST, Role.FEATURE)
_HEAVY = frozenset({"C", "outside"})

_SAYS = {
    Role.SEND: Words("A message is sent through {name}", "通过{name}发送短信"),
    Role.CLIENT: Words("A connection to {name} is made", "建立与{name}的连接"),
    Role.SERVER: Words("{name} is offered to others", "对外提供{name}"),
    Role.PROTOCOL: Words("{name} is spoken here", "此处实现{name}"),
    Role.ENDPOINT: Words("An address of {name} is named", "此处写有{name}的地址"),
    Role.CONFIG: Words("{name} is configured", "此处配置{name}"),
}
_OUTCOME = Words("{what}. {display} [{leaf}].", "{what}。{display}［{leaf}］。")
_FEATURE = Words("A feature that points to the licence {feature}.", "涉及许可{feature}的功能。")
_GAP = Words("Not read, and could hide a sender: {reason}", "未能读取，可能含有发送代码：{reason}")


class Level(IntEnum):
    """How loudly a finding is told."""

    NOTE = 1
    WARNING = 2
    ERROR = 3


class Finding(Struct, frozen=True, kw_only=True):
    """One thing to look at, with everything that a report may say about it."""

    rule: str
    """Pattern id, `policy.…` or `gap.…`."""
    level: Level
    text: Words
    location: Location | None
    identity: Identity | None = None
    fingerprint: str = ""
    judgement: Judgement | None = None
    detection: Detection | None = None
    flows: tuple[Flow, ...] = ()
    related: tuple[Location, ...] = ()
    suppression: Suppression | None = None


def findings(result: AuditResult, *, suppressed: bool = False) -> tuple[Finding, ...]:
    """Every finding, the heaviest first; what is suppressed only where it is asked for."""
    found = [*_violations(result), *_gaps(result.gaps), *_detections(result), *_features(result)]
    kept = (each for each in found if suppressed or each.suppression is None)
    return tuple(sorted(kept, key=_order))


def _order(finding: Finding) -> tuple[object, ...]:
    rank = finding.judgement.leaf.rank if finding.judgement else 0
    at = finding.location
    is_policy = finding.rule.startswith("policy.")
    place = (at.path, at.line, at.place.column) if at else ("", 0, 0)
    role = _ROLES.index(finding.detection.role) if finding.detection else 0
    return -finding.level, not is_policy, -rank, role, place, finding.rule, finding.fingerprint


def _violations(result: AuditResult) -> Iterator[Finding]:
    by_place = {(each.location.path, each.location.line): each.identity for each in result.detections}
    judged = {each.channel.id: each for each in result.whole.judgements}
    for violation in result.policy.violations if result.policy else ():
        at = violation.location
        yield Finding(
            rule=f"policy.{violation.rule.value}",
            level=Level.ERROR if violation.fails else Level.WARNING,
            text=violation.text,
            location=at,
            identity=by_place.get((at.path, at.line)) if at else None,
            fingerprint=violation.fingerprint,
            judgement=judged.get(violation.channel),
            flows=_flows_of(result, violation),
            related=violation.related,
        )


def _flows_of(result: AuditResult, violation: Violation) -> tuple[Flow, ...]:
    """The ways that pass through the place of a violation."""
    at = violation.location
    return tuple(
        flow
        for flow in result.flows
        if at is not None
        and flow.channel == violation.channel
        and any((step.location.path, step.location.line) == (at.path, at.line) for step in flow.steps)
    )


def _gaps(gaps: Iterable[Gap]) -> Iterator[Finding]:
    for gap in gaps:
        if gap.bears:
            at = Location(gap.path, Place(gap.line or 1)) if gap.path else None
            rule = f"gap.{gap.kind.value}"
            yield Finding(
                rule=rule,
                level=Level.WARNING,
                text=fill(_GAP, reason=gap.reason),
                location=at,
                fingerprint=fingerprint(rule, gap.path, gap.reason.en),
            )


def _detections(result: AuditResult) -> Iterator[Finding]:
    decided = {
        (each.detection.pattern, each.detection.location): each.suppression for each in result.suppressed
    }
    seen: set[tuple[str, str]] = set()
    for judgement in result.whole.judgements:
        if not judgement.counted:
            continue
        for each in judgement.channel.detections:
            if each.context is not Context.PRODUCTION or each.role not in (*_EACH, *_FIRST):
                continue
            decision = decided.get((each.pattern, each.location))
            first = each.pattern, each.location.path
            if each.role in _FIRST and decision is None:
                if first in seen:
                    continue
                seen.add(first)
            yield _detected(each, judgement, result, decision)


def _detected(
    each: Detection, judgement: Judgement, result: AuditResult, decision: Suppression | None
) -> Finding:
    channel = judgement.channel
    what = fill(_SAYS[each.role], name=channel.name)
    place = each.location.path, each.location.line
    flows = (f for f in result.flows if f.channel == channel.id)
    ends = tuple(f for f in flows if (f.steps[-1].location.path, f.steps[-1].location.line) == place)
    source = channel.far_end.source
    return Finding(
        rule=each.pattern,
        level=Level.WARNING if judgement.label in _HEAVY else Level.NOTE,
        text=fill(_OUTCOME, what=what, display=judgement.leaf.display, leaf=judgement.leaf.id),
        location=each.location,
        identity=each.identity,
        fingerprint=each.identity.fingerprint if each.identity else "",
        judgement=judgement,
        detection=each,
        flows=ends,
        related=() if source is None else (source,),
        suppression=decision,
    )


def _features(result: AuditResult) -> Iterator[Finding]:
    decided = {
        (each.detection.pattern, each.detection.location): each.suppression for each in result.suppressed
    }
    seen: set[tuple[str, str]] = set()
    for each in result.detections:
        first = each.pattern, each.location.path
        is_shown = each.role is Role.FEATURE and each.strength is not Strength.LOW
        if not is_shown or each.context is not Context.PRODUCTION or first in seen:
            continue
        seen.add(first)
        yield Finding(
            rule=each.pattern,
            level=Level.NOTE,
            text=fill(_FEATURE, feature=each.feature),
            location=each.location,
            identity=each.identity,
            fingerprint=each.identity.fingerprint if each.identity else "",
            detection=each,
            suppression=decided.get((each.pattern, each.location)),
        )
