"""Attributes that a class declares with a type: what the constructor that nobody wrote puts there, and what the type says.

So it is with data classes, named tuples, attrs and models of pydantic: the arguments are the declared fields, in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from smsaudit.model.fact import Called
from smsaudit.model.referent import (
    ClassRef,
    External,
    Frame,
    FunctionRef,
    Referent,
    Referents,
)
from smsaudit.resolve import calls, classes, hints

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_TUPLES = ("typing.NamedTuple", "typing_extensions.NamedTuple", "collections.namedtuple")
_DEFAULTS = ("default", "default_factory", "factory")
COLUMNS = frozenset(
    (
        *(f"django.db.models.{kind}Field" for kind in ("Char", "Text", "URL", "Slug")),
        *(f"peewee.{kind}Field" for kind in ("Char", "Text")),
        *(f"mongoengine.{kind}Field" for kind in ("String", "URL")),
        *(f"tortoise.fields.{kind}Field" for kind in ("Char", "Text")),
        *(f"{odoo}.fields.{kind}" for odoo in ("odoo", "openerp") for kind in ("Char", "Text")),
        "sqlalchemy.Column",
        "sqlalchemy.orm.mapped_column",
        "flask_sqlalchemy.SQLAlchemy.Column",
    )
)
"""What a row has under such an attribute is its default, or anything else."""
MAKERS = frozenset(
    (
        "dataclasses.field",
        "attr.ib",
        "attr.field",
        "attrs.field",
        "msgspec.field",
        "pydantic.Field",
        "pydantic.fields.Field",
        "sqlmodel.Field",
    )
)
"""Calls that say more about a field; what they answer is never seen."""


def bind(resolver: Resolver, cls: ClassRef, frame: Frame, call: Called) -> None:
    """Note what the fields of a class without a constructor of its own receive from `call`."""
    homes = _homes(resolver, cls) if call.arguments else {}
    names = list(homes)
    for index, argument in enumerate(call.arguments if homes else ()):
        name = argument.keyword
        if name is None and index < len(names):
            name = names[index]
        if name in homes:
            resolver.bind(FunctionRef(homes[name].frame), name, frame, argument.value)


def _homes(resolver: Resolver, cls: ClassRef) -> dict[str, ClassRef]:
    """Names of all fields, those of bases first, and the class that declares each."""
    own = [base for base in reversed(classes.mro(resolver, cls)) if isinstance(base, ClassRef)]
    return {
        field.name: base
        for base in own
        if (tables := resolver.tables(base.frame.path)) is not None
        for field in tables.scope(base.frame.scope).filled
    }


def declared(resolver: Resolver, cls: ClassRef, name: str, known: Iterable[Referent]) -> Referents:
    """What an attribute that `cls` declares is given by constructors, or by its type if little is known of it."""
    tables = resolver.tables(cls.frame.path)
    field = tables.fields.get((cls.frame.scope, name)) if tables is not None else None
    if field is None:
        return _NOTHING
    given = resolver.questions.ask((*cls.frame, name), _given, resolver, cls, name)
    if field.annotation is None or not hints.tells_little((*known, *given)):
        return given
    return given | hints.annotated(resolver, cls.frame, field.annotation)


def _given(resolver: Resolver, cls: ClassRef, name: str) -> Iterator[Referents]:
    for (outside, _), value in list(resolver.bindings.get((*cls.frame, name), {}).items()):
        yield resolver.evaluate(outside, value)


def is_tuple(resolver: Resolver, cls: ClassRef) -> bool:
    """Whether the objects of a class are named tuples."""
    order = classes.mro(resolver, cls)
    return any(isinstance(base, External) and base.origin.startswith(_TUPLES) for base in order)


def unpacked(resolver: Resolver, cls: ClassRef, index: int | None) -> Referents:
    """What a named tuple has at a place, or at any."""
    homes = list(_homes(resolver, cls).items())
    chosen = homes if index is None else homes[index : index + 1]
    return _NOTHING.union(*(declared(resolver, home, name, ()) for name, home in chosen))


def default(resolver: Resolver, frame: Frame, call: Called) -> Referents:
    """What `field(…)` puts in where the constructor is given nothing."""
    found: set[Referent] = set()
    for argument in call.arguments:
        given_here = resolver.evaluate(frame, argument.value) if argument.keyword in _DEFAULTS else _NOTHING
        if argument.keyword == "default":
            found |= given_here
        else:
            found.update(*(calls.result_of(resolver, item, frame, calls.no_call()) for item in given_here))
    return frozenset(found)
