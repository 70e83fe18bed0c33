"""Who can make a tree send, and through what: the ways that a change opens, closes or makes conditional."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from smsaudit.model.comparison import Comparison, Side
from smsaudit.model.flow import EntryPoint, Flow
from smsaudit.model.law import fill
from smsaudit.model.location import Location
from smsaudit.model.words import Words
from smsaudit.report.change import wording
from smsaudit.report.change.item import Item, Sign
from smsaudit.report.wording import EXPOSURES


def ways(comparison: Comparison) -> Iterator[Item]:
    """Entry points that are open to others than before, and the ways to a channel."""
    yield from _exposures(comparison)
    yield from _flows(comparison)


def _exposures(comparison: Comparison) -> Iterator[Item]:
    for old, new in comparison.entry_points.changed:
        text = fill(
            wording.OTHER_EXPOSURE,
            entry=entry_name(new),
            before=EXPOSURES[old.exposure],
            after=EXPOSURES[new.exposure],
        )
        yield Item(sign=Sign.CHANGED, text=text, location=new.location)


def _flows(comparison: Comparison) -> Iterator[Item]:
    delta = comparison.flows
    named = {flow.channel for flow in (*delta.added, *delta.removed) if flow.entry_point}
    added = _by_ends(_telling(delta.added, named), comparison.after)
    removed = _by_ends(_telling(delta.removed, named), comparison.before)
    for ends, flows in added.items():
        if len(flows) == 1 and len(removed.get(ends, ())) == 1:
            yield _otherwise(removed.pop(ends)[0], flows[0], comparison)
        else:
            yield from (_flow(flow, comparison, Sign.ADDED) for flow in flows)
    for flows in removed.values():
        yield from (_flow(flow, comparison, Sign.REMOVED) for flow in flows)


def _by_ends(flows: Iterable[Flow], side: Side) -> dict[tuple[str, str], list[Flow]]:
    """Ways from one start to one channel together."""
    found: dict[tuple[str, str], list[Flow]] = {}
    for flow in flows:
        found.setdefault((_start(flow, side)[0], flow.channel), []).append(flow)
    return found


def _otherwise(old: Flow, new: Flow, comparison: Comparison) -> Item:
    """The same way under another condition."""
    name, start = _start(new, comparison.after)
    before, after = (
        fill(wording.IF, condition=flow.condition) if flow.condition else wording.ALWAYS
        for flow in (old, new)
    )
    channel = _channel_name(new, comparison.after)
    text = fill(wording.FLOW_OTHERWISE, entry=name, name=channel, before=before, after=after)
    return Item(sign=Sign.CHANGED, text=text, location=comparison.lines.flows.get(new) or start)


def _telling(flows: Iterable[Flow], named: Collection[str]) -> Iterator[Flow]:
    """Ways that nobody was found to take say nothing more where a named way came or went."""
    return (flow for flow in flows if flow.entry_point or flow.channel not in named)


def _flow(flow: Flow, comparison: Comparison, sign: Sign) -> Item:
    side = comparison.before if sign is Sign.REMOVED else comparison.after
    name, start = _start(flow, side)
    entry = _entry(flow, side)
    who = EXPOSURES[entry.exposure] if entry else wording.NO_ENTRY
    told = wording.FLOW_IF if flow.condition else wording.FLOW
    text = fill(told, entry=name, name=_channel_name(flow, side), who=who, condition=flow.condition)
    location = comparison.lines.flows.get(flow) or start
    return Item(sign=sign, text=text, location=location, in_before=sign is Sign.REMOVED)


def _start(flow: Flow, side: Side) -> tuple[str, Location | None]:
    """Where a way begins: its entry point, or the first function that is known."""
    entry = _entry(flow, side)
    if entry is not None:
        return entry_name(entry), entry.location
    first = flow.steps[0] if flow.steps else None
    return (first.name, first.location) if first else ("?", None)


def _entry(flow: Flow, side: Side) -> EntryPoint | None:
    return next((entry for entry in side.result.entry_points if entry.id == flow.entry_point), None)


def _channel_name(flow: Flow, side: Side) -> Words:
    names = (
        judged.channel.name for judged in side.result.whole.judgements if judged.channel.id == flow.channel
    )
    return next(names, Words(flow.channel, flow.channel))


def entry_name(entry: EntryPoint) -> str:
    """A route with the name of what answers it, or the name alone."""
    return f"{entry.route} ({entry.name})" if entry.route else entry.name
