"""Where something stands."""

from __future__ import annotations

from typing import NewType

from msgspec import Struct
from msgspec.structs import force_setattr

TreePath = NewType("TreePath", str)
"""A path relative to the audited root, with forward slashes on every system."""


class Place(Struct, frozen=True, order=True, array_like=True, gc=False):
    """A place inside one file. Lines and columns are 1-based; `end_line` is inclusive."""

    line: int
    column: int = 1
    end_line: int = 0

    def __post_init__(self) -> None:
        if self.line < 1 or self.column < 1:
            msg = f"lines and columns count from 1, not {self.line}:{self.column}"
            raise ValueError(msg)
        if self.end_line < self.line:
            force_setattr(self, "end_line", self.line)

    @property
    def lines(self) -> range:
        """Numbers of its lines."""
        return range(self.line, self.end_line + 1)

    def has_start_of(self, other: Place) -> bool:
        """Whether another place of the same file begins in this one; of the last line all counts."""
        return (self.line, self.column) <= (other.line, other.column) and other.line <= self.end_line


class Location(Struct, frozen=True, order=True):
    """A place in a file of the audited tree."""

    path: TreePath
    place: Place

    @property
    def line(self) -> int:
        """First line, counted from 1."""
        return self.place.line

    def __str__(self) -> str:
        return f"{self.path}:{self.place.line}"
