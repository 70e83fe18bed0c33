"""What people decided to live with, and what is said about those decisions."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from smsaudit.model.detection import Detection
from smsaudit.model.location import Location
from smsaudit.model.words import Words


class Way(StrEnum):
    """How a detection was suppressed."""

    COMMENT = "comment"
    BASELINE = "baseline"


class Suppression(Struct, frozen=True, kw_only=True):
    """A decision to leave something out of the check of the policy."""

    way: Way
    reason: str = ""
    owner: str = ""
    until: date | None = None
    location: Location | None = None
    """Where the comment stands; None for a baseline."""


class Suppressed(Struct, frozen=True):
    """A detection that stays in every count and in the verdict, and the decision about it."""

    detection: Detection
    suppression: Suppression


class RemarkKind(StrEnum):
    """What is wrong with a suppression."""

    UNUSED = "unused"
    """Nothing of that pattern is there."""
    EXPIRED = "expired"
    NO_REASON = "no-reason"
    NO_PATTERN = "no-pattern"
    UNKNOWN_PATTERN = "unknown-pattern"
    BAD_DATE = "bad-date"
    GONE = "gone"
    """A line of the baseline for which nothing is left in the tree."""


class Remark(Struct, frozen=True, kw_only=True):
    """A suppression that people should look at; unless it is merely unused, it suppresses nothing."""

    kind: RemarkKind
    text: Words
    location: Location | None = None


class Suppressions(Struct, frozen=True):
    """What is suppressed in a tree, and the remarks on how."""

    suppressed: tuple[Suppressed, ...] = ()
    remarks: tuple[Remark, ...] = ()
