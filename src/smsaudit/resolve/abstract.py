"""Methods that a class only declares, and the classes that extend it define: `def send(self): raise NotImplementedError`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsaudit.model.fact import ImpliedKind
from smsaudit.model.referent import Frame, InstanceRef, MethodRef
from smsaudit.model.value import Result, Truth

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver
    from smsaudit.resolve.tables import Tables

_MOST = 40
"""Larger families share a method that says nothing of who is called."""


def overriding(resolver: Resolver, method: MethodRef) -> list[Frame]:
    """What may run in the place of a method that does nothing, on an object of which only the base is known."""
    frame, receiver = method.function.frame, method.receiver
    tables = resolver.tables(frame.path)
    if tables is None or not isinstance(receiver, InstanceRef) or not _does_nothing(tables, frame.scope):
        return []
    family = resolver.families.of(receiver.cls)[1:]
    name = tables.scope(frame.scope).name
    found: list[Frame] = []
    for member in family if len(family) <= _MOST else ():
        own = resolver.tables(member.frame.path)
        scope = own.methods(member.frame.scope).get(name) if own is not None else None
        if scope is not None:
            found.append(Frame(member.frame.path, scope))
    return found


def _does_nothing(tables: Tables, scope: int) -> bool:
    """Whether a body holds nothing but words, and perhaps an error that it raises."""
    calls = set(tables.calls_by_function.get(scope, ()))
    if len(calls) > 1 or not all(
        isinstance(each.value, Truth) for each in tables.facts.index.returned[scope]
    ):
        return False
    facts = tables.facts
    raised = {
        each.value.call
        for each in facts.index.implied[scope]
        if each.kind is ImpliedKind.RAISED and isinstance(each.value, Result)
    }
    return calls <= raised and not facts.index.bindings[scope] and not facts.index.stores[scope]
