"""What it looks like when one channel, entry point or licence-relevant feature is used."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NewType

from msgspec import Struct, field

from smsaudit.model.example import Example
from smsaudit.model.framework import EntryPattern, MountPattern, QueuePattern
from smsaudit.model.guard import GuardPattern
from smsaudit.model.words import Words

SignatureId = NewType("SignatureId", str)
"""Public API: the channel id that reports print (`tencent`, `smpp`, `gammu`)."""

PatternId = NewType("PatternId", str)
"""Public API: `signature.thing`."""


class SignatureKind(StrEnum):
    """What family a signature belongs to."""

    PROVIDER = "provider"
    PROTOCOL = "protocol"
    GATEWAY = "gateway"
    MODEM = "modem"
    CONFERENCING = "conferencing"
    CALL_CENTRE = "call-centre"
    PAYMENT = "payment"
    FRAMEWORK = "framework"
    NUMBER = "number"
    """An access code, a licence or a filing that the tree shows by its number."""
    UNKNOWN = "unknown"
    """Sends by means that no catalogue entry names: custom HTTP, a script, user-supplied code."""


class Jurisdiction(StrEnum):
    """Where a provider operates."""

    MAINLAND = "mainland"
    OVERSEAS = "overseas"
    BOTH = "both"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a detection shows."""

    SEND = "send"
    CLIENT = "client"
    SERVER = "server"
    PROTOCOL = "protocol"
    CONFIG = "config"
    DEPENDENCY = "dependency"
    ENDPOINT = "endpoint"
    NUMBER = "number"
    IMPORT = "import"
    MANAGEMENT = "management"
    """The provider is used, but this call does not send."""
    FEATURE = "feature"
    """A licence-relevant feature that is not SMS (B22, B24, ICP)."""
    SIMULATOR = "simulator"
    """Answers or swallows messages without a carrier: mock server, console backend."""


class Strength(StrEnum):
    """How much one match proves, by itself."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class CallTarget(Struct, frozen=True, tag=True):
    """A call whose callee resolves to one of `origins`.

    An origin is a dotted glob; `*` stands for one segment, `**` for any number. A segment may
    name literal arguments of a call on the way: `boto3.client('sns').publish`. An origin also
    matches a vendored copy, whose dotted name ends in it.
    """

    origins: tuple[str, ...]


class ImportTarget(Struct, frozen=True, tag=True):
    """An import of one of these dotted modules (glob as in `CallTarget`)."""

    modules: tuple[str, ...]


class SubclassTarget(Struct, frozen=True, tag=True):
    """A class with one of these origins among its bases."""

    origins: tuple[str, ...]


class UrlTarget(Struct, frozen=True, tag=True):
    """A URL written or put together in the file whose host and path match.

    `hosts` are globs (`*` = one label or part of one, leading `**.` = any subdomain); `paths` are
    regular expressions searched in path and query. With role `send`, the call that is given the
    URL is the detection; with role `endpoint`, the text itself. `method` is that of the request, where
    another one at the same address sends nothing; empty for any.
    """

    hosts: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    method: str = ""


class TextTarget(Struct, frozen=True, tag=True):
    """A regular expression searched in every string literal (code) or value (configuration)."""

    pattern: str


class CombinationTarget(Struct, frozen=True, tag=True):
    """Enough distinct words of one file, from enough groups.

    Every group is a tuple of regular expressions over whole identifiers, numbers and string
    contents, with the number of *distinct* expressions of the group that must occur.
    """

    groups: tuple[tuple[int, tuple[str, ...]], ...]


class SettingTarget(Struct, frozen=True, tag=True):
    """A setting in a configuration file (or a settings module) by key, value and file.

    `keys` and `values` are regular expressions that must match the whole dotted key or value;
    `files` are path globs. `beside` lists keys that must exist in the same group (same key prefix).
    """

    keys: tuple[str, ...]
    values: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


class DependencyTarget(Struct, frozen=True, tag=True):
    """A package in a manifest: `pypi:twilio`, `npm:twilio`, `maven:com.aliyun:dysmsapi20170525`."""

    packages: tuple[str, ...]


class Shape(StrEnum):
    """What code looks like that no catalogue entry can name; recognised by rules, not by names of a product."""

    PROTOCOL_CONNECT = "protocol-connect"
    """A socket is connected in hand-written protocol code of this signature."""
    PROTOCOL_SUBMIT = "protocol-submit"
    """A submit is written to the link in hand-written protocol code of this signature."""
    PROTOCOL_CLIENT = "protocol-client"
    """A class that connects such a link is constructed."""
    PROTOCOL_UNIT = "protocol-unit"
    """The packet that carries a message is defined or built."""
    PROTOCOL_READER = "protocol-reader"
    """A class reads what the other side sends, and does not connect the link itself."""
    SMS_REQUEST = "sms-request"
    """An HTTP request that carries a message to a phone number, to an address that no signature knows."""
    SMS_CALLABLE = "sms-callable"
    """A function loaded by name from outside the tree that sends a message to a phone number."""


class ShapeTarget(Struct, frozen=True, tag=True):
    """Code of a certain shape."""

    shape: Shape


class DeclaredTarget(Struct, frozen=True, tag=True):
    """A call of exactly this callable, in the tree or outside it: what a project declares about itself."""

    call: str
    """Dotted name, from the package on."""


Target = (
    CallTarget
    | ImportTarget
    | SubclassTarget
    | UrlTarget
    | TextTarget
    | CombinationTarget
    | SettingTarget
    | DependencyTarget
    | ShapeTarget
    | DeclaredTarget
)


class Pattern(Struct, frozen=True, kw_only=True):
    """One way in which a signature shows in a file."""

    id: PatternId
    role: Role
    target: Target
    why: str
    strength: Strength = Strength.HIGH
    languages: tuple[str, ...] = ()
    """Fact languages the pattern applies to; empty means all that can carry the target."""
    where: Mapping[str, str] = field(default_factory=dict)
    """Argument (keyword, or position as text) -> regular expression its value must match somewhere."""
    unless: Mapping[str, str] = field(default_factory=dict)
    """As `where`, but the pattern does not match if one holds; key `*` means any argument, `==` what is only compared with."""
    arguments: Mapping[str, str] = field(default_factory=dict)
    """Role (`phones`, `sign`, `template`, `content`, `sender`, `host`, `port`) -> keyword or position."""
    feature: str = ""
    """For role `feature`: the licence it points to (`B22`, `B24-1`, `B25-ICP` …)."""
    product: str = ""
    """In the signature of a family: what its channel is called, `other:<product>`."""
    prepares: bool = False
    """It only makes what another send of this signature transmits, where one is near: then it is no send of its own."""
    shared: bool = False
    """The client of several products: it speaks of text messages only where something is sent through the channel."""
    needles: tuple[str, ...] = ()
    """Literals of which every file that can match holds at least one; empty means: taken from the target."""


class Signature(Struct, frozen=True, kw_only=True):
    """One provider, protocol, gateway, modem family, framework or feature."""

    id: SignatureId
    kind: SignatureKind
    name: Words
    patterns: tuple[Pattern, ...]
    examples: tuple[Example, ...]
    sources: tuple[str, ...]
    jurisdiction: Jurisdiction = Jurisdiction.UNKNOWN
    licence: str = "unknown"
    hosts: tuple[str, ...] = ()
    """Hosts of this provider, also used to classify a far end (SMPP hosts of aggregators included)."""
    notes: str = ""
    file: str = ""
    """The signature file, relative to the directory it was loaded from."""
    entries: tuple[EntryPattern, ...] = ()
    guards: tuple[GuardPattern, ...] = ()
    queues: tuple[QueuePattern, ...] = ()
    mounts: tuple[MountPattern, ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)  # what patterns ask of arguments cannot be hashed
