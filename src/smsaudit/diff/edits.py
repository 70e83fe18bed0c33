"""Which lines a change touches, found in linear time whatever the files hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from difflib import SequenceMatcher

from smsaudit.model.location import Location, Place, TreePath

Text = Callable[[TreePath], str]

_BREAK = re.compile(r"\r\n|\r|\n")
_MOST_CANDIDATES = 50
_MOST_TOUCHED = 1_000
_MOST_COMPARED = 120
"""Lines; which line took the place of which is found in quadratic time."""
_ALIKE = 0.5
"""Share of lines that two files have in common when one is the other renamed; git's own threshold."""


class Edits:
    """The edits between two trees; texts are asked for only where a question needs them."""

    def __init__(
        self,
        before: Collection[TreePath],
        after: Collection[TreePath],
        old_text: Text,
        new_text: Text,
        touched: Collection[TreePath] = (),
    ) -> None:
        """`touched` are the live files after the change that may not be as they were."""
        self._before = before
        self._after = after
        self._touched = touched
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

    def lines_naming(self, word: str) -> Iterator[Location]:
        """Lines that were added or edited and hold a word; those that give it a value come first."""
        whole = re.compile(rf"\b{re.escape(word)}\b(?P<given>[\"'\]]*\s*[:=](?!=))?")
        found = []
        for path in sorted(self._touched)[:_MOST_TOUCHED]:
            for number, line in enumerate(_lines(self._new_text(path)), start=1):
                at = whole.search(line)
                if at is not None and self.new_line(Location(path, Place(number))) is not None:
                    found.append((at["given"] is None, Location(path, Place(number))))
        yield from (location for _, location in sorted(found))

    def replacement(self, location: Location) -> Location | None:
        """The line that stands in the place of a line that was taken away; None where there is none."""
        path = self.renamed_to(location.path)
        if path is None:
            return None
        old, new = _lines(self._old_text(location.path)), _lines(self._new_text(path))
        head, tail = _alike(old, new)
        one, other = old[head : len(old) - tail], new[head : len(new) - tail]
        if max(len(one), len(other)) > _MOST_COMPARED:
            return None
        at = location.line - 1 - head
        for kind, first, end, there, there_end in SequenceMatcher(None, one, other).get_opcodes():
            if kind == "replace" and first <= at < end:
                return Location(path, Place(head + min(there + at - first, there_end - 1) + 1))
        return None

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
    head, tail = _alike(one, other)
    left = Counter(one[head : len(one) - tail])
    found = set()
    for number in range(head, len(other) - tail):
        if left[other[number]] > 0:
            left[other[number]] -= 1
        else:
            found.add(number + 1)
    return frozenset(found)


def _alike(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many lines two texts begin with, and end with, alike."""
    shorter = min(len(one), len(other))
    head = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    room = shorter - head
    return head, next((at for at in range(room) if one[-1 - at] != other[-1 - at]), room)


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    common = Counter(one) & Counter(other)
    return sum(common.values()) / max(len(one), len(other), 1)


def _first(location: Location, lines: frozenset[int]) -> int | None:
    place = location.place
    return next((number for number in place.lines if number in lines), None)
