"""Every node of a LibCST tree that a fact may name, beside the node of Python's own parser that says where it stands.

LibCST tells no positions; its code generator does, at the price of the parse. Python's parser takes a tenth of that and
notes them all, so both trees are walked side by side. Where they differ (syntax that this Python does not know, a
definition over several lines) there are no twins, and the generator has to tell.
"""

from __future__ import annotations

import ast
import warnings

import libcst as cst

from smsaudit.scan.python.twins.expressions import EXPRESSIONS
from smsaudit.scan.python.twins.statements import STATEMENTS
from smsaudit.scan.python.twins.walk import Twins, Unlike, Walk

_PAIRINGS = {**EXPRESSIONS, **STATEMENTS}


__all__ = ["Twins", "twins"]


def twins(module: cst.Module, text: str, lines: list[str]) -> Twins | None:
    """The twins of all nodes in a module that has these lines; None where there are none."""
    walk = Walk(lines, _PAIRINGS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
        walk.body(module.body, tree.body)
        walk.run()
    except (SyntaxError, ValueError, RecursionError, MemoryError, Unlike):
        return None
    return Twins(walk.found, walk.texts, sorted(walk.statements))
