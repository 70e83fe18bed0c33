"""A name that people wrote and that only the catalogue or the law can confirm."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """The name, and where it stands."""

    file: str
    line: int
    key: str
    name: str
