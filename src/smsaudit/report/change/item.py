"""One difference between two audits, as a line that is the same in every report."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from smsaudit.model.location import Location
from smsaudit.model.words import Words


class Sign(StrEnum):
    """What happened to a thing."""

    ADDED = "+"
    REMOVED = "-"
    CHANGED = "~"


class Item(Struct, frozen=True, kw_only=True):
    """One difference."""

    sign: Sign
    text: Words
    location: Location | None = None
    in_before: bool = False
    """The place is in the tree before the change."""
    is_headline: bool = False
    """Said by the headline already."""
