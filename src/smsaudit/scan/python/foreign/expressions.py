"""Expressions of LibCST in the words of Python's own parser."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import libcst as cst

from smsaudit.scan.python.foreign.spans import Spans
from smsaudit.scan.python.foreign.texts import evaluated, unescaped

_OPERATORS = {
    cst.Add: ast.Add,
    cst.Modulo: ast.Mod,
    cst.BitOr: ast.BitOr,
    cst.Or: ast.Or,
    cst.And: ast.And,
    cst.Not: ast.Not,
    cst.Minus: ast.USub,
    cst.Equal: ast.Eq,
    cst.NotEqual: ast.NotEq,
    cst.In: ast.In,
    cst.NotIn: ast.NotIn,
    cst.Is: ast.Is,
    cst.IsNot: ast.IsNot,
}
_ANY_OPERATOR = ast.Pow
"""For all others: what they make of their values is not told."""

_NAMED = {"True": True, "False": False, "None": None}


Made = TypeVar("Made", bound=ast.AST)


class Expressions:
    """Translates expressions of one module."""

    def __init__(self, module: cst.Module) -> None:
        self._spans = Spans(module)

    def at(self, node: cst.CSTNode, made: Made) -> Made:
        """The same with the place of `node`."""
        placed: Any = made
        placed.lineno, placed.col_offset, placed.end_lineno, placed.end_col_offset = self._spans.of(node)
        return made

    def some(self, node: cst.CSTNode | None) -> Any:
        """The same for what may be missing."""
        return self.expression(node) if node is not None else None

    def all(self, nodes: Iterable[cst.CSTNode]) -> list[ast.expr]:
        """Several, in order."""
        return [self.expression(node) for node in nodes]

    def expression(self, node: cst.CSTNode) -> ast.expr:
        """One expression; an ellipsis stands for what tells nothing."""
        make = _MAKERS.get(type(node))
        return self.at(node, make(self, node) if make is not None else ast.Constant(value=...))

    def arguments(self, nodes: Sequence[cst.Arg]) -> tuple[list[ast.expr], list[ast.keyword]]:
        """Arguments of a call, or bases and keywords of a class."""
        args: list[ast.expr] = []
        keywords: list[ast.keyword] = []
        for node in nodes:
            value = self.expression(node.value)
            if node.keyword is not None or node.star == "**":
                name = node.keyword.value if node.keyword is not None else None
                keywords.append(self.at(node.keyword or node, ast.keyword(arg=name, value=value)))
            else:
                args.append(self.at(node, ast.Starred(value=value)) if node.star else value)
        return args, keywords

    def parameters(self, node: cst.Parameters) -> ast.arguments:
        """What a function or lambda takes."""
        positional = (*node.posonly_params, *node.params)
        return ast.arguments(
            posonlyargs=[],
            args=[self._parameter(each) for each in positional],
            defaults=self.all(each.default for each in positional if each.default is not None),
            vararg=self._parameter(node.star_arg) if isinstance(node.star_arg, cst.Param) else None,
            kwonlyargs=[self._parameter(each) for each in node.kwonly_params],
            kw_defaults=[self.some(each.default) for each in node.kwonly_params],
            kwarg=self._parameter(node.star_kwarg) if node.star_kwarg is not None else None,
        )

    def _parameter(self, node: cst.Param) -> ast.arg:
        annotation = self.some(node.annotation.annotation) if node.annotation is not None else None
        return self.at(node.name, ast.arg(arg=node.name.value, annotation=annotation))


def _name(_: Expressions, node: cst.Name) -> ast.expr:
    return ast.Constant(value=_NAMED[node.value]) if node.value in _NAMED else ast.Name(id=node.value)


def _integer(_: Expressions, node: cst.Integer) -> ast.expr:
    try:
        return ast.Constant(value=int(node.value.replace("_", ""), 0))
    except ValueError:  # more digits than Python makes a number of
        return ast.Constant(value=...)


def _text(to: Expressions, node: cst.BaseString) -> ast.expr:
    parts = list(_parts(to, node))
    values: list[Any] = [part.value for part in parts if isinstance(part, ast.Constant)]
    if not values or len(values) < len(parts):
        return ast.JoinedStr(values=parts)
    return ast.Constant(value=(b"" if isinstance(values[0], bytes) else "").join(values))


def _parts(to: Expressions, node: Any) -> Iterator[ast.expr]:
    if isinstance(node, cst.ConcatenatedString):
        yield from _parts(to, node.left)
        yield from _parts(to, node.right)
    elif isinstance(node, cst.SimpleString):
        yield ast.Constant(value=evaluated(node))
    else:
        yield from _formatted(to, node.parts, is_raw="r" in node.start.lower())


def _formatted(to: Expressions, parts: Iterable[Any], *, is_raw: bool) -> Iterator[ast.expr]:
    for part in parts:
        inner, width = getattr(part, "expression", None), getattr(part, "format_spec", None)
        if inner is None:
            yield ast.Constant(value=part.value if is_raw else unescaped(part.value))
        else:
            spec = ast.JoinedStr(values=list(_formatted(to, width, is_raw=is_raw))) if width else None
            yield ast.FormattedValue(value=to.expression(inner), conversion=-1, format_spec=spec)


def _attribute(to: Expressions, node: cst.Attribute) -> ast.expr:
    return ast.Attribute(value=to.expression(node.value), attr=node.attr.value)


def _call(to: Expressions, node: cst.Call) -> ast.expr:
    args, keywords = to.arguments(node.args)
    return ast.Call(func=to.expression(node.func), args=args, keywords=keywords)


def _starred(to: Expressions, node: cst.StarredElement) -> ast.expr:
    return ast.Starred(value=to.expression(node.value))


def _elements(to: Expressions, nodes: Iterable[cst.BaseElement]) -> list[ast.expr]:
    return to.all(
        node if isinstance(node, cst.StarredElement) else getattr(node, "value", node) for node in nodes
    )


def _tuple(to: Expressions, node: cst.Tuple) -> ast.expr:
    return ast.Tuple(elts=_elements(to, node.elements))


def _list(to: Expressions, node: cst.List) -> ast.expr:
    return ast.List(elts=_elements(to, node.elements))


def _set(to: Expressions, node: cst.Set) -> ast.expr:
    return ast.Set(elts=_elements(to, node.elements))


def _dict(to: Expressions, node: cst.Dict) -> ast.expr:
    keys = [to.some(getattr(element, "key", None)) for element in node.elements]
    return ast.Dict(keys=keys, values=to.all(element.value for element in node.elements))


def _binary(to: Expressions, node: cst.BinaryOperation) -> ast.expr:
    return ast.BinOp(
        left=to.expression(node.left), op=_operator(node.operator), right=to.expression(node.right)
    )


def _boolean(to: Expressions, node: cst.BooleanOperation) -> ast.expr:
    return ast.BoolOp(op=_operator(node.operator), values=to.all((node.left, node.right)))


def _unary(to: Expressions, node: cst.UnaryOperation) -> ast.expr:
    return ast.UnaryOp(op=_operator(node.operator), operand=to.expression(node.expression))


def _comparison(to: Expressions, node: cst.Comparison) -> ast.expr:
    return ast.Compare(
        left=to.expression(node.left),
        ops=[_operator(each.operator) for each in node.comparisons],
        comparators=to.all(each.comparator for each in node.comparisons),
    )


def _conditional(to: Expressions, node: cst.IfExp) -> ast.expr:
    return ast.IfExp(
        test=to.expression(node.test),
        body=to.expression(node.body),
        orelse=to.expression(node.orelse),
    )


def _subscript(to: Expressions, node: cst.Subscript) -> ast.expr:
    items = to.all(getattr(element.slice, "value", element.slice) for element in node.slice)
    key = items[0] if len(items) == 1 else to.at(node, ast.Tuple(elts=items))
    return ast.Subscript(value=to.expression(node.value), slice=key)


def _slice(to: Expressions, node: cst.Slice) -> ast.expr:
    return ast.Slice(lower=to.some(node.lower), upper=to.some(node.upper), step=to.some(node.step))


def _lambda(to: Expressions, node: cst.Lambda) -> ast.expr:
    return ast.Lambda(args=to.parameters(node.params), body=to.expression(node.body))


def _comprehension(to: Expressions, node: Any) -> ast.expr:
    clauses = _clauses(to, node.for_in)
    if isinstance(node, cst.DictComp):
        return ast.DictComp(key=to.expression(node.key), value=to.expression(node.value), generators=clauses)
    made: ast.expr = _COMPREHENSIONS[type(node)](elt=to.expression(node.elt), generators=clauses)
    return made


def _clauses(to: Expressions, clause: cst.CompFor | None) -> list[ast.comprehension]:
    found: list[ast.comprehension] = []
    while clause is not None:
        target, iterated = to.expression(clause.target), to.expression(clause.iter)
        ifs = to.all(each.test for each in clause.ifs)
        found.append(ast.comprehension(target=target, iter=iterated, ifs=ifs, is_async=0))
        clause = clause.inner_for_in
    return found


def _named(to: Expressions, node: cst.NamedExpr) -> ast.expr:
    target: Any = to.expression(node.target)
    return ast.NamedExpr(target=target, value=to.expression(node.value))


def _await(to: Expressions, node: cst.Await) -> ast.expr:
    return ast.Await(value=to.expression(node.expression))


def _yield(to: Expressions, node: cst.Yield) -> ast.expr:
    if isinstance(node.value, cst.From):
        return ast.YieldFrom(value=to.expression(node.value.item))
    return ast.Yield(value=to.some(node.value))


def _operator(node: cst.CSTNode) -> Any:
    return _OPERATORS.get(type(node), _ANY_OPERATOR)()


_COMPREHENSIONS: dict[type[cst.CSTNode], Any] = {
    cst.ListComp: ast.ListComp,
    cst.SetComp: ast.SetComp,
    cst.GeneratorExp: ast.GeneratorExp,
}
_MAKERS: dict[type[cst.CSTNode], Callable[[Expressions, Any], ast.expr]] = {
    cst.Name: _name,
    cst.Integer: _integer,
    cst.SimpleString: _text,
    cst.ConcatenatedString: _text,
    cst.FormattedString: _text,
    cst.TemplatedString: _text,
    cst.Attribute: _attribute,
    cst.Call: _call,
    cst.StarredElement: _starred,
    cst.Tuple: _tuple,
    cst.List: _list,
    cst.Set: _set,
    cst.Dict: _dict,
    cst.BinaryOperation: _binary,
    cst.BooleanOperation: _boolean,
    cst.UnaryOperation: _unary,
    cst.Comparison: _comparison,
    cst.IfExp: _conditional,
    cst.Subscript: _subscript,
    cst.Slice: _slice,
    cst.Lambda: _lambda,
    cst.ListComp: _comprehension,
    cst.SetComp: _comprehension,
    cst.GeneratorExp: _comprehension,
    cst.DictComp: _comprehension,
    cst.NamedExpr: _named,
    cst.Await: _await,
    cst.Yield: _yield,
}
