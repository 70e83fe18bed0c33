"""What a change does to the verdict: two audits of one project, and the differences between them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar

from msgspec import Struct, field

from smsaudit.model.advice import Duty, Licence
from smsaudit.model.flow import EntryPoint, Flow
from smsaudit.model.gap import Gap
from smsaudit.model.location import Location
from smsaudit.model.policy import Violation
from smsaudit.model.result import AuditResult
from smsaudit.model.verdict import Judgement, Unit
from smsaudit.model.words import Words

Thing = TypeVar("Thing")


class Direction(StrEnum):
    """Which way the verdict went, by the rank of its leaf."""

    WORSE = "worse"
    BETTER = "better"
    UNCLEAR = "unclear"
    """Lower by rank, but only because it can no longer be told."""
    SAME = "same"


class Delta(Struct, Generic[Thing], frozen=True, kw_only=True):
    """Things of one kind that came, went, or are not what they were."""

    added: tuple[Thing, ...] = ()
    removed: tuple[Thing, ...] = ()
    changed: tuple[tuple[Thing, Thing], ...] = ()
    """Before and after."""

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


class Flip(Struct, frozen=True, kw_only=True):
    """The place where the change tips the verdict."""

    location: Location
    text: Words
    """What happens there, without the place."""
    code: str = ""
    """The line as written, redacted."""
    in_before: bool = False
    """The place is only in the tree before the change: something was taken away."""
    replaced_by: Location | None = None
    """What stands in its place after the change."""
    on_changed_line: bool = True
    """The change touches the line itself; false where only something around it changed."""


class ChangedLines(Struct, frozen=True, kw_only=True):
    """The lines of the change that are behind its differences; where there is none, the line was not touched."""

    channels: Mapping[str, Location] = field(default_factory=lambda: MappingProxyType({}))
    """By channel id, in the tree after the change."""
    flows: Mapping[Flow, Location] = field(default_factory=lambda: MappingProxyType({}))
    """After the change for flows that are new, before it for those that are gone."""


class Side(Struct, frozen=True, kw_only=True):
    """One of the two trees, under the name that the reader gave it."""

    name: str
    result: AuditResult


class GateChange(Struct, frozen=True, kw_only=True):
    """Something by which changes are judged, and which this change edits itself."""

    file: str
    line: int
    """In the file after the change; 0 where the file or the key is gone."""
    key: str
    before: str
    after: str
    """Empty where there is nothing."""
    is_suppression: bool = False
    """It is a comment beside a finding."""


class Gate(Struct, frozen=True, kw_only=True):
    """By what the change was judged, and what it does to that."""

    judged_by: str
    """Name of the side whose policy, baseline, declared facts and signatures hold."""
    changes: tuple[GateChange, ...] = ()
    loosens: bool = False
    """Judged by its own settings, the change would pass where it fails."""


class Comparison(Struct, frozen=True, kw_only=True):
    """The whole answer for one change."""

    before: Side
    after: Side
    direction: Direction
    flip: Flip | None
    """None where the verdict is the same, or nothing in the tree shows what changed it."""
    channels: Delta[Judgement]
    flows: Delta[Flow]
    entry_points: Delta[EntryPoint]
    """Those from which something is sent."""
    conditions: Delta[str]
    licences: Delta[Licence]
    duties: Delta[Duty]
    gaps: Delta[Gap]
    """Only gaps that could hide a sender."""
    units: Delta[Unit]
    violations: Delta[Violation]
    gate: Gate
    lines: ChangedLines = ChangedLines()
    folder: str = ""
    """Where the audited folder stands in its repository; empty for the top."""

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing that a reviewer has to know."""
        return self.direction is Direction.SAME and not any(
            (
                self.channels,
                self.flows,
                self.entry_points,
                self.conditions,
                self.licences,
                self.gaps,
                self.units,
                self.violations,
                self.gate.changes,
            )
        )

    @property
    def fails_as_heavier(self) -> bool:
        """Whether nothing is held against the change but that the outcome is heavier."""
        check = self.after.result.policy
        failing = [each for each in check.violations if each.fails] if check else []
        return bool(failing) and all(each.is_about_the_outcome for each in failing)

    @property
    def fails(self) -> bool:
        """Whether the change goes beyond what the policy allows."""
        check = self.after.result.policy
        return check is not None and check.fails
