"""How a message gets from an entry point to the far end of a channel."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, StrEnum

from msgspec import Struct

from smsaudit.model.detection import Detection
from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.location import Location
from smsaudit.model.signature import SignatureKind
from smsaudit.model.words import Words


class Resolution(StrEnum):
    """How a hop was resolved."""

    EXACT = "exact"
    INFERRED = "inferred"
    BY_NAME = "by-name"


class FarEndKind(StrEnum):
    """Who answers on the other side of a channel."""

    CARRIER = "carrier"
    CARRIER_API = "carrier-api"
    PROVIDER_CN = "provider-cn"
    PROVIDER_OVERSEAS = "provider-overseas"
    OWN_HOST = "own-host"
    PRIVATE = "private"
    SIMULATOR = "simulator"
    LOCAL = "local"
    SIM = "sim"
    UNKNOWN = "unknown"


class Rung(IntEnum):
    """The evidence ladder: the highest rung that a channel stands on."""

    DECLARED = 1
    IMPORTED = 2
    CONSTRUCTED = 3
    CALLED = 4
    REACHED = 5
    CONFIGURED = 6

    @property
    def word(self) -> str:
        """The rung as reports print it."""
        return self.name.lower()


class Via(Struct, frozen=True, kw_only=True):
    """A place on which a hop or an address rests: where a receiver was made, a target named, a value set."""

    location: Location
    name: str


class FarEnd(Struct, frozen=True, kw_only=True):
    """The other side, and where its address was found."""

    kind: FarEndKind
    host: str | None = None
    port: int | None = None
    source: Location | None = None
    reason: Words | None = None
    overridable: bool = False
    """The address is only a default of an environment variable or setting."""
    hops: tuple[Via, ...] = ()
    """From the call that is given the address to the line that spells it out."""


class Access(Struct, frozen=True, kw_only=True):
    """Something that tells who can trigger an entry point, and where it stands."""

    exposure: Exposure
    reason: Words
    location: Location | None = None


class EntryPoint(Struct, frozen=True, kw_only=True):
    """A function (or module body) that outside control enters."""

    id: str
    kind: EntryKind
    framework: str
    location: Location
    name: str
    route: str = ""
    methods: tuple[str, ...] = ()
    """The HTTP methods that it answers, where the code says so."""
    exposure: Exposure = Exposure.UNKNOWN
    exposure_reason: Words | None = None
    access: tuple[Access, ...] = ()
    """All that bears on it, what decides first."""


class Step(Struct, frozen=True, kw_only=True):
    """One hop of a flow: a function or call, and how it was resolved from the hop before."""

    location: Location
    name: str
    resolution: Resolution = Resolution.EXACT
    kind: str = "calls"
    """`calls`, `enqueues`, `routes`, `dispatches`, `hands-over`, `sends` or `connects`."""
    called_at: Location | None = None
    """Where the step before calls this one."""
    condition: str = ""
    """The choice under which it does so, as written."""
    via: tuple[Via, ...] = ()
    """Where the receiver of that call was made, or what it runs was named, if not there."""


class PersonalKind(StrEnum):
    """What about a recipient a program may keep."""

    PHONE = "phone"
    CODE = "code"
    BODY = "body"


class KeptIn(StrEnum):
    """Where it is kept."""

    LOG = "log"
    STORE = "store"


class Kept(Struct, frozen=True, kw_only=True):
    """Something about a recipient that a function on the way logs or stores, unmasked."""

    kind: PersonalKind
    sink: KeptIn
    location: Location
    name: str
    """The variable or argument, as written."""


class RecipientKind(StrEnum):
    """Whose number it is, as far as the code shows it."""

    USERS = "users"
    """It comes in with a request, or stands in a record of somebody."""
    STAFF = "staff"
    """By its name, or by how its record is looked up, one of own staff."""
    FIXED = "fixed"
    """It is written out, or set."""


class Recipient(Struct, frozen=True, kw_only=True):
    """Where the numbers of a flow come from."""

    kind: RecipientKind
    location: Location
    name: str = ""
    """The field, parameter or setting, as written; empty for a number that is written out."""


class Flow(Struct, frozen=True, kw_only=True):
    """One path from an entry point (or a root without known callers) to a send."""

    entry_point: str | None
    channel: str
    steps: tuple[Step, ...]
    condition: str = ""
    """The choice under which this path is taken, as written (`settings.SMS_BACKEND == 'cmpp2'`)."""
    kept: tuple[Kept, ...] = ()
    """Personal data that functions on the path log or store."""
    recipients: tuple[Recipient, ...] = ()
    """Whose numbers it sends to; nothing where the code does not show it."""


class Channel(Struct, frozen=True, kw_only=True):
    """What messages leave through, with all that the tree shows about it."""

    id: str
    kind: SignatureKind
    name: Words
    far_end: FarEnd
    detections: tuple[Detection, ...]
    rung: Rung
    production: bool
    """A live send, client, protocol or gateway configuration stands in production context."""
    serves_others: bool = False
    overseas: bool = False
    is_default: bool | None = None
    """Chosen by default where a setting picks the channel; None where nothing is shown."""
    conditions: tuple[str, ...] = ()
    context: str = "production"
    """Context of the strongest detection, where `production` is false."""


def widest(conditions: Sequence[str]) -> list[str]:
    """Without those that ask for all of another of them and more: `x or x and y` is `x`."""
    parts = {each: frozenset(each.split(" and ")) for each in conditions}
    wide = [asked for each, asked in parts.items() if " or " not in each]
    return [each for each, asked in parts.items() if not any(asked > other for other in wide)]
