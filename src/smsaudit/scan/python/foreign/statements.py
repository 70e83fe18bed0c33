"""Statements of LibCST in the words of Python's own parser; those that tell no fact are left out."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any

import libcst as cst

from smsaudit.scan.python.foreign.expressions import Expressions


def translated(module: cst.Module) -> ast.Module:
    """The same module."""
    return ast.Module(body=_body(Expressions(module), module.body), type_ignores=[])


def _body(to: Expressions, nodes: Iterable[cst.CSTNode]) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for node in nodes:
        if isinstance(node, cst.SimpleStatementLine):
            found += _body(to, node.body)
        elif (make := _MAKERS.get(type(node))) is not None:
            found.append(to.at(node, make(to, node)))
    return found


def _block(to: Expressions, node: Any) -> list[ast.stmt]:
    """The statements inside one that has a body, or inside none."""
    return _body(to, node.body.body) if node is not None else []


def _expression(to: Expressions, node: cst.Expr) -> ast.stmt:
    return ast.Expr(value=to.expression(node.value))


def _assign(to: Expressions, node: cst.Assign) -> ast.stmt:
    return ast.Assign(targets=to.all(each.target for each in node.targets), value=to.expression(node.value))


def _annotated(to: Expressions, node: cst.AnnAssign) -> ast.stmt:
    annotation = to.expression(node.annotation.annotation)
    target: Any = to.expression(node.target)
    return ast.AnnAssign(target=target, annotation=annotation, value=to.some(node.value), simple=0)


def _augmented(to: Expressions, node: cst.AugAssign) -> ast.stmt:
    target: Any = to.expression(node.target)
    return ast.AugAssign(target=target, op=ast.Add(), value=to.expression(node.value))


def _return(to: Expressions, node: cst.Return) -> ast.stmt:
    return ast.Return(value=to.some(node.value))


def _raise(to: Expressions, node: cst.Raise) -> ast.stmt:
    return ast.Raise(
        exc=to.some(node.exc), cause=to.some(node.cause.item if node.cause is not None else None)
    )


def _assert(to: Expressions, node: cst.Assert) -> ast.stmt:
    return ast.Assert(test=to.expression(node.test), msg=to.some(node.msg))


def _delete(to: Expressions, node: cst.Del) -> ast.stmt:
    return ast.Delete(targets=[to.expression(node.target)])


def _import(to: Expressions, node: cst.Import) -> ast.stmt:
    return ast.Import(names=[_alias(to, alias) for alias in node.names])


def _alias(to: Expressions, node: cst.ImportAlias) -> ast.alias:
    made = ast.alias(name=node.evaluated_name, asname=node.evaluated_alias)
    return to.at(node.name, made)


def _import_from(to: Expressions, node: cst.ImportFrom) -> ast.stmt:
    if isinstance(node.names, cst.ImportStar):
        names = [to.at(node.names, ast.alias(name="*"))]
    else:
        names = [_alias(to, alias) for alias in node.names]
    return ast.ImportFrom(module=_dotted(node.module), names=names, level=len(node.relative))


def _dotted(node: cst.CSTNode | None) -> str | None:
    match node:
        case cst.Name(value=name):
            return name
        case cst.Attribute(value=base, attr=attr):
            return f"{_dotted(base)}.{attr.value}"
        case _:
            return None


def _if(to: Expressions, node: cst.If) -> ast.stmt:
    orelse = _body(to, [node.orelse]) if isinstance(node.orelse, cst.If) else _block(to, node.orelse)
    return ast.If(test=to.expression(node.test), body=_block(to, node), orelse=orelse)


def _for(to: Expressions, node: cst.For) -> ast.stmt:
    return ast.For(
        target=to.expression(node.target),
        iter=to.expression(node.iter),
        body=_block(to, node),
        orelse=_block(to, node.orelse),
    )


def _while(to: Expressions, node: cst.While) -> ast.stmt:
    return ast.While(test=to.expression(node.test), body=_block(to, node), orelse=_block(to, node.orelse))


def _try(to: Expressions, node: cst.Try | cst.TryStar) -> ast.stmt:
    handlers: Any = node.handlers
    return ast.Try(
        body=_block(to, node),
        handlers=[_handler(to, handler) for handler in handlers],
        orelse=_block(to, node.orelse),
        finalbody=_block(to, node.finalbody),
    )


def _handler(to: Expressions, node: Any) -> ast.ExceptHandler:
    name = node.name.name.value if node.name is not None else None
    made = ast.ExceptHandler(type=to.some(node.type), name=name, body=_block(to, node))
    return to.at(node, made)


def _with(to: Expressions, node: cst.With) -> ast.stmt:
    items = [
        ast.withitem(
            context_expr=to.expression(item.item),
            optional_vars=to.some(item.asname.name if item.asname is not None else None),
        )
        for item in node.items
    ]
    return ast.With(items=items, body=_block(to, node))


def _match(to: Expressions, node: cst.Match) -> ast.stmt:
    cases = [
        ast.match_case(pattern=_pattern(to, case.pattern), guard=to.some(case.guard), body=_block(to, case))
        for case in node.cases
    ]
    return ast.Match(subject=to.expression(node.subject), cases=cases)


def _pattern(to: Expressions, node: cst.MatchPattern) -> ast.pattern:
    """Of patterns only those are told that compare with values, or bind one name."""
    made: ast.pattern = ast.MatchStar()
    match node:
        case cst.MatchValue(value=value):
            made = ast.MatchValue(value=to.expression(value))
        case cst.MatchOr(patterns=patterns):
            made = ast.MatchOr(patterns=[_pattern(to, each.pattern) for each in patterns])
        case cst.MatchAs(pattern=pattern, name=name):
            inner = _pattern(to, pattern) if pattern is not None else None
            made = ast.MatchAs(pattern=inner, name=name.value if name is not None else None)
        case _:
            pass
    return to.at(node, made)


def _function(to: Expressions, node: cst.FunctionDef) -> ast.stmt:
    make = ast.FunctionDef if node.asynchronous is None else ast.AsyncFunctionDef
    return make(
        name=node.name.value,
        args=to.parameters(node.params),
        body=_block(to, node),
        decorator_list=to.all(each.decorator for each in node.decorators),
        returns=to.some(node.returns.annotation if node.returns is not None else None),
    )


def _class(to: Expressions, node: cst.ClassDef) -> ast.stmt:
    bases, keywords = to.arguments((*node.bases, *node.keywords))
    return ast.ClassDef(
        name=node.name.value,
        bases=bases,
        keywords=keywords,
        body=_block(to, node),
        decorator_list=to.all(each.decorator for each in node.decorators),
    )


def _small(made: Callable[[], ast.stmt]) -> Callable[[Expressions, Any], ast.stmt]:
    return lambda _to, _node: made()


_MAKERS: dict[type[cst.CSTNode], Callable[[Expressions, Any], ast.stmt]] = {
    cst.Expr: _expression,
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: _augmented,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Break: _small(ast.Break),
    cst.Continue: _small(ast.Continue),
    cst.Pass: _small(ast.Pass),
    cst.Assert: _assert,
    cst.Del: _delete,
    cst.Global: lambda _, node: ast.Global(names=[item.name.value for item in node.names]),
    cst.Nonlocal: lambda _, node: ast.Nonlocal(names=[item.name.value for item in node.names]),
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.If: _if,
    cst.For: _for,
    cst.While: _while,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.With: _with,
    cst.Match: _match,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
}
