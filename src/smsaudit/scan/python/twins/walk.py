"""Two trees of one text, walked side by side: pairs that wait, and those that were found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import libcst as cst
from msgspec import Struct

Pairing = tuple[type | tuple[type, ...], Callable[["Walk", Any, Any], None]]
"""What the twin of a node has to be, and how what is inside both is paired."""


class Spot(Struct, frozen=True):
    """A place as Python's parser counts: lines from one, columns from zero and in bytes of UTF-8."""

    lineno: int
    col_offset: int
    end_lineno: int


class Twins(Struct, frozen=True):
    """What was found."""

    nodes: dict[int, Any]
    """By the identity of a node: what has `lineno`, `col_offset` and `end_lineno`."""
    texts: list[tuple[cst.CSTNode, int, int]]
    """Texts with something inside, and where they begin; what is inside has no twin."""
    statements: list[int]
    """Lines on which statements begin, sorted."""


class Unlike(Exception):  # noqa: N818 - the ordinary answer for syntax of another version
    """The two trees do not tell the same program."""


class Walk:
    """One walk over pairs that wait."""

    def __init__(self, lines: Sequence[str], pairings: Mapping[type, Pairing]) -> None:
        self.found: dict[int, Any] = {}
        self.texts: list[tuple[cst.CSTNode, int, int]] = []
        self.statements: list[int] = []
        self._lines = lines
        self._pairings = pairings
        self._waiting: list[tuple[cst.CSTNode, Any]] = []

    def run(self) -> None:
        """Pair what waits, and what is inside that. Raises `Unlike`, or `ValueError` where numbers differ."""
        waiting, found, pairings = self._waiting, self.found, self._pairings
        while waiting:
            node, twin = waiting.pop()
            found[id(node)] = twin
            pairing = pairings.get(type(node))
            if pairing is None:
                continue
            expected, inner = pairing
            if not isinstance(twin, expected):
                raise Unlike
            inner(self, node, twin)

    def pair(self, node: cst.CSTNode | None, twin: Any) -> None:
        """Two nodes that are the same."""
        if node is not None and twin is not None:
            self._waiting.append((node, twin))
        elif node is not twin:
            raise Unlike

    def pairs(self, nodes: Iterable[cst.CSTNode], twins: Iterable[Any]) -> None:
        """As many of the one as of the other."""
        self._waiting.extend(zip(nodes, twins, strict=True))

    def body(self, nodes: Iterable[cst.CSTNode], twins: Sequence[Any]) -> None:
        """The statements of a block."""
        self.statements += [twin.lineno for twin in twins]
        self.pairs(_statements(nodes), twins)

    def place(self, node: cst.CSTNode, twin: Any) -> None:
        """A node that stands where something else does of Python's parser."""
        self.found[id(node)] = twin

    def spot(self, node: cst.CSTNode | None, line: int, column: int) -> None:
        """A node on one line that has no twin."""
        if node is not None:
            self.place(node, Spot(line, column, line))

    def behind(self, pattern: re.Pattern[str], line: int, column: int) -> int:
        """The column behind what a pattern matches at a place."""
        row = self._lines[line - 1].encode()
        match = pattern.match(row[column:].decode())
        if match is None:
            raise Unlike
        return column + size(match.group())


def size(text: str) -> int:
    """Bytes of UTF-8."""
    return len(text) if text.isascii() else len(text.encode())


def _statements(nodes: Iterable[cst.CSTNode]) -> Iterator[cst.CSTNode]:
    for node in nodes:
        if isinstance(node, cst.SimpleStatementLine):
            yield from node.body
        else:
            yield node
