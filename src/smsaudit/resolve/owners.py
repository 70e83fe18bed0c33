"""Servers, factories and applications that a library hands to the handlers they make: `self.server`, `self.factory`."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from smsaudit.model.referent import External, Frame, InstanceRef, Referent, Referents
from smsaudit.model.value import Attribute, Name
from smsaudit.resolve import classes

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
KINDS = MappingProxyType(
    {"server": "Server", "factory": "Factory", "application": "Application", "bot": "Bot"}
)
"""Under which name a handler has what made it, and how classes of that kind are called."""
_MOST_ELSEWHERE = 2
"""Of more that stand in other files, none is meant for certain."""


def kind_of(origin: str) -> str:
    """Of which kind a class from outside the tree is, by its name; empty where it is of none."""
    name = origin.rpartition(".")[2]
    return next((kind for kind in KINDS.values() if name.endswith(kind)), "")


def of_handler(resolver: Resolver, frame: Frame, value: Attribute, found: Referents) -> Referents:
    """Objects of the tree's own servers (factories, applications), where a handler below a library's class asks for its own."""
    orders = [classes.mro(resolver, each.cls) for each in found if isinstance(each, InstanceRef)]
    if not any(isinstance(base, External) for order in orders for base in order):
        return _NOTHING
    known = resolver.families.below(KINDS[value.name])
    here = [cls for cls in known if cls.frame.path == frame.path]
    return frozenset(map(InstanceRef, here or (known if len(known) <= _MOST_ELSEWHERE else ())))


def put_on(resolver: Resolver, value: Attribute, found: Referents) -> Referents:
    """What loaded files make an attribute of such an object of the library's: `httpd.modem = Modem()`."""
    base = value.base
    kind = KINDS.get(base.name) if isinstance(base, Attribute) and isinstance(base.base, Name) else None
    put: set[Referent] = set()
    for path in resolver.storing(value.name) if kind and found else ():
        tables = resolver.tables(path)
        for store in tables.stored.get(value.name, ()) if tables else ():
            frame = Frame(path, store.scope)
            if any(
                isinstance(each, External) and kind_of(each.origin) == kind
                for each in resolver.evaluate(frame, store.base)
            ):
                put |= resolver.evaluate(frame, store.value)
    return frozenset(put)
