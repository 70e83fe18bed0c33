"""Texts of which every match of a regular expression contains at least one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from smsaudit.signatures.expression import Character, Group, Item, Node, parsed

Score = Callable[[frozenset[str]], int]
"""How telling a set of texts is; 0 means useless."""

Required = tuple[tuple[frozenset[str], ...], ...]
"""Ways in which an expression can match; of a way, every set must be met, by one of its texts."""

_MOST = 64
"""More spellings than this are not multiplied out."""

_WRITTEN_OTHERWISE = frozenset("\"'`\\/&<>\t\r\n\f\v\a\0")
"""Characters that a file may spell as an escape, or at which an address is often put together."""


def literals(expression: str, score: Score, *, breaks: str = "") -> frozenset[str]:
    """The most telling set of lower-case texts of which each match contains one; empty if there is none.

    No text reaches across a character in `breaks`.
    """
    return _Extractor(score, _WRITTEN_OTHERWISE.union(breaks)).of_group(parsed(expression))


def required(expression: str, *, breaks: str = "") -> Required:
    """Everything that each match of a regular expression contains, in lower case."""
    return _Extractor(_length, _WRITTEN_OTHERWISE.union(breaks)).ways(parsed(expression))


def _length(texts: frozenset[str]) -> int:
    return min(map(len, texts), default=0)


def lowered(text: str) -> str:
    """The text with its ASCII letters in lower case, as `bytes.lower` has it."""
    if text.isascii():
        return text.lower()
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def shortest(texts: frozenset[str]) -> frozenset[str]:
    """The texts without those that contain another one."""
    if len(texts) < 2:  # noqa: PLR2004
        return texts
    return frozenset(text for text in texts if not any(other != text and other in text for other in texts))


class _Extractor:
    def __init__(self, score: Score, breaks: frozenset[str]) -> None:
        self.score = score
        self.breaks = breaks

    def of_group(self, group: Group) -> frozenset[str]:
        """The best texts of every branch together."""
        best = [self.of_branch(branch) for branch in group.branches]
        return frozenset().union(*best) if all(best) else frozenset()

    def ways(self, group: Group) -> Required:
        """For every branch, all that it needs."""
        return tuple(tuple(dict.fromkeys(self._usable(branch))) for branch in group.branches)

    def of_branch(self, branch: tuple[Item, ...]) -> frozenset[str]:
        """The most telling texts that one sequence needs."""
        return max(
            self._usable(branch),
            key=lambda texts: (self.score(texts), -len(texts), sorted(texts)),
            default=frozenset(),
        )

    def _usable(self, branch: tuple[Item, ...]) -> list[frozenset[str]]:
        return [texts for texts in map(shortest, self._candidates(branch)) if self.score(texts) > 0]

    def _candidates(self, branch: tuple[Item, ...]) -> Iterator[frozenset[str]]:
        """Unbroken stretches of the sequence, and what its mandatory groups need."""
        spelled = [self._spellings(item.node) for item in branch]
        for item, once in zip(branch, spelled, strict=True):
            if once is None and item.least and isinstance(item.node, Group):
                yield self.of_group(item.node)
        start = 0
        while start < len(branch):
            run, end = _stretch(branch, spelled, start)
            yield run
            start = max(end, start + 1)

    def _spellings(self, node: Node) -> frozenset[str] | None:
        """All texts that the node can match, if these are few."""
        if not isinstance(node, Character | Group):
            return None
        if isinstance(node, Character):
            has_cases = node.any_case and not node.text.isascii() and node.text.lower() != node.text.upper()
            return None if has_cases or node.text in self.breaks else frozenset({lowered(node.text)})
        found: set[str] = set()
        for branch in node.branches:
            run: frozenset[str] | None = frozenset({""})
            for item in branch:
                inner = self._spellings(item.node)
                if inner is None or run is None or (item.least, item.most) not in {(1, 1), (0, 1)}:
                    return None
                run = _joined(run, inner if item.least else inner | {""})
            found |= run or set()
            if run is None or len(found) > _MOST:
                return None
        return frozenset(found)


def _stretch(
    branch: tuple[Item, ...], spelled: list[frozenset[str] | None], start: int
) -> tuple[frozenset[str], int]:
    """The spellings of what stands unbroken from `start` on, and where to look for the next stretch."""
    run = frozenset({""})
    for index in range(start, len(branch)):
        item, once = branch[index], spelled[index]
        if once is None:
            return run, index + 1
        for _ in range(min(item.least, _MOST)):
            longer = _joined(run, once)
            if longer is None:
                return run, start + 1
            run = longer
        if item.most == item.least:
            continue
        if index == start and item.least:
            run = once
            continue
        longer = _joined(run, once | {""}) if (item.least, item.most) == (0, 1) else None
        if longer is None:
            return run, max(index, start + 1)
        run = longer
    return run, len(branch)


def _joined(left: frozenset[str], right: frozenset[str]) -> frozenset[str] | None:
    """Every text of `left` with every text of `right` behind it, if these are few."""
    many = len(left) * len(right)
    if many == 1:
        (head,), (tail,) = left, right
        return frozenset((head + tail,))
    if many > _MOST:
        return None
    return frozenset(a + b for a, b in product(left, right))
