"""Lines and columns of a text, counted the way editors do."""

from __future__ import annotations

from smsaudit.model.location import Place


def normalised(text: str) -> str:
    """`text` with plain newlines and without a byte order mark."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


class Cursor:
    """Places of ascending offsets, linear over all of them however long the lines are."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._offset = 0
        self._line = 1
        self._line_start = 0

    def place(self, start: int, end: int = 0) -> Place:
        """The place of `start`; `end` (exclusive) tells where a thing of several lines stops."""
        if start < self._offset:
            self._offset, self._line, self._line_start = 0, 1, 0
        self._line += self._text.count("\n", self._offset, start)
        newline = self._text.rfind("\n", self._offset, start)
        if newline >= 0:
            self._line_start = newline + 1
        self._offset = start
        further = self._text.count("\n", start, end) if end > start else 0
        return Place(self._line, start - self._line_start + 1, self._line + further)
