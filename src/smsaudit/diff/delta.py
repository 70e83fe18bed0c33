"""What came, what went and what changed, for each kind of thing in a result."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

from smsaudit.model.advice import Duty, Licence
from smsaudit.model.comparison import Delta
from smsaudit.model.entrance import Exposure
from smsaudit.model.flow import EntryPoint, Flow
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.policy import Violation
from smsaudit.model.result import AuditResult
from smsaudit.model.verdict import Judgement, Unit

Thing = TypeVar("Thing")


def channels(before: AuditResult, after: AuditResult) -> Delta[Judgement]:
    """Channels by id; changed is another outcome, far end or choice, not another line."""
    return _delta(*(_keyed(each.whole.judgements, _channel) for each in (before, after)), state=_outcome)


def flows(before: AuditResult, after: AuditResult) -> Delta[Flow]:
    """Who reaches which channel, and under which condition; by which functions is not told apart."""
    return _delta(_routes(before), _routes(after))


def entry_points(before: AuditResult, after: AuditResult) -> Delta[EntryPoint]:
    """Entry points from which something is sent; changed is who can trigger them."""
    return _delta(*(_keyed(_reaching(each), _entry) for each in (before, after)), state=_exposure)


def conditions(before: AuditResult, after: AuditResult) -> Delta[str]:
    """What the verdict depends on."""
    return _delta(*(_keyed(each.whole.verdict.conditional_on, str) for each in (before, after)))


def licences(before: AuditResult, after: AuditResult) -> Delta[Licence]:
    """Licences; changed is what the law says about one."""
    return _delta(*(_keyed(each.advice.licences, _id) for each in (before, after)), state=_says)


def duties(before: AuditResult, after: AuditResult) -> Delta[Duty]:
    """What has to be done or kept."""
    return _delta(*(_keyed(each.advice.duties, _id) for each in (before, after)))


def gaps(before: AuditResult, after: AuditResult) -> Delta[Gap]:
    """Gaps that could hide a sender. Files that git ignores are on no side but the work tree's."""
    return _delta(*(_keyed(_bearing(each), lambda gap: (gap.path, gap.kind)) for each in (before, after)))


def units(before: AuditResult, after: AuditResult) -> Delta[Unit]:
    """Deployable parts and their verdicts; nothing where the whole is the only part."""
    if max(len(before.units), len(after.units)) == 1:
        return Delta()
    return _delta(*(_keyed(each.units, lambda unit: unit.path) for each in (before, after)), state=_verdict)


def violations(before: AuditResult, after: AuditResult) -> Delta[Violation]:
    """Points in which the tree is not as the policy wants it."""
    found = (each.policy.violations if each.policy else () for each in (before, after))
    return _delta(*(_keyed(each, lambda violation: violation.key) for each in found))


_Keyed = Mapping[Hashable, Thing]


def _keyed(things: Iterable[Thing], key: Callable[[Thing], Hashable]) -> _Keyed[Thing]:
    """The first thing of every key, in order."""
    found: dict[Hashable, Thing] = {}
    for thing in things:
        found.setdefault(key(thing), thing)
    return found


def _delta(
    before: _Keyed[Thing], after: _Keyed[Thing], *, state: Callable[[Thing], object] | None = None
) -> Delta[Thing]:
    kept = [(before[key], thing) for key, thing in after.items() if key in before]
    return Delta(
        added=tuple(thing for key, thing in after.items() if key not in before),
        removed=tuple(thing for key, thing in before.items() if key not in after),
        changed=tuple(pair for pair in kept if state and state(pair[0]) != state(pair[1])),
    )


def _channel(judged: Judgement) -> str:
    return judged.channel.id


def _outcome(judged: Judgement) -> object:
    channel, far_end = judged.channel, judged.channel.far_end
    return (
        (judged.leaf.id, judged.label, judged.counted),
        (far_end.kind, far_end.host, far_end.port),
        (channel.production, channel.is_default, channel.conditions, channel.serves_others),
    )


def _routes(result: AuditResult) -> _Keyed[Flow]:
    starts = {entry.id: _entry(entry) for entry in result.entry_points}

    def route(flow: Flow) -> Hashable:
        start = starts.get(flow.entry_point or "", flow.steps[0].name if flow.steps else "")
        return start, flow.channel, flow.condition

    return _keyed(result.flows, route)


def _entry(entry: EntryPoint) -> Hashable:
    """What an entry point is, wherever it stands."""
    return entry.kind, entry.framework, entry.name, entry.route


def _exposure(entry: EntryPoint) -> Exposure:
    return entry.exposure


def _reaching(result: AuditResult) -> list[EntryPoint]:
    used = {flow.entry_point for flow in result.flows}
    return [entry for entry in result.entry_points if entry.id in used]


def _id(thing: Licence | Duty) -> str:
    return thing.id


def _says(licence: Licence) -> object:
    return licence.status, licence.outcome


def _bearing(result: AuditResult) -> list[Gap]:
    return [gap for gap in result.gaps if gap.bears and gap.kind is not GapKind.IGNORED_CONFIG]


def _verdict(unit: Unit) -> object:
    return unit.verdict.leaf.id, unit.verdict.label
