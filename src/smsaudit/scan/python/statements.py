"""Statements of a module, in source order, with the conditions under which they run."""

from __future__ import annotations

import ast
from collections.abc import Callable
from collections.abc import Sequence as Several
from typing import Any

from smsaudit.model.fact import BlockKind, Guard, ImpliedKind, Returned, Scope, ScopeKind
from smsaudit.model.value import Compared, Defined, Element, Entered, Joined, Sequence, Truth, Value
from smsaudit.scan.python.builder import Builder
from smsaudit.scan.python.expressions import bind_target, read, read_parameters
from smsaudit.scan.python.namedtuples import bind_named_tuple, declare_fields, fields_of
from smsaudit.scan.python.operators import OPAQUE


def read_body(builder: Builder, body: Several[ast.stmt]) -> None:
    """Read statements one after the other; an early exit under a condition guards what follows it."""
    outside = builder.guards
    for statement in body[1:] if _is_documentation(body) else body:
        reader = _READERS.get(type(statement))
        if reader is None:
            continue  # pass, global, nonlocal: nothing to note here
        guard = reader(builder, statement)
        if guard is not None:
            builder.guard(guard)
    builder.guards = outside


def _is_documentation(body: Several[ast.stmt]) -> bool:
    match body[0] if body else None:
        case ast.Expr(value=ast.Constant(value=str() | bytes())):
            return True
        case _:
            return False


def _branch(builder: Builder, body: Several[ast.stmt], *guards: Guard) -> None:
    with builder.block(BlockKind.BRANCH, *guards):
        read_body(builder, body)


def _guarded(builder: Builder, body: Several[ast.stmt], *guards: Guard) -> None:
    outside = builder.guards
    builder.guard(*guards)
    read_body(builder, body)
    builder.guards = outside


def _expression(builder: Builder, node: ast.Expr) -> None:
    read(builder, node.value)


def _assign(builder: Builder, node: ast.Assign) -> None:
    assigned = read(builder, node.value)
    if bind_named_tuple(builder, node, assigned):
        return
    for target in node.targets:
        bind_target(builder, target, assigned)


def _annotated(builder: Builder, node: ast.AnnAssign) -> None:
    builder.declare(node.target, read(builder, node.annotation))
    if node.value is not None:
        bind_target(builder, node.target, read(builder, node.value))


def _augmented(builder: Builder, node: ast.AugAssign) -> None:
    value, target = read(builder, node.value), node.target
    if isinstance(target, ast.Name):
        place = builder.places.of(target)
        with builder.block(BlockKind.BRANCH):  # what was there before is part of it
            builder.bind(target.id, Joined((read(builder, target), value)), place)
            builder.bind(target.id, value, place)  # `routes += [...]` adds the right side's elements
    else:
        bind_target(builder, target, value)


def _return(builder: Builder, node: ast.Return) -> Guard:
    if node.value is not None:
        value = read(builder, node.value)
        builder.returned.append(Returned(builder.scope, value, builder.places.of(node.value)))
    return _NEVER


def _raise(builder: Builder, node: ast.Raise) -> Guard:
    builder.imply(ImpliedKind.RAISED, read(builder, node.exc), node)
    read(builder, node.cause)
    return _NEVER


def _leave(_builder: Builder, _node: ast.Break | ast.Continue) -> Guard:
    return _NEVER


def _assert(builder: Builder, node: ast.Assert) -> None:
    read(builder, node.test)
    read(builder, node.msg)


def _delete(builder: Builder, node: ast.Delete) -> None:
    for target in node.targets:
        read(builder, target)


def _import(builder: Builder, node: ast.Import) -> None:
    for alias in node.names:
        for part in alias.name.split("."):
            builder.word(part, alias)
        place = builder.places.of(alias)
        builder.bring_in(alias.name, 0, None, alias.asname or alias.name, place)


def _import_from(builder: Builder, node: ast.ImportFrom) -> None:
    module = node.module or ""
    for part in filter(None, module.split(".")):
        builder.word(part, node, builder.places.of_module)
    for alias in node.names:
        place = builder.places.of(alias)
        if alias.name != "*":
            builder.word(alias.name, alias)
        builder.bring_in(module, node.level, alias.name, alias.asname or alias.name, place)


def _if(builder: Builder, node: ast.If) -> Guard | None:
    """Read an `if`; answer the guard on what follows if one of its branches, or both, always leave the block."""
    test = read(builder, node.test)
    _branch(builder, node.body, Guard(test, holds=True))
    negated = Guard(test, holds=False)
    if node.orelse:
        _branch(builder, node.orelse, negated)
        if _leaves(node.orelse):
            return _NEVER if _leaves(node.body) else Guard(test, holds=True)
    return negated if _leaves(node.body) else None


def _leaves(body: Several[ast.stmt]) -> bool:
    return isinstance(body[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)


_NEVER = Guard(Truth(value=False), holds=True)


def _for(builder: Builder, node: ast.For | ast.AsyncFor) -> None:
    iterated = read(builder, node.iter)
    builder.imply(ImpliedKind.ITERATED, iterated, node.iter)
    with builder.block(BlockKind.LOOP):
        bind_target(builder, node.target, Element(iterated))
        read_body(builder, node.body)
    if node.orelse:
        _branch(builder, node.orelse)


def _while(builder: Builder, node: ast.While) -> None:
    with builder.block(BlockKind.LOOP):
        test = read(builder, node.test)
        _guarded(builder, node.body, Guard(test, holds=True))
    if node.orelse:
        _branch(builder, node.orelse)


def _try(builder: Builder, node: ast.Try | ast.TryStar) -> None:
    _branch(builder, node.body)
    for handler in node.handlers:
        with builder.block(BlockKind.BRANCH):
            caught = read(builder, handler.type)
            if handler.name is not None:
                builder.word(handler.name, handler, builder.places.of_caught)
                builder.bind(handler.name, Element(caught), builder.places.of_caught(handler))
            _guarded(builder, handler.body, Guard(Compared("raises", caught, OPAQUE), holds=True))
    if node.orelse:
        _branch(builder, node.orelse)
    read_body(builder, node.finalbody)


def _with(builder: Builder, node: ast.With | ast.AsyncWith) -> None:
    for item in node.items:
        managed = read(builder, item.context_expr)
        builder.imply(ImpliedKind.ENTERED, managed, item.context_expr)
        if item.optional_vars is not None:
            bind_target(builder, item.optional_vars, Entered(managed))
    read_body(builder, node.body)


def _match(builder: Builder, node: ast.Match) -> None:
    subject = read(builder, node.subject)
    left: list[Guard] = []
    for case in node.cases:
        test = _tested(builder, subject, case.pattern)
        is_rest = isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
        tests = [Guard(test, holds=True)] if test is not None else left if is_rest else []
        if test is not None and case.guard is None:
            left = [*left, Guard(test, holds=False)]
        with builder.block(BlockKind.BRANCH):
            if isinstance(case.pattern, ast.MatchAs) and case.pattern.name is not None:
                builder.word(case.pattern.name, case.pattern, builder.places.of_last)
                builder.bind(case.pattern.name, subject, builder.places.of_last(case.pattern))
            read(builder, case.guard)
            _guarded(builder, case.body, *tests)


def _tested(builder: Builder, subject: Value, pattern: ast.pattern) -> Value | None:
    """The comparison that a case of plain values makes."""
    if isinstance(pattern, ast.MatchValue):
        return Compared("==", subject, read(builder, pattern.value))
    several = pattern.patterns if isinstance(pattern, ast.MatchOr) else []
    values = [read(builder, each.value) for each in several if isinstance(each, ast.MatchValue)]
    return (
        Compared("in", subject, Sequence(tuple(values))) if values and len(values) == len(several) else None
    )


def _function(builder: Builder, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    decorators = tuple(read(builder, decorator) for decorator in node.decorator_list)
    parameters = read_parameters(builder, node.args)
    returns = read(builder, node.returns) if node.returns is not None else None
    names = _declared(builder, node.body)
    scope = Scope(
        ScopeKind.FUNCTION,
        node.name,
        builder.scope,
        builder.places.of_definition(node),
        parameters,
        decorators,
        declared_global=names[0],
        declared_nonlocal=names[1],
        is_async=isinstance(node, ast.AsyncFunctionDef),
        returns=returns,
    )
    _define(builder, node, scope)


def _class(builder: Builder, node: ast.ClassDef) -> None:
    decorators = tuple(read(builder, decorator) for decorator in node.decorator_list)
    bases = tuple(read(builder, base.value if isinstance(base, ast.Starred) else base) for base in node.bases)
    for keyword in node.keywords:
        read(builder, keyword.value)
    place, number = builder.places.of_definition(node), len(builder.scopes)
    _define(builder, node, Scope(ScopeKind.CLASS, node.name, builder.scope, place, (), decorators, bases))
    for base in node.bases:
        declare_fields(builder, number, fields_of(base) or ())


def _define(
    builder: Builder, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, scope: Scope
) -> None:
    outside, guards = builder.scope, builder.guards
    builder.word(node.name, node, builder.places.of_name)
    number = builder.open(scope)
    builder.bind(node.name, Defined(number), builder.places.of_name(node))
    builder.scope, builder.guards = number, ()
    read_body(builder, node.body)
    builder.scope, builder.guards = outside, guards


def _declared(builder: Builder, body: Several[ast.stmt]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names that a function declares global and nonlocal."""
    found: dict[type[ast.stmt], list[str]] = {ast.Global: [], ast.Nonlocal: []}
    stack: list[Any] = list(reversed(body)) if builder.declares else []
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Global | ast.Nonlocal):
            found[type(node)] += node.names
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for name in _BLOCKS:
                stack += getattr(node, name, ())
    return tuple(found[ast.Global]), tuple(found[ast.Nonlocal])


_BLOCKS = ("body", "orelse", "handlers", "finalbody", "cases")
"""Where statements have other statements inside."""

_READERS: dict[type[ast.stmt], Callable[[Builder, Any], Guard | None]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Break: _leave,
    ast.Continue: _leave,
    ast.Assert: _assert,
    ast.Delete: _delete,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Match: _match,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
}
"""What answers a guard says that what follows in the same block only runs under it."""
