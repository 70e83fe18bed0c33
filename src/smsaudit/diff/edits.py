"""Which lines a change touches, found in linear time whatever the files hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from smsaudit.model.location import Location, TreePath

Text = Callable[[TreePath], str]

_BREAK = re.compile(r"\r\n|\r|\n")
_MOST_CANDIDATES = 50
_ALIKE = 0.5
"""Share of lines that two files have in common when one is the other renamed; git's own threshold."""


class Edits:
    """The edits between two trees; texts are asked for only where a question needs them."""

    def __init__(
        self, before: Collection[TreePath], after: Collection[TreePath], old_text: Text, new_text: Text
    ) -> None:
        self._before = before
        self._after = after
        self._old_text = old_text
        self._new_text = new_text
        self._new: dict[TreePath, frozenset[int]] = {}
        self._gone: dict[TreePath, frozenset[int]] = {}

    def new_line(self, location: Location) -> int | None:
        """The first line of a place in the tree after the change that was added or edited; None if none was."""
        path = location.path
        if path not in self._new:
            self._new[path] = _unmatched(self._old_lines(path), _lines(self._new_text(path)))
        return _first(location, self._new[path])

    def gone_line(self, location: Location) -> int | None:
        """The first line of a place in the tree before the change that was taken away or edited."""
        path = location.path
        if path not in self._gone:
            now = self.renamed_to(path)
            after = _lines(self._new_text(now)) if now else []
            self._gone[path] = _unmatched(after, _lines(self._old_text(path)))
        return _first(location, self._gone[path])

    def renamed_from(self, path: TreePath) -> TreePath | None:
        """What a file was called before; its own name where that did not change, None for a new file."""
        return path if path in self._before else self._twin(path, self._new_text, self._before, self._after)

    def renamed_to(self, path: TreePath) -> TreePath | None:
        """What a file is called now; None where it is gone."""
        return path if path in self._after else self._twin(path, self._old_text, self._after, self._before)

    def line(self, location: Location, number: int, *, old: bool = False) -> str:
        """A line of a file, without its end."""
        lines = _lines((self._old_text if old else self._new_text)(location.path))
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def _old_lines(self, path: TreePath) -> list[str]:
        before = self.renamed_from(path)
        return _lines(self._old_text(before)) if before else []

    def _twin(
        self, path: TreePath, own: Text, there: Collection[TreePath], here: Collection[TreePath]
    ) -> TreePath | None:
        """The file that is only on the other side and has most lines in common."""
        ending = path.rpartition(".")[2]
        name = path.rpartition("/")[2]
        alone = sorted(
            (other for other in there if other not in here and other.endswith(ending)),
            key=lambda other: (other.rpartition("/")[2] != name, other),
        )[:_MOST_CANDIDATES]
        lines = _lines(own(path))
        text = self._old_text if there is self._before else self._new_text
        scored = [(_likeness(lines, _lines(text(other))), other) for other in alone]
        score, twin = max(scored, default=(0.0, None), key=lambda pair: pair[0])
        return twin if score >= _ALIKE else None


def _lines(text: str) -> list[str]:
    return _BREAK.split(text)


def _unmatched(one: Sequence[str], other: Sequence[str]) -> frozenset[int]:
    """Numbers (from 1) of the lines of `other` that `one` does not have.

    Between the common head and tail each line is matched with one of the same text, in whatever order: a line
    that only moved is not new.
    """
    shorter = min(len(one), len(other))
    head = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    room = shorter - head
    tail = next((at for at in range(room) if one[-1 - at] != other[-1 - at]), room)
    left = Counter(one[head : len(one) - tail])
    found = set()
    for number in range(head, len(other) - tail):
        if left[other[number]] > 0:
            left[other[number]] -= 1
        else:
            found.add(number + 1)
    return frozenset(found)


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    common = Counter(one) & Counter(other)
    return sum(common.values()) / max(len(one), len(other), 1)


def _first(location: Location, lines: frozenset[int]) -> int | None:
    place = location.place
    return next((number for number in range(place.line, place.end_line + 1) if number in lines), None)
