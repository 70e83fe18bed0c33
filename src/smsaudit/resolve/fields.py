"""Attributes that a class declares with a type: what the constructor that nobody wrote puts there, and what the type says.

So it is with data classes, named tuples, attrs and models of pydantic: the arguments are the declared fields, in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from smsaudit.model.fact import Called, Parameter
from smsaudit.model.referent import (
    ClassRef,
    Frame,
    FunctionRef,
    NumberRef,
    Referent,
    Referents,
    TextRef,
    TruthRef,
)
from smsaudit.model.value import Attribute, Item, Name, Value
from smsaudit.resolve import calls, classes, hints

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_DEFAULTS = ("default", "default_factory", "factory")
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
        for field in _declared(resolver, base)
        if not _is_of_class(field.annotation)
    }


def _declared(resolver: Resolver, cls: ClassRef) -> tuple[Parameter, ...]:
    tables = resolver.tables(cls.frame.path)
    return tables.scope(cls.frame.scope).fields if tables is not None else ()


def _is_of_class(annotation: Value | None) -> bool:
    """Whether an attribute is no field: `ClassVar[…]`."""
    value = annotation.base if isinstance(annotation, Item) else annotation
    return isinstance(value, Name | Attribute) and value.name == "ClassVar"


def given(resolver: Resolver, cls: ClassRef, name: str) -> Referents:
    """What constructors are given for a field that `cls` declares."""
    if _field(resolver, cls, name) is None:
        return _NOTHING
    return resolver.questions.ask((*cls.frame, name), _given, resolver, cls, name)


def _given(resolver: Resolver, cls: ClassRef, name: str) -> Iterator[Referents]:
    for (outside, _), value in list(resolver.bindings.get((*cls.frame, name), {}).items()):
        yield resolver.evaluate(outside, value)


def hinted(resolver: Resolver, cls: ClassRef, name: str) -> Referents:
    """What the type of an attribute says that it is."""
    field = _field(resolver, cls, name)
    annotation = field.annotation if field is not None else None
    return hints.annotated(resolver, cls.frame, annotation) if annotation is not None else _NOTHING


def _field(resolver: Resolver, cls: ClassRef, name: str) -> Parameter | None:
    return next((field for field in _declared(resolver, cls) if field.name == name), None)


def tells_little(found: Iterable[Referent]) -> bool:
    """Whether nothing is known of an attribute but literals, such as the `None` that it begins with."""
    return all(isinstance(item, TextRef | NumberRef | TruthRef) for item in found)


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
