"""Attribute names under which code may reach a callable of another name."""

from __future__ import annotations

from smsaudit.model.fact import Facts, ScopeKind
from smsaudit.model.value import Defined, Name, Text

_PLAIN = (ScopeKind.MODULE, ScopeKind.CLASS)


def renamed(facts: Facts) -> frozenset[str]:
    """Attributes that may be another callable than the one of their name.

    What is stored in an attribute, bound in a module or class, imported under an alias, set by name, given to a
    constructor as a field, or defined under a decorator (a property may return anything).
    """
    stored = (each.attribute for each in facts.stores if each.attribute is not None)
    bound = (
        each.name
        for each in facts.bindings
        if not isinstance(each.value, Defined) and facts.scopes[each.scope].kind in _PLAIN
    )
    imported = (each.alias for each in facts.imports if each.name not in {None, each.alias})
    decorated = (each.name for each in facts.scopes if each.decorators)
    set_by_name = (
        call.arguments[1].value.value
        for call in facts.calls
        if call.callee == Name("setattr")
        and len(call.arguments) > 1
        and isinstance(call.arguments[1].value, Text)
    )
    return frozenset((*stored, *bound, *imported, *decorated, *set_by_name))
