"""Line and column of every node that a fact may name.

Most are taken from Python's own parser (`twins`). What that cannot tell (the inside of texts, and files that are not
written for this version of Python) comes from a pass of LibCST's code generator, which notes where in the token stream
each node begins and ends. `CodegenState` is semi-private: a test compares both with LibCST's own `PositionProvider`,
which costs 2.5 times the parse.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

import libcst as cst
from libcst._nodes.internal import CodegenState

from smsaudit.model.location import Place
from smsaudit.scan.python.twins import twins


class Places:
    """Answers where a node of one module stands. Keep the module alive while asking."""

    def __init__(self, module: cst.Module, text: str) -> None:
        self._module = module
        self._rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        found = twins(module, text, self._rows)
        self._twins = found.nodes if found is not None else {}
        self._inside: dict[int, _Generated] = {}
        """What the generator made of texts, by the identity of each node in them."""
        if found is None:
            return
        for node, line, column in found.texts:
            indent = self._indent(found.statements, line)
            generated = _Generated(node, module, indent, line, self._column(line, column))
            self._inside |= dict.fromkeys(generated.known, generated)

    def of(self, node: cst.CSTNode) -> Place:
        """The place from the first to the last token of `node`, without brackets that only surround it."""
        if node is self._module:
            return Place(1, 1, len(self._rows) - (len(self._rows) > 1 and not self._rows[-1]))
        twin = self._twins.get(id(node))
        if twin is None:
            return (self._inside.get(id(node)) or self._whole).of(node)
        return Place(twin.lineno, self._column(twin.lineno, twin.col_offset), twin.end_lineno)

    @cached_property
    def _whole(self) -> _Generated:
        return _Generated(self._module, self._module)

    def from_to(self, first: cst.CSTNode, last: cst.CSTNode) -> Place:
        """The place that begins with `first` and ends with `last`."""
        start = self.of(first)
        return Place(start.line, start.column, self.of(last).end_line)

    def _indent(self, statements: Sequence[int], line: int) -> str:
        """How far the statement is indented to which a line belongs."""
        first = max(bisect_right(statements, line) - 1, 0)  # a decorator stands before its statement
        row = self._rows[statements[first] - 1]
        return row[: len(row) - len(row.lstrip())]

    def _column(self, line: int, offset: int) -> int:
        row = self._rows[line - 1]
        return (offset if row.isascii() else len(row.encode()[:offset].decode())) + 1


class _Noting(CodegenState):
    def __init__(self, module: cst.Module) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}

    def before_codegen(self, node: cst.CSTNode) -> None:
        self.starts[id(node)] = len(self.tokens)

    def after_codegen(self, node: cst.CSTNode) -> None:
        self.ends[id(node)] = len(self.tokens)


class _Generated:
    """Places inside `node`, whose first token without surrounding brackets stands at a line and column."""

    def __init__(
        self, node: cst.CSTNode, module: cst.Module, indent: str = "", line: int = 1, column: int = 1
    ) -> None:
        state = _Noting(module)
        state.increase_indent(indent)
        node._codegen(state)  # noqa: SLF001 - see the module's docstring
        opening = getattr(node, "lpar", None)
        before = state.ends[id(opening[-1])] if opening else 0
        self._starts = state.starts
        self._ends = state.ends
        self._tokens = [""] * before + state.tokens[before:]
        self._lines, self._columns = _positions(self._tokens, line, column)

    @property
    def known(self) -> Sequence[int]:
        """Identities of all nodes whose place can be asked for."""
        return tuple(self._starts)

    def of(self, node: cst.CSTNode) -> Place:
        """As `Places.of`."""
        start = self._starts.get(id(node), 0)
        end = max(self._ends.get(id(node), start) - 1, start)
        opening = getattr(node, "lpar", None)
        closing = getattr(node, "rpar", None)
        if isinstance(opening, tuple | list) and opening and isinstance(closing, tuple | list):
            start = self._ends[id(opening[-1])]
            end = max(self._starts[id(closing[0])] - 1, start)
        while end > start and self._is_blank(end):  # lines after a definition that belong to nothing
            end -= 1
        return Place(self._lines[start], self._columns[start], self._lines[min(end + 1, len(self._tokens))])

    def _is_blank(self, token: int) -> bool:
        text = self._tokens[token] if token < len(self._tokens) else ""
        return not text.strip() or text.startswith("#")


def _positions(tokens: Sequence[str], line: int, column: int) -> tuple[list[int], list[int]]:
    counts = (token.count("\n") if "\n" in token else token.count("\r") for token in tokens)
    lines = list(accumulate(counts, initial=line))
    columns = [column]
    for token in tokens:
        cut = max(token.rfind("\n"), token.rfind("\r"))
        column = column + len(token) if cut < 0 else len(token) - cut
        columns.append(column)
    return lines, columns
