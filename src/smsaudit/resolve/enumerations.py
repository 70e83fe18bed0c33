"""What the members of an enumeration stand for, where it is open which member is meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smsaudit.model.referent import ClassRef, External, Referents, TextRef
from smsaudit.resolve import classes

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_ENUMERATIONS = ("enum.", "django.db.models.TextChoices", "django.db.models.enums.")


def texts(resolver: Resolver, cls: ClassRef) -> Referents:
    """The texts that the members of a class are; none of a class that is no enumeration."""
    found: Referents = resolver.questions.ask(("members", cls), _texts, resolver, cls)
    return found


def _texts(resolver: Resolver, cls: ClassRef) -> Iterator[Referents]:
    order = classes.mro(resolver, cls)
    tables = resolver.tables(cls.frame.path)
    if tables is None or not any(
        isinstance(base, External) and base.origin.startswith(_ENUMERATIONS) for base in order
    ):
        return
    for bound in tables.facts.index.bindings[cls.frame.scope]:
        found = resolver.evaluate(cls.frame, bound.value)
        yield frozenset(item for item in found if isinstance(item, TextRef))
