"""What the audit saw besides the verdict, and what an answer to a duty is."""

from __future__ import annotations

from msgspec import Struct, field

from smsaudit.model.checks import DutyState, Witnesses
from smsaudit.model.flow import EntryPoint, Flow
from smsaudit.model.gap import Gap
from smsaudit.model.verdict import Reason

Answer = tuple[DutyState, Reason]
"""What one look says about a duty, and the sentence that shows it."""


class Surroundings(Struct, frozen=True, kw_only=True):
    """What the checks of duties look at."""

    entry_points: tuple[EntryPoint, ...] = ()
    flows: tuple[Flow, ...] = ()
    gaps: tuple[Gap, ...] = ()
    witnesses: Witnesses = field(default_factory=Witnesses)
