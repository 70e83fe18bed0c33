"""A fact that matched a pattern."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field

from smsaudit.model.context import Context
from smsaudit.model.location import Location
from smsaudit.model.signature import PatternId, Role, SignatureId, Strength


class Identity(Struct, frozen=True):
    """What a detection is called across runs."""

    fingerprint: str
    """Of pattern, path, text of the line and occurrence; never of a line number."""
    line_hash: str
    """What code scanning calls `primaryLocationLineHash`."""
    end_column: int
    """One past the last column of the last line."""


class Detection(Struct, frozen=True, kw_only=True):
    """Where a pattern matched, in what context, and how sure the match is."""

    signature: SignatureId
    pattern: PatternId
    role: Role
    location: Location
    context: Context
    strength: Strength
    text: str
    """The line as written, redacted."""
    resolution: str = "exact"
    """How the callee was resolved: `exact`, `inferred` or `by-name`."""
    scope: int = 0
    """Index of the enclosing scope in the file's facts; 0 where there is none."""
    call: int | None = None
    """Index of the call in the file's facts, where a call matched."""
    channel: str = ""
    """Channel id; differs from the signature for `other:<short-name>` channels."""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Argument role -> texts it may hold, redacted; empty tuple where nothing is known."""
    feature: str = ""
    identity: Identity | None = None
    """None until the file has been asked."""

    def __hash__(self) -> int:
        return hash((self.pattern, self.location))

    @property
    def channel_id(self) -> str:
        """The channel this detection belongs to."""
        return self.channel or self.signature
