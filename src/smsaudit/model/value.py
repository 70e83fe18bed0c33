"""What an expression literally says, without any opinion on what it evaluates to.

A small language-neutral tree. Scanners build it, `resolve` reads it. Indexes point into the
`scopes` and `calls` of the same file's `Facts`.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct


class Text(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """A string (or bytes) literal, decoded."""

    value: str


class Number(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """An integer literal, whatever its notation."""

    value: int


class Truth(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """`True`, `False` or `None`."""

    value: bool | None


class Name(Struct, frozen=True, array_like=True, tag=True, gc=False, eq=False):
    """A bare name, looked up from the scope in which it stands; equal to the same name read elsewhere."""

    name: str
    at: int = 0
    """The moment at which it is read (`Facts.moments`); 0 if nobody knows."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Name) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)


class Attribute(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """`base.name`."""

    base: Value
    name: str


class Item(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """`base[key]`."""

    base: Value
    key: Value


class Result(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """What call number `call` of this file returns (awaited or not)."""

    call: int


class Joined(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """Text put together from parts (f-string, `+`, adjacent literals); parts may be unknown."""

    parts: tuple[Value, ...]


class Filled(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """A template with holes (`%s`, `{name}`) and what fills them; fillers may be unknown."""

    template: Value
    fillers: tuple[tuple[str | None, Value], ...]


class Sequence(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """A list, tuple or set display."""

    items: tuple[Value, ...]


class Mapping(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """A dict display; a `None` key stands for `**value`."""

    pairs: tuple[tuple[Value | None, Value], ...]


class Either(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """One of several values: conditional expression, `or`, `and`."""

    options: tuple[Value, ...]


class Element(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """Some element of an iterable: loop and comprehension targets, unpacking (`index` where known)."""

    of: Value
    index: int | None = None


class Part(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """`of[first:last]`, with bounds that the file spells out."""

    of: Value
    first: int
    last: int | None = None


class Entered(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """What `with of as name` binds."""

    of: Value


class Defined(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """The function, lambda or class that is scope number `scope` of this file."""

    scope: int


class Compared(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """A comparison or boolean negation, kept because conditions choose channels."""

    operator: str
    left: Value
    right: Value


class Opaque(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """An expression that is not modelled."""


class Known(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """What was worked out already (`Referents`); made while resolving, never by a scanner."""

    referents: frozenset[object]


class Given(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """A value as it stands in another frame (`Frame`): an argument in the place of its parameter; made while resolving."""

    frame: object
    value: Value


class Again(Struct, frozen=True, array_like=True, tag=True, gc=False):
    """What call number `number` of a file returns when it is made with other arguments (`Called`); made while resolving."""

    number: int
    call: object
    depth: int


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
    | Known
    | Part
    | Given
    | Again
)


def texts_in(value: Value) -> Iterator[str]:
    """The text that a value is, or those that it lists."""
    match value:
        case Text(text):
            yield text
        case Sequence(items):
            for item in items:
                yield from texts_in(item)
        case _:
            pass
