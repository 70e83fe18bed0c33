"""Two results side by side."""

from __future__ import annotations

from smsaudit.diff import delta
from smsaudit.diff.edits import Edits
from smsaudit.diff.flip import flip_of
from smsaudit.diff.lines import changed_lines
from smsaudit.model.comparison import Comparison, Direction, Gate, Side


def compared(before: Side, after: Side, edits: Edits, gate: Gate) -> Comparison:
    """What the change between two sides does; both were audited by the same settings."""
    old, new = before.result, after.result
    direction = _direction(before, after)
    channels, flows = delta.channels(old, new), delta.flows(old, new)
    return Comparison(
        before=before,
        after=after,
        direction=direction,
        flip=flip_of(old, new, direction, edits),
        channels=channels,
        flows=flows,
        entry_points=delta.entry_points(old, new),
        conditions=delta.conditions(old, new),
        licences=delta.licences(old, new),
        duties=delta.duties(old, new),
        gaps=delta.gaps(old, new),
        units=delta.units(old, new),
        gate=gate,
        lines=changed_lines(old, new, channels, flows, edits),
        violations=delta.violations(old, new),
    )


def _direction(before: Side, after: Side) -> Direction:
    old, new = before.result.whole.verdict, after.result.whole.verdict
    if new.leaf.rank == old.leaf.rank:
        return Direction.SAME
    if new.leaf.rank > old.leaf.rank:
        return Direction.WORSE
    return Direction.UNCLEAR if new.label == "undetermined" else Direction.BETTER
