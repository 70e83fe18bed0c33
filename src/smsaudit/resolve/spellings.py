"""Names that a lambda goes by."""

from __future__ import annotations

from smsaudit.model.fact import ScopeKind
from smsaudit.model.referent import Frame
from smsaudit.model.value import Defined, Mapping, Sequence, Value
from smsaudit.resolve.resolver import Resolver


def of(resolver: Resolver, frame: Frame) -> set[str]:
    """Variables and attributes that hold the lambda, by itself or in a display; empty for what has a name."""
    tables = resolver.tables(frame.path)
    if tables is None or tables.scope(frame.scope).kind is not ScopeKind.LAMBDA:
        return set()
    bound = {each.name for each in tables.facts.bindings if _holds(each.value, frame.scope)}
    stored = (each for each in tables.facts.stores if _holds(each.value, frame.scope))
    return bound | {each.attribute for each in stored if each.attribute}


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
