"""What a tree adds up to under the decision procedure."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from msgspec import Struct

from smsaudit.model.flow import Channel
from smsaudit.model.words import Words


class Status(StrEnum):
    """How firm the law is on a point."""

    SETTLED = "settled"
    CONTESTED = "contested"
    UNVERIFIED = "unverified"


class Confidence(IntEnum):
    """How firm the evidence is."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def word(self) -> str:
        """The level as reports print it."""
        return self.name.lower()


class Leaf(Struct, frozen=True, kw_only=True):
    """One outcome of the decision procedure: a row of `law/leaves.toml`."""

    id: str
    label: str
    rank: int
    display: Words
    status: Status
    confidence: Confidence


class Reason(Struct, frozen=True, kw_only=True):
    """A sentence with the detections and statements that carry it."""

    text: Words
    location: str = ""
    statement: str = ""


class Judgement(Struct, frozen=True, kw_only=True):
    """A channel and the leaf it reaches."""

    channel: Channel
    leaf: Leaf
    label: str
    """The leaf's label; C instead of B for C4 where the route is a carrier link."""
    confidence: Confidence
    status: Status
    because: tuple[Reason, ...]
    despite: tuple[Reason, ...] = ()
    counted: bool = True
    """Takes part in the verdict; false for channels that are only listed."""


class Verdict(Struct, frozen=True, kw_only=True):
    """The heaviest leaf, the others, and what speaks for and against."""

    leaf: Leaf
    label: str
    confidence: Confidence
    status: Status
    mixed: tuple[str, ...] = ()
    """Other leaves that live channels reached, heaviest first."""
    because: tuple[Reason, ...] = ()
    despite: tuple[Reason, ...] = ()
    conditional_on: tuple[str, ...] = ()
    would_change: tuple[Reason, ...] = ()


class Unit(Struct, frozen=True, kw_only=True):
    """A deployable part of the tree and its own verdict."""

    path: str
    verdict: Verdict
    judgements: tuple[Judgement, ...]
