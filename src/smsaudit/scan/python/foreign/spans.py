"""Where the nodes of a LibCST tree stand, told as Python's own parser tells it.

LibCST notes no positions. A pass of its code generator tells where in the stream of tokens each node begins and ends.
`CodegenState` is semi-private: a test compares what comes of it with Python's own parser.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import libcst as cst
from libcst._nodes.internal import CodegenState

Span = tuple[int, int, int, int]
"""First line, first column, last line and the column behind: lines from one, columns from zero and in bytes of UTF-8."""


class _Noting(CodegenState):
    def __init__(self, module: cst.Module) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}

    def before_codegen(self, node: cst.CSTNode) -> None:
        self.starts[id(node)] = len(self.tokens)

    def after_codegen(self, node: cst.CSTNode) -> None:
        self.ends[id(node)] = len(self.tokens)


class Spans:
    """Of all nodes in a module."""

    def __init__(self, module: cst.Module) -> None:
        self._module = module  # nodes are known by their identity as long as it lives
        state = _Noting(module)
        module._codegen(state)  # noqa: SLF001 - see the module's docstring
        self._starts, self._ends, self._tokens = state.starts, state.ends, state.tokens
        self._lines, self._columns = _positions(state.tokens)

    def of(self, node: cst.CSTNode) -> Span:
        """From the first to the last token of `node`, without brackets that only surround it.

        A definition begins with its name, and an import with its module: what stands before them has no node.
        """
        named = _anchor(node)
        first, last = self._tokens_of(node)
        if named is not None:
            first, _ = self._tokens_of(named)
        return (
            self._lines[first],
            self._columns[first],
            self._lines[last + 1],
            self._columns[last + 1],
        )

    def _tokens_of(self, node: cst.CSTNode) -> tuple[int, int]:
        start = self._starts.get(id(node), 0)
        end = max(self._ends.get(id(node), start) - 1, start)
        opening = getattr(node, "lpar", None)
        closing = getattr(node, "rpar", None)
        if isinstance(opening, tuple | list) and opening and isinstance(closing, tuple | list):
            if isinstance(node, cst.Tuple):  # its own brackets, however many surround them
                return self._starts[id(opening[-1])], self._ends[id(closing[0])] - 1
            start = self._ends[id(opening[-1])]
            end = max(self._starts[id(closing[0])] - 1, start)
        while end > start and self._is_blank(end):  # lines after a definition that belong to nothing
            end -= 1
        return start, min(end, len(self._tokens) - 1)

    def _is_blank(self, token: int) -> bool:
        text = self._tokens[token] if token < len(self._tokens) else ""
        return not text.strip() or text.startswith("#")


def _anchor(node: cst.CSTNode) -> cst.CSTNode | None:
    match node:
        case cst.FunctionDef(name=name) | cst.ClassDef(name=name):
            return name
        case cst.ImportFrom(module=module):
            return module
        case _:
            return None


def _positions(tokens: Sequence[str]) -> tuple[list[int], list[int]]:
    counts = (token.count("\n") if "\n" in token else token.count("\r") for token in tokens)
    lines = list(accumulate(counts, initial=1))
    columns, column = [0], 0
    for token in tokens:
        cut = max(token.rfind("\n"), token.rfind("\r")) + 1
        width = len(token[cut:].encode("utf-8", "replace"))
        column = width if cut else column + width
        columns.append(column)
    return lines, columns
