"""What type hints say: instances of what they name, and containers of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from smsaudit.model.referent import (
    ClassRef,
    DisplayRef,
    External,
    Frame,
    InstanceRef,
    NumberRef,
    Referent,
    Referents,
    TextRef,
    TruthRef,
)
from smsaudit.model.value import (
    Attribute,
    Either,
    Item,
    Known,
    Mapping,
    Name,
    Opaque,
    Result,
    Sequence,
    Text,
    Truth,
    Value,
)
from smsaudit.resolve import classes

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver
    from smsaudit.resolve.tables import Tables

_NAMES = re.compile(r"[A-Za-z_][\w.]*")
"""Names in an annotation that is written as a text."""
_MAPPINGS = frozenset(["dict", "mapping", "mutablemapping", "defaultdict", "ordereddict"])
_LITTLE = (External, NumberRef, TextRef, TruthRef)
_INJECTING = frozenset(("Depends", "Security"))
_PLAIN = frozenset(("str", "int", "float", "bool", "bytes"))
_HOLDERS = _MAPPINGS | {
    "list",
    "set",
    "frozenset",
    "tuple",
    "sequence",
    "mutablesequence",
    "collection",
    "deque",
    "iterable",
    "iterator",
    "generator",
    "asynciterator",
    "asyncgenerator",
    "asynciterable",
    "queryset",
}
"""Annotations that say what a container holds, in small letters."""


def tells_little(known: Iterable[Referent]) -> bool:
    """Whether all that is known is literals, such as a `None` to begin with, and what is outside the tree."""
    return all(isinstance(item, _LITTLE) for item in known)


def said(resolver: Resolver, tables: Tables, frame: Frame, name: str) -> Referents:
    """What a name is said to hold where it is declared, or where it is asked whether it is an object of a class."""
    declared = tables.fields.get((frame.scope, name))
    annotations = [*(tables.tested.get((frame.scope, name), ()))]
    if declared is not None and declared.annotation is not None:
        annotations.append(declared.annotation)
    return frozenset(found for each in annotations for found in annotated(resolver, frame, each))


def annotated(resolver: Resolver, frame: Frame, annotation: Value) -> Referents:
    """Instances of what an annotation names; `Optional[X]`, `X | None` and quoted names are looked through."""
    match annotation:
        case Text(text):
            return frozenset(
                found
                for name in _NAMES.findall(text)
                for found in annotated(
                    resolver, frame, resolver.once(("quoted", name), partial(_dotted, name))
                )
            )
        case Item(base, key) if names_container(annotation):
            parts = key.items if isinstance(key, Sequence) else (key,)
            is_mapping = getattr(base, "name", "").lower() in _MAPPINGS and len(parts) > 1
            chosen = parts[-1:] if is_mapping else parts
            inner = frozenset[Referent]().union(*(annotated(resolver, frame, part) for part in chosen))
            return _held(resolver, frame, inner, is_mapping=is_mapping)
        case Result() if is_injected(resolver, frame, annotation):
            return resolver.evaluate(frame, annotation)
        case Item(_, Sequence(items)):
            return frozenset().union(*(annotated(resolver, frame, item) for item in items))
        case Item(_, key):
            return annotated(resolver, frame, key)
        case _:
            return resolver.instances(resolver.evaluate(frame, annotation))


def fitting(resolver: Resolver, annotation: Value, said: Referents, given: Referents) -> Referents:
    """What of the things that are given to a parameter its annotation, which says it holds `said`, lets through."""
    name = _only_name(annotation)
    if name in _PLAIN:
        return frozenset(filter(_may_be_text, given))
    wanted = [item.cls for item in said if isinstance(item, InstanceRef)] if name else []
    if not wanted or len(wanted) < len(said) or not all(_is_closed(resolver, cls) for cls in wanted):
        return given
    return frozenset(
        item for item in given if isinstance(item, InstanceRef) and _is_one_of(resolver, item.cls, wanted)
    )


def _may_be_text(item: Referent) -> bool:
    """Whether something may be a text or number, or several: members of enumerations are objects of a class."""
    if isinstance(item, DisplayRef):
        return isinstance(item.display, Sequence)
    return isinstance(item, (*_LITTLE, InstanceRef))


def _only_name(annotation: Value) -> str:
    """The last name of what an annotation names, if that is one thing, or nothing (`Optional[X]`); else empty."""
    match annotation:
        case Either((one, Truth(None))) | Either((Truth(None), one)):
            return _only_name(one)
        case Item(Name("Optional"), one) | Item(Attribute(_, "Optional"), one):
            return _only_name(one)
        case Name(name) | Attribute(_, name):
            return name
        case Text(text) if _NAMES.fullmatch(text):
            return text.rpartition(".")[2]
        case _:
            return ""


def _is_closed(resolver: Resolver, cls: ClassRef) -> bool:
    """Whether all bases of a class stand in the tree: nothing from elsewhere passes for an object of it, as it may for a protocol."""
    return all(isinstance(base, ClassRef) for base in classes.mro(resolver, cls))


def _is_one_of(resolver: Resolver, cls: ClassRef, wanted: Iterable[ClassRef]) -> bool:
    order = classes.mro(resolver, cls)
    return any(base in order for base in wanted) or any(isinstance(base, External) for base in order)


def meant(resolver: Resolver, frame: Frame, origin: str, key: Value) -> tuple[Value, ...]:
    """What a hint around a class names; of `Annotated`, the class and what provides its object."""
    parts = tuple(key.items) if isinstance(key, Sequence) else (key,)
    if not origin.endswith("Annotated"):
        return parts
    return (*parts[:1], *(part for part in parts[1:] if is_injected(resolver, frame, part)))


def is_injected(resolver: Resolver, frame: Frame, value: Value) -> bool:
    """Whether a framework puts in what a value says: `Depends(get_sender)`."""
    tables = resolver.tables(frame.path) if isinstance(value, Result) else None
    callee = tables.call(value.call).callee if tables is not None and isinstance(value, Result) else None
    return getattr(callee, "name", "") in _INJECTING


def names_container(annotation: Value) -> bool:
    """Whether an annotation says what a container holds."""
    return isinstance(annotation, Item) and getattr(annotation.base, "name", "").lower() in _HOLDERS


def _held(resolver: Resolver, frame: Frame, inner: Referents, *, is_mapping: bool) -> Referents:
    """A container of instances, shown with one that stands for all; what is outside the tree hands itself on."""
    held = frozenset(item for item in inner if isinstance(item, InstanceRef))
    if not held:
        return inner
    row = Known(held)
    made = resolver.once(
        ("held", held, is_mapping), lambda: Mapping(((Opaque(), row),)) if is_mapping else Sequence((row,))
    )
    return (inner - held) | {resolver.display(frame, made)}


def _dotted(text: str) -> Value:
    first, *rest = text.split(".")
    value: Value = Name(first)
    for name in rest:
        value = Attribute(value, name)
    return value
