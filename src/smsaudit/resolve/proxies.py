"""What `__getattr__` hands out for a name that an object does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from smsaudit.model.referent import ClassRef, External, Frame, FunctionRef, InstanceRef, MethodRef, Referents
from smsaudit.model.value import Item, Name, Text, Value
from smsaudit.resolve import calls, classes, containers
from smsaudit.resolve.tables import Tables

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_TAKES = 2
"""The object, and the name."""


def forwarded(
    resolver: Resolver, receiver: InstanceRef, order: Iterable[ClassRef | External], name: str
) -> Referents:
    """`receiver.name` by the first `__getattr__` along the order of resolution; the language's own names never."""
    if name.startswith("__"):
        return _NOTHING
    for cls in order:
        tables = resolver.tables(cls.frame.path) if isinstance(cls, ClassRef) else None
        scope = (
            tables.methods(cls.frame.scope).get("__getattr__")
            if tables and isinstance(cls, ClassRef)
            else None
        )
        if tables is not None and scope is not None and isinstance(cls, ClassRef):
            method = FunctionRef(Frame(cls.frame.path, scope))
            calls.bind_receiver(resolver, MethodRef(method, receiver))
            return frozenset().union(*_handed_out(resolver, tables, method, name))
    return _NOTHING


def _handed_out(resolver: Resolver, tables: Tables, method: FunctionRef, name: str) -> Iterator[Referents]:
    """Attributes and items of that name of what the method looks them up on; or else whatever it returns."""
    frame = method.frame
    parameters = tables.scope(frame.scope).parameters
    if len(parameters) < _TAKES:
        return
    asked = Name(parameters[1].name)
    held = list(_looked_up_on(tables, frame.scope, asked))
    for base in held:
        for referent in resolver.evaluate(frame, base):
            yield classes.attribute(resolver, referent, name)
    key: Value = resolver.once(("key", name), lambda: Text(name))
    items = [each.value for each in tables.facts.index.returned[frame.scope] if isinstance(each.value, Item)]
    for item in items:
        for referent in resolver.evaluate(frame, item.base) if item.key == asked else ():
            yield containers.item(resolver, referent, frame, key)
    if not held and not items:
        yield calls.returned(resolver, method)


def _looked_up_on(tables: Tables, scope: int, asked: Name) -> Iterator[Value]:
    """What `getattr(…, name)` in the method is asked about."""
    for number in tables.calls_in.get(scope, ()):
        call = tables.call(number)
        values = [argument.value for argument in call.arguments]
        if call.callee == Name("getattr") and len(values) >= _TAKES and values[1] == asked:
            yield values[0]
