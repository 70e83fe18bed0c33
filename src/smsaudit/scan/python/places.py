"""Line and column of every node, from one pass of LibCST's code generator.

`PositionProvider` costs 2.5 times the parse; noting where in the token stream each node begins and
ends costs 0.4 times. `CodegenState` is semi-private: a test compares the result with the provider.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import libcst as cst
from libcst._nodes.internal import CodegenState

from smsaudit.model.location import Place


class _Noting(CodegenState):
    def __init__(self, module: cst.Module) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}

    def before_codegen(self, node: cst.CSTNode) -> None:
        self.starts[id(node)] = len(self.tokens)

    def after_codegen(self, node: cst.CSTNode) -> None:
        self.ends[id(node)] = len(self.tokens)


class Places:
    """Answers where a node of one module stands. Keep the module alive while asking."""

    def __init__(self, module: cst.Module) -> None:
        state = _Noting(module)
        module._codegen(state)  # noqa: SLF001 - see the module's docstring
        self._starts = state.starts
        self._ends = state.ends
        self._tokens = state.tokens
        self._lines, self._columns = _positions(state.tokens)

    def of(self, node: cst.CSTNode) -> Place:
        """The place from the first to the last token of `node`, without brackets that only surround it."""
        start = self._starts.get(id(node), 0)
        end = max(self._ends.get(id(node), start) - 1, start)
        opening = getattr(node, "lpar", None)
        closing = getattr(node, "rpar", None)
        if isinstance(opening, tuple | list) and opening and isinstance(closing, tuple | list):
            start = self._ends[id(opening[-1])]
            end = max(self._starts[id(closing[0])] - 1, start)
        return Place(self._lines[start], self._columns[start], self._last_line(end))

    def _last_line(self, token: int) -> int:
        blank = token >= len(self._tokens) or not self._tokens[token].strip()
        return self._lines[token] if blank else self._lines[token + 1]

    def from_to(self, first: cst.CSTNode, last: cst.CSTNode) -> Place:
        """The place that begins with `first` and ends with `last`."""
        return Place(self.of(first).line, self.of(first).column, self.of(last).end_line)


def _positions(tokens: Sequence[str]) -> tuple[list[int], list[int]]:
    counts = (token.count("\n") if "\n" in token else token.count("\r") for token in tokens)
    lines = list(accumulate(counts, initial=1))
    columns = [1]
    column = 1
    for token in tokens:
        cut = max(token.rfind("\n"), token.rfind("\r"))
        column = column + len(token) if cut < 0 else len(token) - cut
        columns.append(column)
    return lines, columns
