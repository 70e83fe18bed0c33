"""The C3 merge behind the method resolution order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def merged(lines: Sequence[Sequence[T]]) -> list[T]:
    """Every item once, in an order that keeps that of each line; where none does, the first line goes first."""
    heads = [0] * len(lines)
    later = Counter(item for line in lines for item in line[1:])
    taken: dict[T, None] = {}
    while open_lines := [number for number, line in enumerate(lines) if heads[number] < len(line)]:
        free = (number for number in open_lines if not later[lines[number][heads[number]]])
        chosen = next(free, open_lines[0])
        taken[lines[chosen][heads[chosen]]] = None
        for number in open_lines:
            _skip(lines[number], heads, number, later, taken)
    return list(taken)


def _skip(line: Sequence[T], heads: list[int], number: int, later: Counter[T], taken: dict[T, None]) -> None:
    """Move the head of a line past what was taken."""
    while heads[number] < len(line) and line[heads[number]] in taken:
        heads[number] += 1
        if heads[number] < len(line):
            later[line[heads[number]]] -= 1
