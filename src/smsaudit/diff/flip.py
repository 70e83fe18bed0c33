"""The one place to look at when a verdict changed.

Everything that carries a verdict has a place: what was detected, the far end's address, the calls that lead to it,
who may make them. Of these, the change is where the evidence stands on a line that the change touches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from smsaudit.diff import wording
from smsaudit.diff.clues import Clue, acting, acts, choices, surroundings
from smsaudit.diff.edits import Edits
from smsaudit.model.comparison import Direction, Flip
from smsaudit.model.law import fill
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.redaction import redacted
from smsaudit.model.result import AuditResult
from smsaudit.model.verdict import Judgement

_LONGEST = 2_000
"""Characters of a line that are looked at; some files have but one line."""
_PLACE = re.compile(r"(.+):(\d+)")


def flip_of(before: AuditResult, after: AuditResult, direction: Direction, edits: Edits) -> Flip | None:
    """The change that tipped the verdict; None where it is the same, or nothing shows what did."""
    match direction:
        case Direction.SAME:
            return None
        case Direction.WORSE | Direction.UNCLEAR:
            return (
                _first(_carriers(after, before, edits), edits)
                or _first(_carriers(before, after, edits, gone=True), edits, gone=True)
                or _around(after, edits)
            )
        case Direction.BETTER:
            return (
                _first(_carriers(before, after, edits, gone=True), edits, gone=True)
                or _first(_carriers(after, before, edits), edits)
                or _around(after, edits)
            )


def _first(clues: Iterator[Clue], edits: Edits, *, gone: bool = False) -> Flip | None:
    """The first clue on a line that was added, or taken away."""
    for clue in clues:
        line = (edits.gone_line if gone else edits.new_line)(clue.location)
        if line is not None:
            return _flip(clue, edits, line, gone=gone)
    return None


def _flip(clue: Clue, edits: Edits, line: int, *, gone: bool = False) -> Flip:
    return Flip(
        location=Location(clue.location.path, Place(line)),
        text=clue.text,
        code=redacted(edits.line(clue.location, line, old=gone).strip()[:_LONGEST]),
        in_before=gone,
        replaced_by=edits.replacement(Location(clue.location.path, Place(line))) if gone else None,
    )


def _carriers(own: AuditResult, other: AuditResult, edits: Edits, *, gone: bool = False) -> Iterator[Clue]:
    """Places that carry the verdict of `own`; those of channels that `other` judges differently come first."""
    judgements = _deciding(own, other)
    for judged in judgements:
        yield from acts(judged.channel, gone=gone)
    for judged in judgements:
        yield from surroundings(own, judged.channel, gone=gone)
        if not gone:
            yield from choices(judged.channel, edits)
    for gap in sorted(gap for gap in own.gaps if gap.bears):
        yield Clue(Location(gap.path, Place(gap.line or 1)), wording.unseen(gap.reason, gone=gone))
    for reason in own.whole.verdict.because:
        place = _PLACE.fullmatch(reason.location)
        if place:
            yield Clue(Location(TreePath(place[1]), Place(int(place[2]))), reason.text)


def _deciding(own: AuditResult, other: AuditResult) -> list[Judgement]:
    """The channels on the verdict's leaf, those first that are not on it on the other side."""
    elsewhere = {judged.channel.id: judged.leaf.id for judged in other.whole.judgements if judged.counted}
    decisive = [
        judged
        for judged in own.whole.judgements
        if judged.counted and judged.leaf.id == own.whole.verdict.leaf.id
    ]
    return sorted(decisive, key=lambda judged: elsewhere.get(judged.channel.id) == judged.leaf.id)


def _around(after: AuditResult, edits: Edits) -> Flip | None:
    """Nothing that carries the verdict was touched: the file that moved into the product, else the main reason."""
    for judged in _deciding(after, after):
        for found in acting(judged.channel):
            origin = edits.renamed_from(found.location.path)
            if origin is not None and origin != found.location.path:
                clue = Clue(found.location, fill(wording.MOVED, origin=origin, name=judged.channel.name))
                return _untouched(clue, edits)
    reasons = (reason for reason in after.whole.verdict.because if _PLACE.fullmatch(reason.location))
    for reason in reasons:
        path, _, line = reason.location.rpartition(":")
        return _untouched(Clue(Location(TreePath(path), Place(int(line))), reason.text), edits)
    return None


def _untouched(clue: Clue, edits: Edits) -> Flip:
    return replace(_flip(clue, edits, clue.location.line), on_changed_line=False)
