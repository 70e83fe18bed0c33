"""What every report for people shows first: one order for channels, flows and evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from smsaudit.model.advice import Duty
from smsaudit.model.checks import DutyState
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.entrance import Exposure
from smsaudit.model.flow import Channel, Flow
from smsaudit.model.location import Location
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import Role, Strength
from smsaudit.model.verdict import Judgement

_ROLE_ORDER = (Role.SEND, Role.CLIENT, Role.SERVER, Role.CONFIG, Role.ENDPOINT, Role.PROTOCOL)
_STRENGTH_ORDER = (Strength.HIGH, Strength.MEDIUM, Strength.LOW)
_STATE_ORDER = (DutyState.UNMET, DutyState.UNSEEN, DutyState.MET)
_EXPOSURE_ORDER = (
    Exposure.PUBLIC,
    Exposure.UNKNOWN,
    Exposure.AUTHENTICATED,
    Exposure.STAFF,
    Exposure.INTERNAL,
)


def by_weight(result: AuditResult) -> list[Judgement]:
    """The channels, most important first: live before the rest, then by the rank of their leaf."""
    return sorted(
        result.whole.judgements,
        key=lambda judged: (
            not (judged.counted and judged.channel.production),
            -judged.leaf.rank,
            -judged.channel.rung,
            judged.channel.id,
        ),
    )


def duties_by_state(duties: Iterable[Duty]) -> list[tuple[DutyState, list[Duty]]]:
    """Duties of one state together; what has to be done comes first."""
    kept = list(duties)
    grouped = ((state, [duty for duty in kept if duty.state is state]) for state in _STATE_ORDER)
    return [(state, found) for state, found in grouped if found]


def flows_by_importance(result: AuditResult) -> list[Flow]:
    """The flows: to the weightiest channel and from the most exposed entry points first."""
    weight = {judged.channel.id: at for at, judged in enumerate(by_weight(result))}
    exposures = {entry.id: entry.exposure for entry in result.entry_points}

    def key(flow: Flow) -> tuple[int, int, int]:
        exposure = exposures.get(flow.entry_point or "", Exposure.UNKNOWN)
        return weight.get(flow.channel, len(weight)), _EXPOSURE_ORDER.index(exposure), len(flow.steps)

    return sorted(result.flows, key=key)


def grouped_by_start(ordered: Sequence[Flow]) -> list[list[Flow]]:
    """Flows of one entry point together; those without one by their first step."""
    groups: dict[object, list[Flow]] = {}
    for flow in ordered:
        groups.setdefault(flow.entry_point or flow.steps[:1], []).append(flow)
    return list(groups.values())


def distinct(detections: Iterable[Detection]) -> list[Detection]:
    """The most telling first, one per line and role; a second pattern that says the same adds nothing."""
    first: dict[tuple[str, Role], Detection] = {}
    for found in _by_importance(detections):
        first.setdefault((str(found.location), found.role), found)
    return list(first.values())


def place_of(channel: Channel) -> Location | None:
    """Where a channel shows best."""
    return next((found.location for found in _by_importance(channel.detections)), None)


def _by_importance(detections: Iterable[Detection]) -> list[Detection]:
    """Production before the rest, sends before the rest, and one place of each pattern before a second."""
    repeats: Counter[str] = Counter()
    keyed = []
    for found in sorted(detections, key=lambda each: (each.context is not Context.PRODUCTION, each.location)):
        key = (
            found.context is not Context.PRODUCTION,
            repeats[found.pattern],
            _ROLE_ORDER.index(found.role) if found.role in _ROLE_ORDER else len(_ROLE_ORDER),
            _STRENGTH_ORDER.index(found.strength),
            found.location,
        )
        repeats[found.pattern] += 1
        keyed.append((key, found))
    return [found for _, found in sorted(keyed, key=lambda pair: pair[0])]
