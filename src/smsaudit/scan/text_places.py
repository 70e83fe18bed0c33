"""Lines and columns of offsets that are met in any order."""

from __future__ import annotations

import re
from bisect import bisect_right

from smsaudit.model.location import Place


class Places:
    """The places of one text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(self, start: int, end: int) -> Place:
        """The place between two offsets."""
        first = bisect_right(self._starts, start)
        return Place(first, start - self._starts[first - 1] + 1, bisect_right(self._starts, max(start, end)))
