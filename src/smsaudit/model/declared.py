"""What people declare about a service because no code can show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct, field

from smsaudit.model.mention import Mention


class Answer(StrEnum):
    """Yes, no, or nobody said."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class ForOthers(StrEnum):
    """Whether messages are sent for other organisations."""

    YES = "yes"
    INCIDENTAL = "incidental"
    NO = "no"
    UNKNOWN = "unknown"


class Reach(StrEnum):
    """Whether anyone outside the company can make the service send, or uses it."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    UNKNOWN = "unknown"


class ProviderLicence(StrEnum):
    """What somebody found out about the provider's licence."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not_verified"
    INVALID = "invalid"


class Contract(StrEnum):
    """What was signed with a carrier."""

    SP = "sp"
    GROUP_OWN_USE = "group_own_use"
    NONE = "none"
    UNKNOWN = "unknown"


class AccessCode(StrEnum):
    """Class of the access code: 1062, 1066, 10630, 10690 are licensed; 1063Y, 1069Y own use; 1065 carrier."""

    LICENSED = "licensed"
    OWN_USE = "own_use"
    CARRIER = "carrier"
    NONE = "none"
    UNKNOWN = "unknown"


class Recipients(StrEnum):
    """Whose numbers receive the messages."""

    CN = "cn"
    OVERSEAS = "overseas"
    BOTH = "both"
    UNKNOWN = "unknown"


class Peer(StrEnum):
    """Who answers a protocol link or an API that the catalogue does not know."""

    CARRIER = "carrier"
    PROVIDER_CN = "provider_cn"
    PROVIDER_OVERSEAS = "provider_overseas"
    PRIVATE = "private"
    UNKNOWN = "unknown"


FACT_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "peer": "channel.peer",
        "for_others": "service.for_others",
        "reach": "service.reach",
        "licence": "providers.licence_no",
        "contract": "carrier_contracts.type",
        "code": "access_codes.class",
        "fee": "service.fee",
        "sim": "sims.company_real_name",
        "data": "test_data.real_users",
        "rcpt": "service.recipients",
        "pool": "channel.pool",
    }
)
"""Field of `DeclaredPath` -> the key under which people declare it and questions ask for it."""

_OPEN = frozenset({"unknown", "not_verified"})


def is_open(value: str) -> bool:
    """Whether a declared value leaves the fact open; an open fact never counts as the favourable one."""
    return value in _OPEN


class DeclaredPath(Struct, frozen=True, kw_only=True):
    """The declared facts that the decision procedure asks for; everything open unless somebody said so."""

    peer: Peer = Peer.UNKNOWN
    for_others: ForOthers = ForOthers.UNKNOWN
    reach: Reach = Reach.UNKNOWN
    licence: ProviderLicence = ProviderLicence.NOT_VERIFIED
    contract: Contract = Contract.UNKNOWN
    code: AccessCode = AccessCode.UNKNOWN
    fee: Answer = Answer.UNKNOWN
    sim: Answer = Answer.UNKNOWN
    data: Answer = Answer.UNKNOWN
    rcpt: Recipients = Recipients.UNKNOWN
    pool: Answer = Answer.UNKNOWN

    def over(self, wider: DeclaredPath) -> DeclaredPath:
        """These facts, with `wider` filling in what they leave open."""
        narrow = {name: getattr(self, name) for name in self.__struct_fields__}
        return DeclaredPath(
            **{k: getattr(wider, k) if is_open(v) else v for k, v in narrow.items()},
        )


class DeclaredFact(Struct, frozen=True, kw_only=True):
    """One declared value as written, with its date and the evidence named for it."""

    value: str
    as_of: date | None = None
    evidence: str = ""
    until: date | None = None


class Sender(Struct, frozen=True, kw_only=True):
    """A callable that sends through a channel although the tree does not show it."""

    call: str
    """Dotted name from the package on: `corp_sms.client.send`."""
    channel: str
    as_of: date
    evidence: str
    mention: Mention
    """Where the channel is named; only the catalogue knows whether there is one."""


def _nothing() -> Mapping[str, DeclaredPath]:
    return MappingProxyType({})


def _no_facts() -> Mapping[str, DeclaredFact]:
    return MappingProxyType({})


class Declared(Struct, frozen=True, kw_only=True):
    """Everything declared: for the whole service, per channel, and the facts only documents need."""

    path: DeclaredPath = DeclaredPath()
    channels: Mapping[str, DeclaredPath] = field(default_factory=_nothing)
    """Channel id, or path of a file or folder that holds its evidence -> facts of that channel alone."""
    facts: Mapping[str, DeclaredFact] = field(default_factory=_no_facts)
    """Every declared key (`entity.kind`, `service.reach` ...) as it was written."""
    expired: Mapping[str, DeclaredFact] = field(default_factory=_no_facts)
    """What was declared until a day that has passed; it decides nothing and has to be confirmed."""

    def for_channel(self, channel: str, paths: Iterable[str] = ()) -> DeclaredPath:
        """What is declared for one channel: by its id, else by the nearest declared path, else the service."""
        found = self.channels.get(channel)
        if found is None:
            found = self._by_path(tuple(paths))
        return self.path if found is None else found.over(self.path)

    def _by_path(self, paths: tuple[str, ...]) -> DeclaredPath | None:
        matches = [
            key
            for key in self.channels
            for path in paths
            if path == key or path.startswith(key.rstrip("/") + "/")
        ]
        return self.channels[max(matches, key=len)] if matches else None
