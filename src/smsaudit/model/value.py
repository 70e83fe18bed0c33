"""What an expression literally says, without any opinion on what it evaluates to.

A small language-neutral tree. Scanners build it, `resolve` reads it. Indexes point into the
`scopes` and `calls` of the same file's `Facts`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A string (or bytes) literal, decoded."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """An integer literal, whatever its notation."""

    value: int


@dataclass(frozen=True, slots=True)
class Truth:
    """`True`, `False` or `None`."""

    value: bool | None


@dataclass(frozen=True, slots=True)
class Name:
    """A bare name, looked up from the scope in which it stands."""

    name: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """`base.name`."""

    base: Value
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """`base[key]`."""

    base: Value
    key: Value


@dataclass(frozen=True, slots=True)
class Result:
    """What call number `call` of this file returns (awaited or not)."""

    call: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Text put together from parts (f-string, `+`, adjacent literals); parts may be unknown."""

    parts: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with holes (`%s`, `{name}`) and what fills them; fillers may be unknown."""

    template: Value
    fillers: tuple[tuple[str | None, Value], ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, tuple or set display."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """A dict display; a `None` key stands for `**value`."""

    pairs: tuple[tuple[Value | None, Value], ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several values: conditional expression, `or`, `and`."""

    options: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """Some element of an iterable: loop and comprehension targets, unpacking (`index` where known)."""

    of: Value
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """What `with of as name` binds."""

    of: Value


@dataclass(frozen=True, slots=True)
class Defined:
    """The function, lambda or class that is scope number `scope` of this file."""

    scope: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison or boolean negation, kept because conditions choose channels."""

    operator: str
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class Opaque:
    """An expression that is not modelled."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """The object a method was called on; made while resolving, never by a scanner."""

    referent: object


Value = (
    Text
    | Number
    | Truth
    | Name
    | Attribute
    | Item
    | Result
    | Joined
    | Filled
    | Sequence
    | Mapping
    | Either
    | Element
    | Entered
    | Defined
    | Compared
    | Opaque
    | Receiver
)
