"""A result narrowed to the flows that one channel or one entry point takes part in."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from smsaudit.model.flow import EntryPoint
from smsaudit.model.result import AuditResult


def focused(result: AuditResult, what: str) -> AuditResult | None:
    """The flows of a channel (by id) or entry point (by id, name, route, path or `path:line`); None if there is none."""
    entries = {entry.id for entry in result.entry_points if what in _names(entry)}
    flows = tuple(flow for flow in result.flows if flow.channel == what or flow.entry_point in entries)
    channels = {what, *(flow.channel for flow in flows)}
    judgements = tuple(judged for judged in result.whole.judgements if judged.channel.id in channels)
    if not flows and not judgements:
        return None
    return replace(result, flows=flows, whole=replace(result.whole, judgements=judgements))


def choices(result: AuditResult) -> list[str]:
    """Everything that `focused` knows, for suggestions."""
    names = (name for entry in result.entry_points for name in _names(entry))
    return list(dict.fromkeys((*(judged.channel.id for judged in result.whole.judgements), *names)))


def _names(entry: EntryPoint) -> Iterator[str]:
    yield from filter(
        None, (entry.id, entry.name, entry.route, str(entry.location), str(entry.location.path))
    )
