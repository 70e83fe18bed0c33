"""Expressions beside those of Python's own parser."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

import libcst as cst

from smsaudit.scan.python.twins.walk import Pairing, Spot, Unlike, Walk, size


def _attribute(walk: Walk, node: cst.Attribute, twin: ast.Attribute) -> None:
    walk.pair(node.value, twin.value)
    line, column = twin.end_lineno or 0, twin.end_col_offset or 0
    walk.spot(node.attr, line, column - size(node.attr.value))


def _call(walk: Walk, node: cst.Call, twin: ast.Call) -> None:
    walk.pair(node.func, twin.func)
    arguments(walk, node.args, twin.args, twin.keywords)


def arguments(
    walk: Walk, nodes: Sequence[cst.Arg], positional: Sequence[ast.expr], keywords: Sequence[ast.keyword]
) -> None:
    """Arguments of a call, or bases and keywords of a class."""
    if len(nodes) != len(positional) + len(keywords):
        raise Unlike
    values, named = iter(positional), iter(keywords)
    for node in nodes:
        if node.keyword is not None or node.star == "**":
            keyword = next(named)
            walk.spot(node.keyword, keyword.lineno, keyword.col_offset)
            walk.pair(node.value, keyword.value)
        else:
            value: Any = next(values)
            walk.pair(node.value, value.value if node.star else value)


def _subscript(walk: Walk, node: cst.Subscript, twin: ast.Subscript) -> None:
    walk.pair(node.value, twin.value)
    is_one = len(node.slice) == 1 and isinstance(node.slice[0].comma, cst.MaybeSentinel)
    is_starred = is_one and getattr(node.slice[0].slice, "star", None) is not None
    items: Any = [twin.slice] if is_one and not is_starred else getattr(twin.slice, "elts", ())
    for element, item in zip(node.slice, items, strict=True):
        match element.slice:
            case cst.Index(value=value, star=star):
                walk.pair(value, item.value if star is not None else item)
            case cst.Slice(lower=lower, upper=upper, step=step):
                walk.pair(lower, item.lower)
                walk.pair(upper, item.upper)
                walk.pair(step, item.step)
            case _:
                raise Unlike


def _sequence(walk: Walk, node: Any, twin: Any) -> None:
    for element, item in zip(node.elements, twin.elts, strict=True):
        walk.pair(element.value, item.value if isinstance(element, cst.StarredElement) else item)
    if isinstance(node, cst.Tuple) and node.lpar:  # whose brackets only surround it
        start = twin.elts[0].col_offset if twin.elts else twin.col_offset + 1
        first, last = (twin.elts[0], twin.elts[-1]) if twin.elts else (twin, twin)
        walk.place(node, Spot(first.lineno, start, last.end_lineno))


def _mapping(walk: Walk, node: cst.Dict, twin: ast.Dict) -> None:
    for element, key, value in zip(node.elements, twin.keys, twin.values, strict=True):
        walk.pair(getattr(element, "key", None), key)
        walk.pair(element.value, value)


def _binary(walk: Walk, node: cst.BinaryOperation, twin: ast.BinOp) -> None:
    walk.pair(node.left, twin.left)
    walk.pair(node.right, twin.right)


def _boolean(walk: Walk, node: cst.BooleanOperation, twin: ast.BoolOp) -> None:
    operands: list[cst.BaseExpression] = []
    left: cst.BaseExpression = node
    while isinstance(left, cst.BooleanOperation) and (left is node or _goes_on(left, node)):
        operands.append(left.right)
        left = left.left
    operands.append(left)
    walk.pairs(reversed(operands), twin.values)


def _goes_on(inner: cst.BooleanOperation, outer: cst.BooleanOperation) -> bool:
    return not inner.lpar and type(inner.operator) is type(outer.operator)


def _comparison(walk: Walk, node: cst.Comparison, twin: ast.Compare) -> None:
    walk.pair(node.left, twin.left)
    walk.pairs((target.comparator for target in node.comparisons), twin.comparators)


def _unary(walk: Walk, node: cst.UnaryOperation, twin: ast.UnaryOp) -> None:
    walk.pair(node.expression, twin.operand)


def _conditional(walk: Walk, node: cst.IfExp, twin: ast.IfExp) -> None:
    walk.pair(node.test, twin.test)
    walk.pair(node.body, twin.body)
    walk.pair(node.orelse, twin.orelse)


def _lambda(walk: Walk, node: cst.Lambda, twin: ast.Lambda) -> None:
    parameters(walk, node.params, twin.args)
    walk.pair(node.body, twin.body)


def _comprehension(walk: Walk, node: Any, twin: Any) -> None:
    if isinstance(node, cst.DictComp):
        walk.pair(node.key, twin.key)
        walk.pair(node.value, twin.value)
    else:
        walk.pair(node.elt, twin.elt)
    if isinstance(node, cst.GeneratorExp):  # whose brackets may be those of a call
        last = twin.generators[-1]
        end = (last.ifs or [last.iter])[-1].end_lineno
        walk.place(node, Spot(twin.elt.lineno, twin.elt.col_offset, end))
    clause: cst.CompFor | None = node.for_in
    for generator in twin.generators:
        if clause is None:
            raise Unlike
        walk.pair(clause.target, generator.target)
        walk.pair(clause.iter, generator.iter)
        walk.pairs((each.test for each in clause.ifs), generator.ifs)
        clause = clause.inner_for_in


def _named(walk: Walk, node: cst.NamedExpr, twin: ast.NamedExpr) -> None:
    walk.pair(node.target, twin.target)
    walk.pair(node.value, twin.value)


def _await(walk: Walk, node: cst.Await, twin: ast.Await) -> None:
    walk.pair(node.expression, twin.value)


def _yield(walk: Walk, node: cst.Yield, twin: ast.Yield | ast.YieldFrom) -> None:
    walk.pair(node.value.item if isinstance(node.value, cst.From) else node.value, twin.value)


def parameters(walk: Walk, node: cst.Parameters, twin: ast.arguments) -> None:
    """Names, annotations and defaults of what a function or lambda takes."""
    positional = [*twin.posonlyargs, *twin.args]
    defaults = [*[None] * (len(positional) - len(twin.defaults)), *twin.defaults]
    for each, arg, default in zip((*node.posonly_params, *node.params), positional, defaults, strict=True):
        _parameter(walk, each, arg, default)
    for each, arg, default in zip(node.kwonly_params, twin.kwonlyargs, twin.kw_defaults, strict=True):
        _parameter(walk, each, arg, default)
    if isinstance(node.star_arg, cst.Param) and twin.vararg is not None:
        _parameter(walk, node.star_arg, twin.vararg, None)
    if node.star_kwarg is not None and twin.kwarg is not None:
        _parameter(walk, node.star_kwarg, twin.kwarg, None)


def _parameter(walk: Walk, node: cst.Param, twin: ast.arg, default: ast.expr | None) -> None:
    walk.spot(node.name, twin.lineno, twin.col_offset)
    if node.annotation is not None and not isinstance(twin.annotation, ast.Starred):
        walk.pair(node.annotation.annotation, twin.annotation)
    walk.pair(node.default, default)


def _text(walk: Walk, node: cst.CSTNode, twin: ast.expr) -> None:
    walk.texts.append((node, twin.lineno, twin.col_offset))


def _leaf(_walk: Walk, _node: object, _twin: object) -> None:
    """Nothing inside is named by a fact."""


EXPRESSIONS: Mapping[type, Pairing] = {
    cst.Name: ((ast.Name, ast.Constant), _leaf),
    cst.Integer: (ast.Constant, _leaf),
    cst.SimpleString: (ast.Constant, _leaf),
    cst.ConcatenatedString: ((ast.Constant, ast.JoinedStr), _text),
    cst.FormattedString: (ast.JoinedStr, _text),
    cst.Attribute: (ast.Attribute, _attribute),
    cst.Call: (ast.Call, _call),
    cst.Subscript: (ast.Subscript, _subscript),
    cst.List: (ast.List, _sequence),
    cst.Tuple: (ast.Tuple, _sequence),
    cst.Set: (ast.Set, _sequence),
    cst.Dict: (ast.Dict, _mapping),
    cst.BinaryOperation: (ast.BinOp, _binary),
    cst.BooleanOperation: (ast.BoolOp, _boolean),
    cst.Comparison: (ast.Compare, _comparison),
    cst.UnaryOperation: (ast.UnaryOp, _unary),
    cst.IfExp: (ast.IfExp, _conditional),
    cst.Lambda: (ast.Lambda, _lambda),
    cst.ListComp: (ast.ListComp, _comprehension),
    cst.SetComp: (ast.SetComp, _comprehension),
    cst.GeneratorExp: (ast.GeneratorExp, _comprehension),
    cst.DictComp: (ast.DictComp, _comprehension),
    cst.NamedExpr: (ast.NamedExpr, _named),
    cst.Await: (ast.Await, _await),
    cst.Yield: ((ast.Yield, ast.YieldFrom), _yield),
}
