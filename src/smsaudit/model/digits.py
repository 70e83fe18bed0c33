"""Numbers in texts that anybody may have written."""

from __future__ import annotations

_MOST = 9


def small(text: str) -> int | None:
    """The number that a few decimal digits write; None for anything else, thousands of digits among it."""
    return int(text) if len(text) <= _MOST and text.isdecimal() else None
