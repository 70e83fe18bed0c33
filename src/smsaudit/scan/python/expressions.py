"""Expressions as `Value`s; every call on the way is noted once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

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
from smsaudit.scan.python.literals import evaluated, flat, integer
from smsaudit.scan.python.operators import OPAQUE, combined, compared_by, interleaved, unpacked

_TRUTHS = {"True": Truth(True), "False": Truth(False), "None": Truth(None)}  # noqa: FBT003 - data, not a flag
_MAX_DEPTH = 150
"""Deeper expressions are opaque; nobody writes them by hand."""


def read(builder: Builder, node: cst.CSTNode | None) -> Value:
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
    for child in node.children:
        if isinstance(child, cst.BaseExpression | cst.BaseElement | cst.Arg | cst.BaseSlice):
            read(builder, child)
    return OPAQUE


def bind_target(builder: Builder, target: cst.CSTNode, value: Value) -> None:
    """Note what an assignment, loop, with or comprehension binds."""
    match target:
        case cst.Name(value=name):
            builder.word(name, target)
            builder.bind(name, value, target)
        case cst.Attribute(value=base, attr=cst.Name(value=attribute)):
            builder.word(attribute, target.attr)
            builder.store(read(builder, base), attribute, None, value, target.attr)
        case cst.Subscript(value=base):
            builder.store(read(builder, base), None, _key(builder, target), value, target)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            starred = [index for index, each in enumerate(elements) if isinstance(each, cst.StarredElement)]
            for index, element in enumerate(elements):
                part = unpacked(value, index, len(elements), starred[0] if starred else None)
                bind_target(builder, element.value, part)
        case _:
            read(builder, target)


def read_parameters(builder: Builder, parameters: cst.Parameters) -> tuple[Parameter, ...]:
    """Parameters with their defaults and annotations, read in the scope outside the function."""
    found: list[Parameter] = []

    def add(node: Any, kind: ParameterKind) -> None:
        if not isinstance(node, cst.Param):
            return
        builder.word(node.name.value, node.name)
        default = read(builder, node.default) if node.default is not None else None
        annotation = read(builder, node.annotation.annotation) if node.annotation is not None else None
        found.append(Parameter(node.name.value, kind, default, annotation))

    for node in (*parameters.posonly_params, *parameters.params):
        add(node, ParameterKind.POSITIONAL)
    add(parameters.star_arg, ParameterKind.STAR)
    for node in parameters.kwonly_params:
        add(node, ParameterKind.KEYWORD)
    add(parameters.star_kwarg, ParameterKind.DOUBLE_STAR)
    return tuple(found)


def _name(builder: Builder, node: cst.Name) -> Value:
    if node.value in _TRUTHS:
        return _TRUTHS[node.value]
    builder.word(node.value, node)
    return Name(node.value, builder.now)


def _attribute(builder: Builder, node: cst.Attribute) -> Value:
    base = read(builder, node.value)
    builder.word(node.attr.value, node.attr)
    return Attribute(base, node.attr.value)


def _call(builder: Builder, node: cst.Call) -> Value:
    callee = read(builder, node.func)
    number = builder.reserve_call()
    arguments = tuple(
        Argument(
            arg.keyword.value if arg.keyword is not None else (arg.star or None), read(builder, arg.value)
        )
        for arg in node.args
    )
    for arg in node.args:
        if arg.keyword is not None:
            builder.word(arg.keyword.value, arg.keyword)
    anchor = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
    builder.call(number, callee, arguments, builder.places.from_to(anchor, node))
    if isinstance(callee, Attribute) and callee.name == "format":
        return Filled(callee.base, tuple((a.keyword, a.value) for a in arguments))
    if isinstance(callee, Attribute) and callee.name == "join" and isinstance(callee.base, Text):
        joined = arguments[0].value if arguments else None
        if isinstance(joined, Sequence):
            value = interleaved(callee.base, joined.items)
            builder.write(value, node)
            return value
    return Result(number)


def _string(builder: Builder, node: cst.SimpleString) -> Value:
    value = Text(evaluated(node))
    builder.write(value, node)
    return value


def _concatenated(builder: Builder, node: cst.ConcatenatedString) -> Value:
    parts: list[Value] = []
    stack: list[cst.CSTNode] = [node]
    while stack:
        part = stack.pop()
        if isinstance(part, cst.ConcatenatedString):
            stack += [part.right, part.left]
        elif isinstance(part, cst.SimpleString):
            parts.append(Text(evaluated(part)))
        else:
            parts += _formatted_parts(builder, part)
    value = flat(parts)
    builder.write(value, node)
    return value


def _formatted(builder: Builder, node: cst.FormattedString) -> Value:
    value = flat(_formatted_parts(builder, node))
    builder.write(value, node)
    return value


def _formatted_parts(builder: Builder, node: cst.CSTNode) -> list[Value]:
    parts: list[Value] = []
    for part in getattr(node, "parts", ()):
        if isinstance(part, cst.FormattedStringText):
            parts.append(Text(part.value.replace("{{", "{").replace("}}", "}")))
        elif isinstance(part, cst.FormattedStringExpression):
            parts.append(read(builder, part.expression))
    return parts


def _binary(builder: Builder, node: cst.BinaryOperation) -> Value:
    chain: list[cst.BinaryOperation] = []
    left: cst.BaseExpression = node
    while isinstance(left, cst.BinaryOperation):  # `a + b + c …` leans left, as deep as it is long
        chain.append(left)
        left = left.left
    value = read(builder, left)
    for operation in reversed(chain):
        right = read(builder, operation.right)
        value = combined(operation.operator, value, right)
    return value


def _boolean(builder: Builder, node: cst.BooleanOperation) -> Value:
    left = read(builder, node.left)
    with builder.block(BlockKind.BRANCH):
        right = read(builder, node.right)
    return Either((left, right))


def _unary(builder: Builder, node: cst.UnaryOperation) -> Value:
    inner = read(builder, node.expression)
    if isinstance(node.operator, cst.Not):
        return Compared("not", inner, OPAQUE)
    if isinstance(node.operator, cst.Minus) and isinstance(inner, Number):
        return Number(-inner.value)
    return OPAQUE


def _comparison(builder: Builder, node: cst.Comparison) -> Value:
    left = read(builder, node.left)
    rights = [read(builder, target.comparator) for target in node.comparisons]
    operator = compared_by(node.comparisons[0].operator)
    return Compared(operator, left, rights[0])


def _conditional(builder: Builder, node: cst.IfExp) -> Value:
    test = read(builder, node.test)
    with builder.block(BlockKind.BRANCH, Guard(test, holds=True)):
        chosen = read(builder, node.body)
    with builder.block(BlockKind.BRANCH, Guard(test, holds=False)):
        other = read(builder, node.orelse)
    return Either((chosen, other))


def _sequence(builder: Builder, node: cst.List | cst.Tuple | cst.Set) -> Value:
    items = [
        Element(read(builder, element.value))
        if isinstance(element, cst.StarredElement)
        else read(builder, element.value)
        for element in node.elements
    ]
    return Sequence(tuple(items))


def _mapping(builder: Builder, node: cst.Dict) -> Value:
    pairs: list[tuple[Value | None, Value]] = []
    for element in node.elements:
        if isinstance(element, cst.DictElement):
            key = read(builder, element.key)
            value = read(builder, element.value)
            pairs.append((key, value))
            literal = literal_text(value)
            if isinstance(key, Text) and literal is not None and key.value:
                builder.settings.append(Setting(key.value, literal, builder.places.of(element.key)))
        else:
            pairs.append((None, read(builder, element.value)))
    return Mapping(tuple(pairs))


def _subscript(builder: Builder, node: cst.Subscript) -> Value:
    base = read(builder, node.value)
    key = _key(builder, node)
    if key is not None:
        return Item(base, key)
    bounds = _bounds(builder, node.slice[0].slice)
    return base if bounds is None else Part(base, *bounds)


def _bounds(builder: Builder, node: cst.CSTNode) -> tuple[int, int | None] | None:
    """First and last index of a slice, if it spells them out and takes every item between."""
    if not isinstance(node, cst.Slice) or node.step is not None:
        return None
    match node.lower, node.upper:
        case (cst.Integer() | None) as lower, (cst.Integer() | None) as upper:
            first = integer(builder, lower) if lower is not None else Number(0)
            last = integer(builder, upper) if upper is not None else None
            if isinstance(first, Number) and isinstance(last, Number | None):
                return first.value, last.value if last is not None else None
        case _:
            pass
    return None


def _key(builder: Builder, node: cst.Subscript) -> Value | None:
    """The index, or None for a slice (which yields something like the whole)."""
    keys = [
        read(builder, element.slice.value)
        if isinstance(element.slice, cst.Index)
        else read(builder, element.slice)
        for element in node.slice
    ]
    if len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Slice):
        return None
    return keys[0] if len(keys) == 1 else Sequence(tuple(keys))


def _lambda(builder: Builder, node: cst.Lambda) -> Value:
    parameters = read_parameters(builder, node.params)
    outside = builder.scope
    place = builder.places.of(node)
    number = builder.open(Scope(ScopeKind.LAMBDA, "<lambda>", outside, place, parameters))
    builder.scope = number
    builder.returned.append(Returned(number, read(builder, node.body), place))
    builder.scope = outside
    return Defined(number)


def _comprehension(builder: Builder, node: Any) -> Value:
    with builder.block(BlockKind.COMPREHENSION):
        _for_in(builder, node.for_in)
        if isinstance(node, cst.DictComp):
            return Mapping(((read(builder, node.key), read(builder, node.value)),))
        return Sequence((read(builder, node.elt),))


def _for_in(builder: Builder, clause: cst.CompFor | None) -> None:
    while clause is not None:
        iterated = read(builder, clause.iter)
        builder.imply(ImpliedKind.ITERATED, iterated, clause.iter)
        bind_target(builder, clause.target, Element(iterated))
        for condition in clause.ifs:
            read(builder, condition.test)
        clause = clause.inner_for_in


def _named(builder: Builder, node: cst.NamedExpr) -> Value:
    value = read(builder, node.value)
    bind_target(builder, node.target, value)
    return value


def _await(builder: Builder, node: cst.Await) -> Value:
    return read(builder, node.expression)


def _yield(builder: Builder, node: cst.Yield) -> Value:
    match node.value:
        case None:
            pass
        case cst.From(item=item):
            iterated = read(builder, item)
            builder.imply(ImpliedKind.ITERATED, iterated, item)
            builder.returned.append(Returned(builder.scope, Element(iterated), builder.places.of(node)))
        case inner:
            value = Sequence((read(builder, inner),))
            builder.returned.append(Returned(builder.scope, value, builder.places.of(node)))
    return OPAQUE


_READERS: dict[type[cst.CSTNode], Callable[[Builder, Any], Value]] = {
    cst.Name: _name,
    cst.Attribute: _attribute,
    cst.Call: _call,
    cst.SimpleString: _string,
    cst.ConcatenatedString: _concatenated,
    cst.FormattedString: _formatted,
    cst.Integer: integer,
    cst.BinaryOperation: _binary,
    cst.BooleanOperation: _boolean,
    cst.UnaryOperation: _unary,
    cst.Comparison: _comparison,
    cst.IfExp: _conditional,
    cst.List: _sequence,
    cst.Tuple: _sequence,
    cst.Set: _sequence,
    cst.Dict: _mapping,
    cst.Subscript: _subscript,
    cst.Lambda: _lambda,
    cst.ListComp: _comprehension,
    cst.SetComp: _comprehension,
    cst.GeneratorExp: _comprehension,
    cst.DictComp: _comprehension,
    cst.NamedExpr: _named,
    cst.Await: _await,
    cst.Yield: _yield,
}
