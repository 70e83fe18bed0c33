"""Names that a lambda, or what a class makes of itself, goes by."""

from __future__ import annotations

from smsaudit.model.fact import Bound, Facts, ScopeKind
from smsaudit.model.referent import ClassRef, Frame
from smsaudit.model.value import Attribute, Defined, Mapping, Name, Result, Sequence, Value
from smsaudit.resolve.resolver import Resolver

_MAX_WRAPPERS = 4


def of(resolver: Resolver, frame: Frame) -> set[str]:
    """Variables and attributes that hold the lambda, by itself or in a display; empty for what has a name."""
    tables = resolver.tables(frame.path)
    if tables is None or tables.scope(frame.scope).kind is not ScopeKind.LAMBDA:
        return set()
    bound = {each.name for each in tables.facts.bindings if _holds(each.value, frame.scope)}
    stored = (each for each in tables.facts.stores if _holds(each.value, frame.scope))
    return bound | {each.attribute for each in stored if each.attribute}


def made_of(resolver: Resolver, cls: ClassRef, *, instances: bool) -> set[str]:
    """Variables of its module that a class makes of itself: `detail_view = login_required(DetailView.as_view())`.

    With `instances`, those that hold an instance as well.
    """
    tables = resolver.tables(cls.frame.path)
    if tables is None:
        return set()
    facts, name = tables.facts, tables.scope(cls.frame.scope).name
    bound = (each for each in facts.bindings if not each.scope and isinstance(each.value, Result))
    made = {each.name for each in bound if _calls_on(facts, each.value, name)}
    return made | {each.name for each in facts.bindings if instances and _is_new(facts, each, name)}


def _is_new(facts: Facts, bound: Bound, name: str) -> bool:
    """Whether a variable of the module is bound to an instance of a class."""
    value = bound.value
    return not bound.scope and isinstance(value, Result) and facts.calls[value.call].callee == Name(name)


def _calls_on(facts: Facts, value: Value, name: str, depth: int = 0) -> bool:
    """Whether a value is what a method of a class answers, or is wrapped around that."""
    if not isinstance(value, Result) or depth > _MAX_WRAPPERS:
        return False
    call = facts.calls[value.call]
    return (isinstance(call.callee, Attribute) and call.callee.base == Name(name)) or any(
        _calls_on(facts, argument.value, name, depth + 1) for argument in call.arguments
    )


def _holds(value: Value, scope: int) -> bool:
    """Whether a value is the definition, or a display that it stands in."""
    match value:
        case Defined(number):
            return number == scope
        case Sequence(items):
            return any(_holds(item, scope) for item in items)
        case Mapping(pairs):
            return any(_holds(item, scope) for _, item in pairs)
        case _:
            return False
