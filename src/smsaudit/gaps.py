"""Which gaps could hide a sender."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from smsaudit.model.flow import Channel
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.lines import lines_of
from smsaudit.model.location import TreePath
from smsaudit.scan.names import language_of, may_be_script

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
_READ_IN_PART = frozenset((GapKind.LIMIT, GapKind.NOTEBOOK))
_IMPORTS = re.compile(
    r"^[ \t]*(?:import|from)[ \t]+(?!__future__\b|typing\b|enum\b|dataclasses\b|collections\b)|__import__",
    re.MULTILINE,
)
"""Gets something that could send."""


def bearing(
    gaps: Iterable[Gap],
    relevant: Mapping[TreePath, frozenset[bytes]],
    channels: Iterable[Channel],
    text_of: Callable[[TreePath], str],
) -> tuple[Gap, ...]:
    """The gaps, sorted; a file that carries a signature needle in what could not be read bears on the verdict.

    `relevant` are such files of production code, with their needles in small letters.
    """
    seen = {
        detection.location.path
        for channel in channels
        if channel.production
        for detection in channel.detections
    }

    def hides(gap: Gap) -> bool:
        if gap.path not in relevant or gap.path in seen:
            return False
        is_cut = gap.kind in _READ_IN_PART
        is_code = gap.kind is not GapKind.UNDECODABLE or not may_be_script(gap.path)
        return (gap.kind in _UNREAD and is_code) or (
            is_cut and _ends_before(gap, relevant[gap.path], text_of(gap.path))
        )

    found = {replace(gap, bears=True) if hides(gap) else gap for gap in gaps}
    return tuple(
        sorted(found, key=lambda gap: (not gap.bears, gap.path, gap.kind, gap.line or 0, gap.reason))
    )


def _ends_before(gap: Gap, needles: Iterable[bytes], text: str) -> bool:
    """Whether a file was read up to a line on which, or behind which, one of its needles stands; not at all, without a line.

    Of code that imports nothing, whatever it lists, no line sends.
    """
    if gap.line is None and language_of(gap.path) == "python" and _IMPORTS.search(text) is None:
        return False
    rest = "\n".join(lines_of(text)[(gap.line or 1) - 1 :]).lower().encode()
    return any(needle in rest for needle in needles)
