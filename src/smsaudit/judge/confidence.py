"""How firm the evidence for a leaf is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from smsaudit.judge.contradiction import Settled
from smsaudit.judge.evidence import Trace, directness, is_by_name, is_counted, is_mended
from smsaudit.judge.procedure import is_left_open
from smsaudit.model.flow import Channel
from smsaudit.model.gap import Gap
from smsaudit.model.law import LeafRow
from smsaudit.model.signature import Strength
from smsaudit.model.verdict import Confidence

_BY_STRENGTH: Mapping[Strength, Confidence] = MappingProxyType(
    {
        Strength.HIGH: Confidence.HIGH,
        Strength.MEDIUM: Confidence.MEDIUM,
        Strength.LOW: Confidence.LOW,
    }
)


def lowered(confidence: Confidence) -> Confidence:
    """One step down, never below low."""
    return Confidence(max(confidence - 1, Confidence.LOW))


def open_needs(settled: Settled, row: LeafRow) -> tuple[str, ...]:
    """The facts that the leaf needs and nobody declared."""
    return tuple(name for name in row.needs if is_left_open(settled.facts, name))


def confidence_of(
    channel: Channel, settled: Settled, row: LeafRow, trace: Trace, gaps: Iterable[Gap]
) -> Confidence:
    """High for direct evidence with every needed fact, medium with one open, low for hints; capped by the leaf."""
    if not is_counted(channel):
        return Confidence.LOW
    level = min(_BY_STRENGTH[directness(channel)], row.leaf.confidence)
    if open_needs(settled, row):
        level = min(level, Confidence.MEDIUM)
    if is_by_name(channel, trace) or is_mended(channel, gaps):
        level = lowered(level)
    if settled.contradictions:
        level = lowered(level)
    return level
