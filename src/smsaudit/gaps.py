"""Which gaps could hide a sender."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec.structs import replace

from smsaudit.model.flow import Channel
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath

_UNREAD = frozenset(
    (
        GapKind.UNREADABLE,
        GapKind.UNDECODABLE,
        GapKind.UNPARSED,
        GapKind.TOO_DEEP,
        GapKind.TIMED_OUT,
        GapKind.CRASHED,
    )
)


def bearing(
    gaps: Iterable[Gap], relevant: Collection[TreePath], channels: Iterable[Channel]
) -> tuple[Gap, ...]:
    """The gaps, sorted; a file that carries a signature needle and could not be read bears on the verdict."""
    seen = {
        detection.location.path
        for channel in channels
        if channel.production
        for detection in channel.detections
    }
    found = {
        replace(gap, bears=True)
        if gap.kind in _UNREAD and gap.path in relevant and gap.path not in seen
        else gap
        for gap in gaps
    }
    return tuple(
        sorted(found, key=lambda gap: (not gap.bears, gap.path, gap.kind, gap.line or 0, gap.reason))
    )
