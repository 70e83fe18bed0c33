"""What proves a pattern, and what must stay silent."""

from __future__ import annotations

from msgspec import Struct


class Expectation(Struct, frozen=True):
    """A pattern that must fire on a line of an example."""

    line: int
    pattern: str
    """A pattern id."""


class Example(Struct, frozen=True, kw_only=True):
    """A small file that proves a pattern, or (without expectations) a look-alike that stays silent."""

    path: str
    source: str
    expects: tuple[Expectation, ...]
    why: str = ""
    line: int = 1
    """Line of the signature file after which the source begins, for error messages."""
