"""Line and column of everything that a fact may name."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from itertools import accumulate
from typing import Any

from smsaudit.model.location import Place

_GAP = r"(?:[ \t\f]|\\\n)"
_DEFINES = re.compile(rf"(?:async{_GAP}+)?(?:def|class){_GAP}+(?=\w)")
_FROM = re.compile(rf"from\b(?:\.|{_GAP})*(?=\w)")
_AS = re.compile(rf"(?:\)|{_GAP})*as{_GAP}+(?=\w)")
_REACH = 4
"""Lines over which backslashes may part a keyword from the name behind it."""


class Places:
    """Answers where a node of one module stands: lines and columns from one, columns in characters."""

    def __init__(self, text: str) -> None:
        self._rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._starts: dict[int, tuple[int, ...]] = {}
        """At which byte each character of a line begins, for lines with others than those of ASCII."""

    @property
    def whole(self) -> Place:
        """The module."""
        return Place(1, 1, len(self._rows) - (len(self._rows) > 1 and not self._rows[-1]))

    def of(self, node: Any) -> Place:
        """The place from the first to the last token of `node`, without brackets that only surround it."""
        first, last = node, node
        if isinstance(node, ast.Tuple) and node.elts:
            first, last = node.elts[0], node.elts[-1]
        elif isinstance(node, ast.GeneratorExp):
            first, last = node.elt, (node.generators[-1].ifs or [node.generators[-1].iter])[-1]
        return Place(first.lineno, self._column(first.lineno, first.col_offset), last.end_lineno)

    def of_first(self, node: Any) -> Place:
        """The name with which `node` begins."""
        return self._spot(node.lineno, node.col_offset)

    def of_last(self, node: Any) -> Place:
        """The name with which an attribute or pattern ends."""
        name = node.attr if isinstance(node, ast.Attribute) else node.name
        return self._spot(node.end_lineno, node.end_col_offset - _size(name))

    def of_call(self, node: ast.Call) -> Place:
        """From the name of what is called to the closing bracket."""
        start = self.of_last(node.func) if isinstance(node.func, ast.Attribute) else self.of(node.func)
        return Place(start.line, start.column, node.end_lineno or start.line)

    def of_name(self, node: Any) -> Place:
        """The name of a function or class, at its definition."""
        return self._behind(_DEFINES, node.lineno, node.col_offset)

    def of_definition(self, node: Any) -> Place:
        """From the name of a function or class to its end."""
        start = self.of_name(node)
        return Place(start.line, start.column, node.end_lineno)

    def of_module(self, node: ast.ImportFrom) -> Place:
        """The module from which something is imported."""
        return self._behind(_FROM, node.lineno, node.col_offset)

    def of_caught(self, handler: Any) -> Place:
        """The name that an exception gets."""
        return self._behind(_AS, handler.type.end_lineno, handler.type.end_col_offset)

    def _behind(self, pattern: re.Pattern[str], line: int, offset: int) -> Place:
        """What follows a pattern at a place; the place itself where that is a name already."""
        column = self._column(line, offset)
        rows = self._rows[line - 1]
        if rows.endswith("\\"):
            rows = "\n".join(self._rows[line - 1 : line - 1 + _REACH])
        match = pattern.match(rows, column - 1)
        if match is None:
            return Place(line, column)
        parted = match.group().count("\n")
        first = rows.rfind("\n", match.start(), match.end()) if parted else -1
        return Place(line + parted, match.end() - first)

    def _spot(self, line: int, offset: int) -> Place:
        return Place(line, self._column(line, offset))

    def _column(self, line: int, offset: int) -> int:
        row = self._rows[line - 1]
        if row.isascii():
            return offset + 1
        if line not in self._starts:
            self._starts[line] = tuple(accumulate(map(_size, row), initial=0))
        return bisect_left(self._starts[line], offset) + 1


def _size(text: str) -> int:
    """Bytes of UTF-8."""
    return len(text) if text.isascii() else len(text.encode())
