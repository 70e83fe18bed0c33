"""A pattern and the place where it matched, before context and channel are known."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field

from smsaudit.model.location import Place
from smsaudit.model.signature import Pattern


class Match(Struct, frozen=True):
    """One match in one file."""

    pattern: Pattern
    place: Place
    scope: int = 0
    call: int | None = None
    resolution: str = "exact"
    values: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
