"""Python source in, facts out, with the parts that tests compare spelled short."""

from __future__ import annotations

import ast

from smsaudit.model.fact import Bound, Called, Facts
from smsaudit.model.gap import Gap
from smsaudit.model.location import TreePath
from smsaudit.model.value import Attribute, Name, Value
from smsaudit.scan.python.builder import Builder
from smsaudit.scan.python.scanner import PythonScanner
from smsaudit.scan.python.statements import read_body

PATH = TreePath("app.py")


def scan(text: str) -> tuple[Facts, tuple[Gap, ...]]:
    """Facts and gaps of a module."""
    return PythonScanner().scan(PATH, text)


def facts(text: str) -> Facts:
    """Facts of a module that has no gap."""
    found, gaps = scan(text)
    assert gaps == ()
    return found


def of_tree(tree: ast.Module, text: str) -> Facts:
    """Facts of a module whose tree is at hand."""
    builder = Builder(text)
    read_body(builder, tree.body)
    return builder.facts(())


def bound(text: str, name: str = "x") -> list[Value]:
    """Values that a module binds to a name, in order."""
    return [each.value for each in _bindings(text, name)]


def binding(text: str, name: str = "x") -> Bound:
    """The only binding of a name."""
    (only,) = _bindings(text, name)
    return only


def call(text: str, name: str = "send") -> Called:
    """The only call of a name or method."""
    (only,) = calls(facts(text), name)
    return only


def calls(found: Facts, name: str = "send") -> list[Called]:
    """All calls of a name or method, in order."""
    return [each for each in found.calls if last(each.callee) == name]


def last(value: Value) -> str:
    """The last name of a dotted callee."""
    return value.name if isinstance(value, Name | Attribute) else ""


def _bindings(text: str, name: str) -> list[Bound]:
    return [each for each in facts(text).bindings if each.name == name]
