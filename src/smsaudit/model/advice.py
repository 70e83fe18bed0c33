"""What follows from a verdict: licences, duties, questions, steps, each with its legal source."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from smsaudit.model.checks import DutyState
from smsaudit.model.verdict import Reason, Status
from smsaudit.model.words import Words


class Source(Struct, frozen=True, kw_only=True):
    """Where a legal statement was read."""

    id: str
    kind: str
    """`seed`, `primary`, `copy`, `secondary`, `vendor`, `agent` or `inference`."""
    title: Words
    address: str = ""
    locator: Words | None = None
    """Where in it."""
    stance: str = "supports"


class Instrument(Struct, frozen=True, kw_only=True):
    """A law, regulation, order, notice or catalogue."""

    code: str
    name: Words
    issuer: Words
    state: str
    """`in_force`, `superseded`, `draft` or `unknown`."""
    text_seen: str
    """`full`, `partial`, `quoted` or `none`."""
    document: Words | None = None
    """Number under which it was issued, or its edition."""
    effective: str = ""
    address: str = ""


class Conflict(Struct, frozen=True, kw_only=True):
    """A point on which sources differ, and the strongest wording that is allowed about it."""

    id: str
    title: Words
    sides: tuple[Words, ...]
    tool_says: Words


class Statement(Struct, frozen=True, kw_only=True):
    """One legal statement, never worded more firmly than its status allows."""

    id: str
    kind: str
    text: Words
    status: Status
    as_of: date
    review_by: date
    instrument: str = ""
    article: str = ""
    term_zh: str = ""
    note: Words | None = None
    conflicts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    applies_to: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    seed_ids: tuple[str, ...] = ()


class Duty(Struct, frozen=True, kw_only=True):
    """Something to do or keep under a leaf."""

    id: str
    text: Words
    status: Status
    statements: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    state: DutyState = DutyState.UNSEEN
    """Whether it is met, as far as the tree and the declared facts show."""
    shown: tuple[Reason, ...] = ()
    """What shows it, either way."""


class Question(Struct, frozen=True, kw_only=True):
    """A fact that only people know, and which leaves need it."""

    id: str
    fact_key: str
    ask: Words
    values: tuple[str, ...]
    needed_by: tuple[str, ...]
    proof: Words | None = None


class Licence(Struct, frozen=True, kw_only=True):
    """A licence that the tree points to, with why and how firmly."""

    id: str
    """`B25-SP`, `B25-ICP`, `B22`, `B24-1`, `B24-2`, `B24` or `B21`."""
    name: Words
    status: Status
    outcome: Words
    because: tuple[str, ...]
    """Detection ids."""
    statements: tuple[Statement, ...]


class Advice(Struct, frozen=True, kw_only=True):
    """All that follows, in the order of reading."""

    licences: tuple[Licence, ...]
    duties: tuple[Duty, ...]
    open_questions: tuple[Question, ...]
    next_steps: tuple[Words, ...]
    statements: tuple[Statement, ...]
    """Every statement that the above cite."""
    disclaimer: Words
    instruments: tuple[Instrument, ...] = ()
    """Every instrument that the statements name."""
    conflicts: tuple[Conflict, ...] = ()
    """Every point on which sources of the statements differ."""
