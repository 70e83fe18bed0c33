"""Expressions as `Value`s; every call on the way is noted once."""

from __future__ import annotations

import ast
from collections.abc import Callable
from collections.abc import Sequence as Several
from typing import Any

from smsaudit.model.fact import (
    Argument,
    BlockKind,
    Guard,
    ImpliedKind,
    Parameter,
    ParameterKind,
    Returned,
    Scope,
    ScopeKind,
    Setting,
)
from smsaudit.model.value import (
    Attribute,
    Compared,
    Defined,
    Either,
    Element,
    Filled,
    Item,
    Mapping,
    Name,
    Number,
    Part,
    Result,
    Sequence,
    Text,
    Truth,
    Value,
)
from smsaudit.scan.python.builder import Builder, literal_text
from smsaudit.scan.python.literals import bounds_of, flat, number, told
from smsaudit.scan.python.operators import OPAQUE, combined, compared_by, interleaved, unpacked

_MAX_DEPTH = 150
"""Deeper expressions are opaque; nobody writes them by hand."""


def read(builder: Builder, node: ast.AST | None) -> Value:
    """The value of an expression; unmodelled ones are opaque, but what stands inside them is read."""
    if node is None or builder.depth >= _MAX_DEPTH:
        return OPAQUE
    reader = _READERS.get(type(node))
    if reader is not None:
        builder.depth += 1
        try:
            return reader(builder, node)
        finally:
            builder.depth -= 1
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            read(builder, child)
    return OPAQUE


def bind_target(builder: Builder, target: ast.expr, value: Value) -> None:
    """Note what an assignment, loop, with or comprehension binds."""
    match target:
        case ast.Name(id=name):
            builder.word(name, target)
            builder.bind(name, value, builder.places.of(target))
        case ast.Attribute(value=base, attr=attribute):
            builder.word(attribute, target, builder.places.of_last)
            place = builder.places.of_last(target)
            builder.store(read(builder, base), attribute, None, value, place)
        case ast.Subscript(value=base):
            place = builder.places.of(target)
            builder.store(read(builder, base), None, _key(builder, target), value, place)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            starred = [index for index, each in enumerate(elements) if isinstance(each, ast.Starred)]
            for index, element in enumerate(elements):
                part = unpacked(value, index, len(elements), starred[0] if starred else None)
                bind_target(builder, _bare(element), part)
        case _:
            read(builder, target)


def read_parameters(builder: Builder, parameters: ast.arguments) -> tuple[Parameter, ...]:
    """Parameters with their defaults and annotations, read in the scope outside the function."""
    found: list[Parameter] = []

    def add(node: ast.arg | None, kind: ParameterKind, given: ast.expr | None = None) -> None:
        if node is None:
            return
        builder.word(node.arg, node, builder.places.of_first)
        default = read(builder, given) if given is not None else None
        annotation = read(builder, node.annotation) if node.annotation is not None else None
        found.append(Parameter(node.arg, kind, default, annotation))

    positional = [*parameters.posonlyargs, *parameters.args]
    required = len(positional) - len(parameters.defaults)
    for index, node in enumerate(positional):
        given = parameters.defaults[index - required] if index >= required else None
        add(node, ParameterKind.POSITIONAL, given)
    add(parameters.vararg, ParameterKind.STAR)
    for node, given in zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True):
        add(node, ParameterKind.KEYWORD, given)
    add(parameters.kwarg, ParameterKind.DOUBLE_STAR)
    return tuple(found)


def _bare(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Starred) else node


def _name(builder: Builder, node: ast.Name) -> Value:
    builder.word(node.id, node)
    return Name(node.id, builder.now)


def _attribute(builder: Builder, node: ast.Attribute) -> Value:
    base = read(builder, node.value)
    builder.word(node.attr, node, builder.places.of_last)
    return Attribute(base, node.attr)


def _call(builder: Builder, node: ast.Call) -> Value:
    callee = read(builder, node.func)
    call = builder.reserve_call()
    given = _in_order(node.args, node.keywords)
    arguments = tuple([_argument(builder, each) for each in given])
    for each in given:
        if isinstance(each, ast.keyword) and each.arg is not None:
            builder.word(each.arg, each, builder.places.of_first)
    builder.call(call, callee, arguments, builder.places.of_call(node))
    if isinstance(callee, Attribute) and callee.name == "format":
        return Filled(callee.base, tuple((a.keyword, a.value) for a in arguments))
    if isinstance(callee, Attribute) and callee.name == "join" and isinstance(callee.base, Text):
        joined = arguments[0].value if arguments else None
        if isinstance(joined, Sequence):
            value = interleaved(callee.base, joined.items)
            builder.write(value, node)
            return value
    return Result(call)


def _in_order(
    positional: Several[ast.expr], keywords: Several[ast.keyword]
) -> Several[ast.expr | ast.keyword]:
    """As they are written: `f(a=1, *b)` gives the keyword first."""
    given: list[ast.expr | ast.keyword] = [*positional, *keywords]
    if positional and keywords and isinstance(positional[-1], ast.Starred):
        given.sort(key=lambda each: (each.lineno, each.col_offset))
    return given


def _argument(builder: Builder, node: ast.expr | ast.keyword) -> Argument:
    match node:
        case ast.keyword(arg=name, value=value):
            return Argument(name or "**", read(builder, value))
        case ast.Starred(value=value):
            return Argument("*", read(builder, value))
        case _:
            return Argument(None, read(builder, node))


def _constant(builder: Builder, node: ast.Constant) -> Value:
    match node.value:
        case True | False | None:
            return Truth(node.value)
        case int():
            value = number(node.value)
            if isinstance(value, Number):
                builder.word(str(value.value), node)
            return value
        case str() | bytes():
            text = Text(told(node.value))
            builder.write(text, node)
            return text
        case _:
            return OPAQUE


def _formatted(builder: Builder, node: ast.JoinedStr) -> Value:
    value = flat(_parts(builder, node))
    builder.write(value, node)
    return value


def _parts(builder: Builder, node: ast.expr) -> list[Value]:
    parts: list[Value] = []
    for part in getattr(node, "values", ()):
        match part:
            case ast.Constant(value=str() as text):
                parts.append(Text(told(text)))
            case ast.FormattedValue(value=inner, format_spec=width):
                parts.append(read(builder, inner))
                if width is not None:  # which may hold expressions, too
                    _parts(builder, width)
            case _:
                pass
    return parts


def _binary(builder: Builder, node: ast.BinOp) -> Value:
    chain: list[ast.BinOp] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp):  # `a + b + c …` leans left, as deep as it is long
        chain.append(left)
        left = left.left
    value = read(builder, left)
    for operation in reversed(chain):
        right = read(builder, operation.right)
        value = combined(operation.op, value, right)
    return value


def _boolean(builder: Builder, node: ast.BoolOp) -> Value:
    value = read(builder, node.values[0])
    for each in node.values[1:]:
        with builder.block(BlockKind.BRANCH):
            value = Either((value, read(builder, each)))
    return value


def _unary(builder: Builder, node: ast.UnaryOp) -> Value:
    inner = read(builder, node.operand)
    if isinstance(node.op, ast.Not):
        return Compared("not", inner, OPAQUE)
    if isinstance(node.op, ast.USub) and isinstance(inner, Number):
        return Number(-inner.value)
    return OPAQUE


def _comparison(builder: Builder, node: ast.Compare) -> Value:
    left = read(builder, node.left)
    rights = [read(builder, each) for each in node.comparators]
    return Compared(compared_by(node.ops[0]), left, rights[0])


def _conditional(builder: Builder, node: ast.IfExp) -> Value:
    test = read(builder, node.test)
    with builder.block(BlockKind.BRANCH, Guard(test, holds=True)):
        chosen = read(builder, node.body)
    with builder.block(BlockKind.BRANCH, Guard(test, holds=False)):
        other = read(builder, node.orelse)
    return Either((chosen, other))


def _sequence(builder: Builder, node: ast.List | ast.Tuple | ast.Set) -> Value:
    items = [
        Element(read(builder, element.value)) if isinstance(element, ast.Starred) else read(builder, element)
        for element in node.elts
    ]
    return Sequence(tuple(items))


def _mapping(builder: Builder, node: ast.Dict) -> Value:
    pairs: list[tuple[Value | None, Value]] = []
    for named, element in zip(node.keys, node.values, strict=True):
        if named is None:
            pairs.append((None, read(builder, element)))
            continue
        key = read(builder, named)
        value = read(builder, element)
        pairs.append((key, value))
        literal = literal_text(value)
        if isinstance(key, Text) and literal is not None and key.value:
            builder.settings.append(Setting(key.value, literal, builder.places.of(named)))
    return Mapping(tuple(pairs))


def _subscript(builder: Builder, node: ast.Subscript) -> Value:
    base = read(builder, node.value)
    key = _key(builder, node)
    if key is not None:
        return Item(base, key)
    bounds = bounds_of(node.slice)
    return base if bounds is None else Part(base, *bounds)


def _key(builder: Builder, node: ast.Subscript) -> Value | None:
    """The index, or None for a slice (which yields something like the whole)."""
    if isinstance(node.slice, ast.Tuple):
        return Sequence(tuple([read(builder, _bare(each)) for each in node.slice.elts]))
    key = read(builder, node.slice)
    return None if isinstance(node.slice, ast.Slice) else key


def _lambda(builder: Builder, node: ast.Lambda) -> Value:
    parameters = read_parameters(builder, node.args)
    outside = builder.scope
    place = builder.places.of(node)
    own = builder.open(Scope(ScopeKind.LAMBDA, "<lambda>", outside, place, parameters))
    builder.scope = own
    builder.returned.append(Returned(own, read(builder, node.body), place))
    builder.scope = outside
    return Defined(own)


def _comprehension(builder: Builder, node: Any) -> Value:
    with builder.block(BlockKind.COMPREHENSION):
        for clause in node.generators:
            iterated = read(builder, clause.iter)
            builder.imply(ImpliedKind.ITERATED, iterated, clause.iter)
            bind_target(builder, clause.target, Element(iterated))
            for condition in clause.ifs:
                read(builder, condition)
        if isinstance(node, ast.DictComp):
            return Mapping(((read(builder, node.key), read(builder, node.value)),))
        return Sequence((read(builder, node.elt),))


def _named(builder: Builder, node: ast.NamedExpr) -> Value:
    value = read(builder, node.value)
    bind_target(builder, node.target, value)
    return value


def _await(builder: Builder, node: ast.Await) -> Value:
    return read(builder, node.value)


def _yield(builder: Builder, node: ast.Yield) -> Value:
    value = read(builder, node.value) if node.value is not None else OPAQUE
    if node.value is not None:
        builder.returned.append(Returned(builder.scope, Sequence((value,)), builder.places.of(node)))
    return value  # what a coroutine of Twisted or Tornado gets back is what it waited for


def _yield_from(builder: Builder, node: ast.YieldFrom) -> Value:
    iterated = read(builder, node.value)
    builder.imply(ImpliedKind.ITERATED, iterated, node.value)
    builder.returned.append(Returned(builder.scope, Element(iterated), builder.places.of(node)))
    return iterated


_READERS: dict[type[ast.AST], Callable[[Builder, Any], Value]] = {
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Constant: _constant,
    ast.JoinedStr: _formatted,
    ast.BinOp: _binary,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _unary,
    ast.Compare: _comparison,
    ast.IfExp: _conditional,
    ast.List: _sequence,
    ast.Tuple: _sequence,
    ast.Set: _sequence,
    ast.Dict: _mapping,
    ast.Subscript: _subscript,
    ast.Lambda: _lambda,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.NamedExpr: _named,
    ast.Await: _await,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
}
