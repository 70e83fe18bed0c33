"""The one place to look at when a verdict changed.

Everything that carries a verdict has a place: what was detected, the far end's address, the calls that lead to it,
who may make them. Of these, the change is where the evidence stands on a line that the change touches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from smsaudit.diff import wording
from smsaudit.diff.edits import Edits
from smsaudit.model.comparison import Direction, Flip
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.flow import Channel
from smsaudit.model.gap import Gap
from smsaudit.model.law import fill
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.redaction import redacted
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import Role
from smsaudit.model.verdict import Judgement
from smsaudit.model.words import Words

_PLACE = re.compile(r"(.+):(\d+)")
_ACTS = (Role.SEND, Role.CLIENT, Role.PROTOCOL, Role.SERVER, Role.ENDPOINT, Role.CONFIG)
"""What tips a verdict by itself, the plainest first."""


@dataclass(frozen=True, slots=True)
class _Clue:
    """A place that carries a verdict, and what happens there."""

    location: Location
    text: Words


def flip_of(before: AuditResult, after: AuditResult, direction: Direction, edits: Edits) -> Flip | None:
    """The change that tipped the verdict; None where it is the same, or nothing shows what did."""
    match direction:
        case Direction.SAME:
            return None
        case Direction.WORSE | Direction.UNCLEAR:
            return (
                _first(_clues(after, before), edits)
                or _first(_clues(before, after, gone=True), edits, gone=True)
                or _around(after, edits)
            )
        case Direction.BETTER:
            return (
                _first(_clues(before, after, gone=True), edits, gone=True)
                or _first(_clues(after, before), edits)
                or _around(after, edits)
            )


def _first(clues: Iterator[_Clue], edits: Edits, *, gone: bool = False) -> Flip | None:
    """The first clue on a line that was added, or taken away."""
    for clue in clues:
        line = (edits.gone_line if gone else edits.new_line)(clue.location)
        if line is not None:
            return _flip(clue, edits, line, gone=gone)
    return None


def _flip(clue: _Clue, edits: Edits, line: int, *, gone: bool = False) -> Flip:
    return Flip(
        location=Location(clue.location.path, Place(line)),
        text=clue.text,
        code=redacted(edits.line(clue.location, line, old=gone).strip()),
        in_before=gone,
    )


def _clues(own: AuditResult, other: AuditResult, *, gone: bool = False) -> Iterator[_Clue]:
    """Places that carry the verdict of `own`; those of channels that `other` judges differently come first."""
    judgements = _deciding(own, other)
    for judged in judgements:
        for found in _acting(judged.channel):
            yield _Clue(found.location, wording.detected(found, judged.channel, gone=gone))
    for judged in judgements:
        yield from _surroundings(own, judged, gone=gone)
    for gap in sorted(gap for gap in own.gaps if gap.bears):
        yield _gap_clue(gap)
    for reason in own.whole.verdict.because:
        place = _PLACE.fullmatch(reason.location)
        if place:
            yield _Clue(Location(TreePath(place[1]), Place(int(place[2]))), reason.text)


def _deciding(own: AuditResult, other: AuditResult) -> list[Judgement]:
    """The channels on the verdict's leaf, those first that are not on it on the other side."""
    elsewhere = {judged.channel.id: judged.leaf.id for judged in other.whole.judgements if judged.counted}
    decisive = [
        judged
        for judged in own.whole.judgements
        if judged.counted and judged.leaf.id == own.whole.verdict.leaf.id
    ]
    return sorted(decisive, key=lambda judged: elsewhere.get(judged.channel.id) == judged.leaf.id)


def _acting(channel: Channel) -> list[Detection]:
    """What decides a channel, the plainest first; what only names it comes last."""
    live = [found for found in channel.detections if found.context is Context.PRODUCTION]
    order = {role: at for at, role in enumerate(_ACTS)}
    return sorted(live, key=lambda found: (order.get(found.role, len(order)), found.location))


def _surroundings(own: AuditResult, judged: Judgement, *, gone: bool) -> Iterator[_Clue]:
    """The address, and the ways that lead to a channel."""
    channel = judged.channel
    if channel.far_end.source is not None:
        yield _Clue(channel.far_end.source, wording.addressed(channel, gone=gone))
    entries = {entry.id: entry for entry in own.entry_points}
    for flow in own.flows:
        if flow.channel != channel.id:
            continue
        for step in flow.steps:
            text = wording.called(step.name, channel, gone=gone)
            yield from (_Clue(at, text) for at in (step.called_at, step.location) if at is not None)
        entry = entries.get(flow.entry_point or "")
        if entry is not None:
            yield _Clue(entry.location, wording.entered(entry, channel, gone=gone))


def _gap_clue(gap: Gap) -> _Clue:
    return _Clue(Location(gap.path, Place(gap.line or 1)), fill(wording.UNSEEN, reason=gap.reason))


def _around(after: AuditResult, edits: Edits) -> Flip | None:
    """Nothing that carries the verdict was touched: the file that moved into the product, else the main reason."""
    for judged in _deciding(after, after):
        for found in _acting(judged.channel):
            origin = edits.renamed_from(found.location.path)
            if origin is not None and origin != found.location.path:
                clue = _Clue(found.location, fill(wording.MOVED, origin=origin, name=judged.channel.name))
                return _untouched(clue, edits)
    reasons = (reason for reason in after.whole.verdict.because if _PLACE.fullmatch(reason.location))
    for reason in reasons:
        path, _, line = reason.location.rpartition(":")
        return _untouched(_Clue(Location(TreePath(path), Place(int(line))), reason.text), edits)
    return None


def _untouched(clue: _Clue, edits: Edits) -> Flip:
    return replace(_flip(clue, edits, clue.location.line), on_changed_line=False)
