"""What a search for callers found, in the form in which it is decided upon and kept."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field

from smsaudit.flow.cut import Ways
from smsaudit.model.flow import Channel, EntryPoint, Flow, Via
from smsaudit.model.gap import Gap
from smsaudit.model.location import Location


class Source(Struct, frozen=True):
    """Places on the way to an address, and whether it is only the default of something that can be set."""

    hops: tuple[Via, ...] = ()
    overridable: bool = False


class Reach(Struct, frozen=True):
    """What the flows show about one channel."""

    reached: bool = False
    conditions: tuple[str, ...] = ()
    is_default: bool | None = None
    given: Mapping[tuple[Location, str], tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """Place of a call and `host` or `port` -> what callers that were read later give it."""
    sources: Mapping[tuple[Location, str], Source] = field(default_factory=lambda: MappingProxyType({}))
    """Place and host of an address -> where that host comes from."""
    services: Mapping[str, Location] = field(default_factory=lambda: MappingProxyType({}))
    """Hosts that the tree's own deployment defines, and where."""


class MessageFlow(Struct, frozen=True):
    """What flows where."""

    channels: tuple[Channel, ...]
    entry_points: tuple[EntryPoint, ...]
    flows: tuple[Flow, ...]
    gaps: tuple[Gap, ...]
    reach: Mapping[str, Reach]
    ways: Ways | None = None
    """Every known way to a send, for questions about cuts; None where nothing is followed."""
