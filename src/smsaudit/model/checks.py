"""What shows that a duty is met, or that it is not."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from smsaudit.model.location import Location
from smsaudit.model.words import Words


class DutyState(StrEnum):
    """What the tree and the declared facts say about a duty."""

    MET = "met"
    UNMET = "not-met"
    UNSEEN = "not-seen"
    """Neither code nor a declared fact shows it, either way."""


class Where(StrEnum):
    """Which files of the tree may hold a text."""

    PRIVACY = "privacy"
    """Privacy policies."""
    TEXTS = "texts"
    """What users and staff read: policies, terms, read-mes, footers."""
    READ = "read"
    """Files that were read for the audit."""
    READ_BY_TEXT = "read-by-text"
    """Those of them in languages whose calls are not followed, so that their text is all there is."""
    SETTINGS = "settings"


class FactCheck(Struct, frozen=True, tag=True, kw_only=True):
    """A declared fact; `*` stands for any answer that is not listed on the other side."""

    duty: str
    part: str
    key: str
    met: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    at_least: int | None = None
    """The smallest number that is enough, where the fact is one."""


class TextCheck(Struct, frozen=True, tag=True, kw_only=True):
    """A regular expression that matches in some file of the tree."""

    id: str
    duty: str
    part: str
    pattern: str
    needles: tuple[str, ...]
    """Literals of which a file that can match holds one."""
    where: Where
    shows: DutyState
    say: Words
    at_least: int | None = None
    """The smallest number in the first group that is enough; a smaller one speaks against."""


class ViewCheck(Struct, frozen=True, tag=True, kw_only=True):
    """A look at what the audit found, by the name that code knows it by."""

    duty: str
    part: str
    view: str


Check = FactCheck | TextCheck | ViewCheck


class Witness(Struct, frozen=True, order=True):
    """A place where a text check matched, with what its first group held."""

    check: str
    location: Location
    value: str = ""


class Witnesses(Struct, frozen=True, kw_only=True):
    """What the tree holds besides senders that speaks for or against a duty."""

    texts: tuple[Witness, ...] = ()
    policies: tuple[Location, ...] = ()
    """Privacy policies in the tree."""
    named: tuple[Witness, ...] = ()
    """Where a privacy policy names a channel; `check` is the channel's id."""
