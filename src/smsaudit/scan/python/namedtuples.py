"""Classes that a call makes of a list of fields: `Sender = namedtuple("Sender", "prefix send")`."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from smsaudit.model.fact import Scope, ScopeKind
from smsaudit.model.value import Defined, Value
from smsaudit.scan.python.builder import Builder

_MAKER = "namedtuple"
_FIELDS = 1
"""The position of the argument that lists them."""


def bind_named_tuple(builder: Builder, node: ast.Assign, made: Value) -> bool:
    """Note the class that a call of `namedtuple` makes, with `made` as its base; False for whatever else is assigned."""
    match node.targets:
        case [ast.Name(id=name) as target] if (names := fields_of(node.value)) is not None:
            place = builder.places.of(target)
            number = builder.open(Scope(ScopeKind.CLASS, name, builder.scope, place, bases=(made,)))
            builder.word(name, target)
            builder.bind(name, Defined(number), place)
            declare_fields(builder, number, names)
            return True
        case _:
            return False


def declare_fields(builder: Builder, number: int, names: Sequence[str]) -> None:
    """Note the fields of a class that is open under a number."""
    outside, builder.scope = builder.scope, number
    for name in names:
        builder.declare(ast.Name(id=name), None)
    builder.scope = outside


def fields_of(node: ast.expr) -> list[str] | None:
    """The fields that a call of `namedtuple` lists, in one text or one by one."""
    if not isinstance(node, ast.Call) or _last_name(node.func) != _MAKER or len(node.args) <= _FIELDS:
        return None
    match node.args[_FIELDS]:
        case ast.Constant(value=str(listed)):
            return listed.replace(",", " ").split()
        case ast.List(elts=items) | ast.Tuple(elts=items):
            texts = [item.value for item in items if isinstance(item, ast.Constant)]
            names = [text for text in texts if isinstance(text, str)]
            return names if len(names) == len(items) else None
        case _:
            return None


def _last_name(callee: ast.expr) -> str:
    return callee.attr if isinstance(callee, ast.Attribute) else getattr(callee, "id", "")
