"""Statements beside those of Python's own parser."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from typing import Any

import libcst as cst

from smsaudit.scan.python.twins.expressions import arguments, parameters
from smsaudit.scan.python.twins.walk import Pairing, Walk, size

_DEFINES = re.compile(r"(?:async[ \t]+)?(?:def|class)[ \t]+(?=\w)")
_FROM = re.compile(r"from[ \t]*[. \t]*(?=\w)")
_AS = re.compile(r"[ \t)]*as[ \t]+(?=\w)")


def _expression(walk: Walk, node: cst.Expr, twin: ast.Expr) -> None:
    walk.pair(node.value, twin.value)


def _assign(walk: Walk, node: cst.Assign, twin: ast.Assign) -> None:
    walk.pairs((each.target for each in node.targets), twin.targets)
    walk.pair(node.value, twin.value)


def _annotated(walk: Walk, node: cst.AnnAssign, twin: ast.AnnAssign) -> None:
    walk.pair(node.target, twin.target)
    walk.pair(node.annotation.annotation, twin.annotation)
    walk.pair(node.value, twin.value)


def _augmented(walk: Walk, node: cst.AugAssign, twin: ast.AugAssign) -> None:
    walk.pair(node.target, twin.target)
    walk.pair(node.value, twin.value)


def _return(walk: Walk, node: cst.Return, twin: ast.Return) -> None:
    walk.pair(node.value, twin.value)


def _import(walk: Walk, node: cst.Import, twin: ast.Import) -> None:
    _names(walk, node.names, twin.names)


def _names(walk: Walk, nodes: Sequence[cst.ImportAlias], twins: Sequence[ast.alias]) -> None:
    for node, twin in zip(nodes, twins, strict=True):
        walk.place(node.name, twin)


def _import_from(walk: Walk, node: cst.ImportFrom, twin: ast.ImportFrom) -> None:
    walk.spot(node.module, twin.lineno, walk.behind(_FROM, twin.lineno, twin.col_offset))
    if isinstance(node.names, cst.ImportStar):
        walk.place(node.names, twin.names[0])
    else:
        _names(walk, node.names, twin.names)


def _raise(walk: Walk, node: cst.Raise, twin: ast.Raise) -> None:
    walk.pair(node.exc, twin.exc)
    walk.pair(node.cause.item if node.cause is not None else None, twin.cause)


def _assert(walk: Walk, node: cst.Assert, twin: ast.Assert) -> None:
    walk.pair(node.test, twin.test)
    walk.pair(node.msg, twin.msg)


def _delete(walk: Walk, node: cst.Del, twin: ast.Delete) -> None:
    if isinstance(node.target, cst.Tuple) and not node.target.lpar:
        walk.pairs((element.value for element in node.target.elements), twin.targets)
    else:
        walk.pairs([node.target], twin.targets)


def _if(walk: Walk, node: cst.If, twin: ast.If) -> None:
    walk.pair(node.test, twin.test)
    walk.body(node.body.body, twin.body)
    if isinstance(node.orelse, cst.If):
        walk.pairs([node.orelse], twin.orelse)
    else:
        _else(walk, node.orelse, twin.orelse)


def _else(walk: Walk, node: cst.Else | cst.Finally | None, twins: Sequence[ast.stmt]) -> None:
    walk.body(node.body.body if node is not None else (), twins)


def _for(walk: Walk, node: cst.For, twin: ast.For | ast.AsyncFor) -> None:
    walk.pair(node.target, twin.target)
    walk.pair(node.iter, twin.iter)
    walk.body(node.body.body, twin.body)
    _else(walk, node.orelse, twin.orelse)


def _while(walk: Walk, node: cst.While, twin: ast.While) -> None:
    walk.pair(node.test, twin.test)
    walk.body(node.body.body, twin.body)
    _else(walk, node.orelse, twin.orelse)


def _try(walk: Walk, node: cst.Try | cst.TryStar, twin: Any) -> None:
    handlers: Sequence[Any] = node.handlers
    walk.body(node.body.body, twin.body)
    for handler, caught in zip(handlers, twin.handlers, strict=True):
        walk.pair(handler.type, caught.type)
        if handler.name is not None:
            column = walk.behind(_AS, caught.type.end_lineno, caught.type.end_col_offset)
            walk.spot(handler.name.name, caught.type.end_lineno, column)
        walk.body(handler.body.body, caught.body)
    _else(walk, node.orelse, twin.orelse)
    _else(walk, node.finalbody, twin.finalbody)


def _with(walk: Walk, node: cst.With, twin: ast.With | ast.AsyncWith) -> None:
    for item, managed in zip(node.items, twin.items, strict=True):
        walk.pair(item.item, managed.context_expr)
        walk.pair(item.asname.name if item.asname is not None else None, managed.optional_vars)
    walk.body(node.body.body, twin.body)


def _match(walk: Walk, node: cst.Match, twin: ast.Match) -> None:
    walk.pair(node.subject, twin.subject)
    for case, own in zip(node.cases, twin.cases, strict=True):
        _pattern(walk, case.pattern, own.pattern)
        walk.pair(case.guard, own.guard)
        walk.body(case.body.body, own.body)


def _pattern(walk: Walk, node: cst.MatchPattern, twin: Any) -> None:
    """Of patterns only those are paired that compare with one value, or bind one name."""
    if isinstance(node, cst.MatchValue):
        walk.pair(node.value, twin.value)
    elif isinstance(node, cst.MatchAs) and node.name is not None:
        walk.spot(node.name, twin.end_lineno, twin.end_col_offset - size(node.name.value))


def _function(walk: Walk, node: cst.FunctionDef, twin: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    walk.pairs((each.decorator for each in node.decorators), twin.decorator_list)
    walk.spot(node.name, twin.lineno, walk.behind(_DEFINES, twin.lineno, twin.col_offset))
    parameters(walk, node.params, twin.args)
    walk.pair(node.returns.annotation if node.returns is not None else None, twin.returns)
    walk.body(node.body.body, twin.body)


def _class(walk: Walk, node: cst.ClassDef, twin: ast.ClassDef) -> None:
    walk.pairs((each.decorator for each in node.decorators), twin.decorator_list)
    walk.spot(node.name, twin.lineno, walk.behind(_DEFINES, twin.lineno, twin.col_offset))
    arguments(walk, (*node.bases, *node.keywords), twin.bases, twin.keywords)
    walk.body(node.body.body, twin.body)


STATEMENTS: Mapping[type, Pairing] = {
    cst.Expr: (ast.Expr, _expression),
    cst.Assign: (ast.Assign, _assign),
    cst.AnnAssign: (ast.AnnAssign, _annotated),
    cst.AugAssign: (ast.AugAssign, _augmented),
    cst.Return: (ast.Return, _return),
    cst.Import: (ast.Import, _import),
    cst.ImportFrom: (ast.ImportFrom, _import_from),
    cst.Raise: (ast.Raise, _raise),
    cst.Assert: (ast.Assert, _assert),
    cst.Del: (ast.Delete, _delete),
    cst.If: (ast.If, _if),
    cst.For: ((ast.For, ast.AsyncFor), _for),
    cst.While: (ast.While, _while),
    cst.Try: (ast.Try, _try),
    cst.TryStar: (ast.TryStar, _try),
    cst.With: ((ast.With, ast.AsyncWith), _with),
    cst.Match: (ast.Match, _match),
    cst.FunctionDef: ((ast.FunctionDef, ast.AsyncFunctionDef), _function),
    cst.ClassDef: (ast.ClassDef, _class),
}
