"""Which line of the change is behind each difference between two audits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from types import MappingProxyType

from smsaudit.diff.clues import Clue, acts, choices, surroundings, way
from smsaudit.diff.edits import Edits
from smsaudit.model.comparison import ChangedLines, Delta
from smsaudit.model.flow import Channel, Flow
from smsaudit.model.location import Location, Place
from smsaudit.model.result import AuditResult
from smsaudit.model.verdict import Judgement

_MOST_FLOWS = 200
"""More than any report shows."""


def changed_lines(
    before: AuditResult,
    after: AuditResult,
    channels: Delta[Judgement],
    flows: Delta[Flow],
    edits: Edits,
) -> ChangedLines:
    """For channels and flows that came, went or are different."""
    came = [*channels.added, *(new for _, new in channels.changed)]
    by_channel = {
        judged.channel.id: _first(_channel(after, judged.channel, edits), edits.new_line) for judged in came
    }
    by_flow = {flow: _first(_flow(after, flow), edits.new_line) for flow in flows.added[:_MOST_FLOWS]}
    by_flow |= {flow: _first(_flow(before, flow), edits.gone_line) for flow in flows.removed[:_MOST_FLOWS]}
    return ChangedLines(
        channels=MappingProxyType({key: place for key, place in by_channel.items() if place}),
        flows=MappingProxyType({key: place for key, place in by_flow.items() if place}),
    )


def _channel(result: AuditResult, channel: Channel, edits: Edits) -> Iterator[Clue]:
    return chain(acts(channel), surroundings(result, channel), choices(channel, edits))


def _flow(result: AuditResult, flow: Flow) -> Iterator[Clue]:
    channel = next(judged.channel for judged in result.whole.judgements if judged.channel.id == flow.channel)
    return way(result, flow, channel)


def _first(clues: Iterable[Clue], changed: Callable[[Location], int | None]) -> Location | None:
    for clue in clues:
        line = changed(clue.location)
        if line is not None:
            return Location(clue.location.path, Place(line))
    return None
