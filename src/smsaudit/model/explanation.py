"""The answer to one question about a result, the law or the signatures."""

from __future__ import annotations

from msgspec import Struct

from smsaudit.model.location import Location
from smsaudit.model.words import Words


class Item(Struct, frozen=True, kw_only=True):
    """One thing that is said, and where it can be checked."""

    text: Words
    name: Words | None = None
    """What kind of thing it is: `Law`, `calls`, `Far end`."""
    ref: str = ""
    """Id that can be asked about in turn."""
    mark: Words | None = None
    """What a reader must know before relying on it: `inferred`, `contested`."""
    location: Location | None = None
    seen: Location | None = None
    """The line of code that shows it, where that is not `location`."""
    code: str = ""
    """That line, redacted."""


class Section(Struct, frozen=True, kw_only=True):
    """Items under one heading."""

    title: Words
    items: tuple[Item, ...]


class Explanation(Struct, frozen=True, kw_only=True):
    """What something is, what it rests on, and what follows."""

    kind: str
    """`leaf`, `licence`, `statement`, `channel`, `place` …"""
    id: str
    title: Words
    sections: tuple[Section, ...]
