"""A name that people wrote and that only the catalogue or the law can confirm."""

from __future__ import annotations

from msgspec import Struct


class Mention(Struct, frozen=True, order=True):
    """The name, and where it stands."""

    file: str
    line: int
    key: str
    name: str
