"""What a team allows: how heavy a verdict may be, which channels, and which parts of the tree may reach them."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from smsaudit.model.baseline import fingerprint
from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.location import Location
from smsaudit.model.mention import Mention
from smsaudit.model.threshold import FailOn
from smsaudit.model.verdict import Leaf
from smsaudit.model.words import Words

WHOLE = "."
"""The scope of what holds for the whole tree."""


class Limits(Struct, frozen=True, kw_only=True):
    """What holds below `path`; what is not given is taken from the limits around it."""

    path: str = WHOLE
    max_scenario: str = ""
    """A scenario (`none`, `A`, `B`, `C`) or a leaf (`B2`); empty where nothing is given."""
    channels: tuple[str, ...] | None = None
    """Allowed channels: ids, globs of ids, or kinds (`provider`)."""
    providers: tuple[str, ...] | None = None
    """Allowed among the channels of kind provider."""


class OnlyParts(Struct, frozen=True):
    """Every way to the channels leads through one of these parts of the tree."""

    parts: tuple[str, ...]


class NoParts(Struct, frozen=True):
    """No way to the channels begins in or leads through one of these parts of the tree."""

    parts: tuple[str, ...]


class NoExposure(Struct, frozen=True):
    """No entry point of these exposures reaches the channels."""

    exposures: tuple[Exposure, ...]


class NoEntry(Struct, frozen=True):
    """No entry point of these kinds reaches the channels."""

    kinds: tuple[EntryKind, ...]


Clause = OnlyParts | NoParts | NoExposure | NoEntry


class Contract(Struct, frozen=True, kw_only=True):
    """Who may reach which channels."""

    name: str
    clause: Clause
    channels: tuple[str, ...]
    """Ids, globs of ids, or kinds."""


class Policy(Struct, frozen=True, kw_only=True):
    """Everything that a team decided; without any of it nothing is checked."""

    limits: Limits = Limits()
    paths: tuple[Limits, ...] = ()
    """Limits of parts of the tree, such as one deployable unit."""
    contracts: tuple[Contract, ...] = ()
    fail_on: FailOn | None = None
    """None: every violation fails."""
    channel_names: tuple[Mention, ...] = ()
    leaf_names: tuple[Mention, ...] = ()


class Rule(StrEnum):
    """Which part of a policy is violated."""

    MAX_SCENARIO = "max-scenario"
    FAIL_ON = "fail-on"
    CHANNELS = "channels"
    PROVIDERS = "providers"
    CONTRACT = "contract"
    UNUSED = "unused"
    """A contract names a part that the tree does not hold, and guards nothing there."""


class Violation(Struct, frozen=True, kw_only=True):
    """One point in which the tree is not as the policy wants it."""

    rule: Rule
    scope: str
    """Path whose limits are exceeded, or name of the contract; `.` for the whole tree."""
    channel: str
    """Channel id; empty where the verdict rests on none."""
    subject: str
    """What of the channel is meant: its leaf, the entry point or the file that reaches it."""
    text: Words
    location: Location | None = None
    related: tuple[Location, ...] = ()
    fails: bool = True
    """Fails the run; false where `fail-on` only wants it reported."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """The same in two audits that violate the same thing, wherever it stands by then."""
        return self.rule.value, self.scope, self.channel, self.subject

    @property
    def is_about_the_outcome(self) -> bool:
        """It says no more than that the whole tree comes out heavier."""
        return self.rule is Rule.FAIL_ON and not self.channel

    @property
    def fingerprint(self) -> str:
        """The key in a form that a baseline can hold."""
        return fingerprint(*self.key)


class PolicyCheck(Struct, frozen=True, kw_only=True):
    """How a tree stands to a policy."""

    policy: Policy
    leaf: Leaf
    """The heaviest leaf that the check looked at: the verdict's, without what is suppressed."""
    violations: tuple[Violation, ...] = ()
    known: tuple[Violation, ...] = ()
    """What the baseline lists; it is neither told nor fails."""

    @property
    def fails(self) -> bool:
        """Whether the run has to fail."""
        return any(violation.fails for violation in self.violations)
