"""Statements of a module, in source order, with the conditions under which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import libcst as cst

from smsaudit.model.fact import BlockKind, Guard, ImpliedKind, Returned, Scope, ScopeKind
from smsaudit.model.value import Compared, Defined, Element, Entered, Joined, Sequence, Truth, Value
from smsaudit.scan.python.builder import Builder
from smsaudit.scan.python.expressions import bind_target, read, read_parameters
from smsaudit.scan.python.operators import OPAQUE


def read_body(builder: Builder, body: Iterable[cst.CSTNode]) -> None:
    """Read statements one after the other; an early exit under a condition guards what follows it."""
    guards = builder.guards
    for index, statement in enumerate(body):
        if isinstance(statement, cst.SimpleStatementLine):
            for small in statement.body:
                _small(builder, small, documents=index == 0)
                if isinstance(small, _LEAVING):
                    builder.guards = (*builder.guards, _NEVER)
            continue
        reader = _COMPOUNDS.get(type(statement))
        if reader is None:
            continue
        guard = reader(builder, statement)
        if guard is not None:
            builder.guards = (*builder.guards, guard)
    builder.guards = guards


def _branch(builder: Builder, block: cst.BaseSuite, *guards: Guard) -> None:
    with builder.block(BlockKind.BRANCH, *guards):
        _block(builder, block)


def _block(builder: Builder, block: cst.BaseSuite, *guards: Guard) -> None:
    outside = builder.guards
    builder.guards = outside + guards
    if isinstance(block, cst.SimpleStatementSuite):
        for small in block.body:
            _small(builder, small, documents=False)
    else:
        read_body(builder, block.body)
    builder.guards = outside


def _small(builder: Builder, node: cst.BaseSmallStatement, *, documents: bool) -> None:
    match node:
        case cst.Expr(value=value):
            if not (documents and isinstance(value, cst.SimpleString | cst.ConcatenatedString)):
                read(builder, value)
        case cst.Assign(targets=targets, value=value):
            assigned = read(builder, value)
            for target in targets:
                bind_target(builder, target.target, assigned)
        case cst.AnnAssign(target=target, annotation=annotation, value=value):
            builder.declare(target, read(builder, annotation.annotation))
            if value is not None:
                bind_target(builder, target, read(builder, value))
        case cst.AugAssign(target=target, value=value):
            _augmented(builder, target, read(builder, value))
        case cst.Return(value=value):
            if value is not None:
                builder.returned.append(
                    Returned(builder.scope, read(builder, value), builder.places.of(value))
                )
        case cst.Import(names=names):
            for alias in names:
                _import(builder, alias)
        case cst.ImportFrom():
            _import_from(builder, node)
        case cst.Raise(exc=exc, cause=cause):
            builder.imply(ImpliedKind.RAISED, read(builder, exc), node)
            read(builder, cause.item if cause is not None else None)
        case cst.Assert(test=test, msg=msg):
            read(builder, test)
            read(builder, msg)
        case cst.Del(target=target):
            read(builder, target)
        case _:
            pass  # pass, break, continue, global, nonlocal: nothing to note here


def _augmented(builder: Builder, target: cst.BaseExpression, value: Value) -> None:
    if isinstance(target, cst.Name):
        with builder.block(BlockKind.BRANCH):  # what was there before is part of it
            builder.bind(target.value, Joined((read(builder, target), value)), target)
            builder.bind(target.value, value, target)  # `routes += [...]` adds the right side's elements
    else:
        bind_target(builder, target, value)


def _import(builder: Builder, alias: cst.ImportAlias) -> None:
    module = alias.evaluated_name
    for part in module.split("."):
        builder.word(part, alias.name)
    bound = alias.evaluated_alias or module
    builder.bring_in(module, 0, None, bound, alias.name)


def _import_from(builder: Builder, node: cst.ImportFrom) -> None:
    module = _dotted(node.module)
    for part in filter(None, module.split(".")):
        builder.word(part, node.module or node)
    level = len(node.relative)
    if isinstance(node.names, cst.ImportStar):
        builder.bring_in(module, level, "*", "*", node.names)
        return
    for alias in node.names:
        name = alias.evaluated_name
        builder.word(name, alias.name)
        bound = alias.evaluated_alias or name
        builder.bring_in(module, level, name, bound, alias.name)


def _dotted(node: cst.CSTNode | None) -> str:
    match node:
        case cst.Name(value=name):
            return name
        case cst.Attribute(value=base, attr=attr):
            return f"{_dotted(base)}.{attr.value}"
        case _:
            return ""


def _if(builder: Builder, node: cst.If) -> Guard | None:
    """Read an `if`; answer the guard on what follows if one of its branches, or both, always leave the block."""
    test = read(builder, node.test)
    _branch(builder, node.body, Guard(test, holds=True))
    orelse = node.orelse
    negated = Guard(test, holds=False)
    if isinstance(orelse, cst.Else):
        _branch(builder, orelse.body, negated)
        if _leaves(orelse.body):
            return _NEVER if _leaves(node.body) else Guard(test, holds=True)
    elif isinstance(orelse, cst.If):
        outside = builder.guards
        builder.guards = (*outside, negated)
        with builder.block(BlockKind.BRANCH):
            _if(builder, orelse)
        builder.guards = outside
    return negated if _leaves(node.body) else None


def _leaves(block: cst.BaseSuite) -> bool:
    last = block.body[-1] if block.body else None
    if isinstance(last, cst.SimpleStatementLine):
        last = last.body[-1] if last.body else None
    return isinstance(last, _LEAVING)


_LEAVING = (cst.Return, cst.Raise, cst.Continue, cst.Break)
_NEVER = Guard(Truth(value=False), holds=True)


def _for(builder: Builder, node: cst.For) -> None:
    iterated = read(builder, node.iter)
    builder.imply(ImpliedKind.ITERATED, iterated, node.iter)
    with builder.block(BlockKind.LOOP):
        bind_target(builder, node.target, Element(iterated))
        _block(builder, node.body)
    if node.orelse is not None:
        _branch(builder, node.orelse.body)


def _while(builder: Builder, node: cst.While) -> None:
    with builder.block(BlockKind.LOOP):
        test = read(builder, node.test)
        _block(builder, node.body, Guard(test, holds=True))
    if node.orelse is not None:
        _branch(builder, node.orelse.body)


def _try(builder: Builder, node: cst.Try | cst.TryStar) -> None:
    _branch(builder, node.body)
    for handler in node.handlers:
        with builder.block(BlockKind.BRANCH):
            caught = read(builder, handler.type)
            if handler.name is not None:
                bind_target(builder, handler.name.name, Element(caught))
            _block(builder, handler.body, Guard(Compared("raises", caught, OPAQUE), holds=True))
    if node.orelse is not None:
        _branch(builder, node.orelse.body)
    if node.finalbody is not None:
        _block(builder, node.finalbody.body)


def _with(builder: Builder, node: cst.With) -> None:
    for item in node.items:
        managed = read(builder, item.item)
        builder.imply(ImpliedKind.ENTERED, managed, item.item)
        if item.asname is not None:
            bind_target(builder, item.asname.name, Entered(managed))
    _block(builder, node.body)


def _match(builder: Builder, node: cst.Match) -> None:
    subject = read(builder, node.subject)
    left: list[Guard] = []
    for case in node.cases:
        test = _tested(builder, subject, case.pattern)
        is_rest = isinstance(case.pattern, cst.MatchAs) and case.pattern.pattern is None
        tests = [Guard(test, holds=True)] if test is not None else left if is_rest else []
        if test is not None and case.guard is None:
            left = [*left, Guard(test, holds=False)]
        with builder.block(BlockKind.BRANCH):
            if isinstance(case.pattern, cst.MatchAs) and case.pattern.name is not None:
                bind_target(builder, case.pattern.name, subject)
            read(builder, case.guard)
            _block(builder, case.body, *tests)


def _tested(builder: Builder, subject: Value, pattern: cst.MatchPattern) -> Value | None:
    """The comparison that a case of plain values makes."""
    if isinstance(pattern, cst.MatchValue):
        return Compared("==", subject, read(builder, pattern.value))
    several = [each.pattern for each in pattern.patterns] if isinstance(pattern, cst.MatchOr) else []
    values = [read(builder, each.value) for each in several if isinstance(each, cst.MatchValue)]
    return (
        Compared("in", subject, Sequence(tuple(values))) if values and len(values) == len(several) else None
    )


def _function(builder: Builder, node: cst.FunctionDef) -> None:
    decorators = tuple(read(builder, decorator.decorator) for decorator in node.decorators)
    parameters = read_parameters(builder, node.params)
    returns = read(builder, node.returns.annotation) if node.returns is not None else None
    outside, guards = builder.scope, builder.guards
    builder.word(node.name.value, node.name)
    names = _declared(builder, node.body)
    scope = Scope(
        ScopeKind.FUNCTION,
        node.name.value,
        outside,
        builder.places.from_to(node.name, node),
        parameters,
        decorators,
        declared_global=names[0],
        declared_nonlocal=names[1],
        is_async=node.asynchronous is not None,
        returns=returns,
    )
    number = builder.open(scope)
    builder.bind(node.name.value, Defined(number), node.name)
    builder.scope, builder.guards = number, ()
    _block(builder, node.body)
    builder.scope, builder.guards = outside, guards


def _class(builder: Builder, node: cst.ClassDef) -> None:
    decorators = tuple(read(builder, decorator.decorator) for decorator in node.decorators)
    bases = tuple(read(builder, base.value) for base in node.bases)
    for keyword in node.keywords:
        read(builder, keyword.value)
    outside, guards = builder.scope, builder.guards
    builder.word(node.name.value, node.name)
    place = builder.places.from_to(node.name, node)
    number = builder.open(Scope(ScopeKind.CLASS, node.name.value, outside, place, (), decorators, bases))
    builder.bind(node.name.value, Defined(number), node.name)
    builder.scope, builder.guards = number, ()
    _block(builder, node.body)
    builder.scope, builder.guards = outside, guards


def _declared(builder: Builder, body: cst.BaseSuite) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names that a function declares global and nonlocal."""
    found: dict[type[cst.CSTNode], list[str]] = {cst.Global: [], cst.Nonlocal: []}
    stack: list[Any] = [body] if builder.declares else []
    while stack:
        node = stack.pop()
        if isinstance(node, cst.Global | cst.Nonlocal):
            found[type(node)] += [item.name.value for item in node.names]
        elif not isinstance(node, cst.FunctionDef | cst.ClassDef):
            for name in _BLOCKS:
                inner = getattr(node, name, None)
                stack += inner if isinstance(inner, list | tuple) else filter(None, [inner])
    return tuple(found[cst.Global]), tuple(found[cst.Nonlocal])


_BLOCKS = ("body", "orelse", "handlers", "finalbody", "cases")
"""Where statements have other statements inside."""

_COMPOUNDS: dict[type[cst.CSTNode], Callable[[Builder, Any], Guard | None]] = {
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
