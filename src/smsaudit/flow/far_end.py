"""Who answers on the other side of a channel, from every address that the tree shows for it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.digits import small
from smsaudit.model.flow import FarEnd, FarEndKind
from smsaudit.model.host_glob import HostIndex, is_host_of
from smsaudit.model.location import Location
from smsaudit.model.placeholder import is_placeholder
from smsaudit.model.signature import Jurisdiction, Role, Signature, SignatureKind
from smsaudit.model.source import PYTHON
from smsaudit.model.words import Words

_LOCAL_NAMES = frozenset(("localhost", "host.docker.internal", "ip6-localhost", "0", "::1"))
_DEVELOPER = tuple(
    ipaddress.ip_network(net)
    for net in (
        "127.0.0.0/8",
        "172.17.0.0/16",
        "192.168.56.0/24",
        "10.211.55.0/24",
        "10.0.2.2/32",
        "0.0.0.0/32",
        "::1/128",
    )
)
_LAST_PORT = 65_535
_SHARED = ipaddress.ip_network("100.64.0.0/10")
_HOSTNAME = re.compile(r"(?i)[\w-]+(?:\.[\w-]+)*")
_TELLING = (Role.CLIENT, Role.SEND, Role.CONFIG, Role.ENDPOINT, Role.PROTOCOL)

_OWN_SIMS = Words("leaves through SIM cards of one's own", "经自有SIM卡发出")
_NO_ADDRESS = Words("the tree shows no address", "代码树中未见地址")
_SENDS_NOTHING = Words("a simulator or a backend that sends nothing", "模拟器，或不实际发送的后端")
_UNKNOWN_OWNER = Words("who runs this address is not shown", "未显示该地址的运营方")
_THIS_MACHINE = Words("this machine, or a developer's virtual machine", "本机或开发者的虚拟机")
_TO_BE_REPLACED = Words("a placeholder, to be replaced by configuration", "占位地址，须由配置替换")
_PRIVATE_ADDRESS = Words("who answers there is not shown", "未显示该地址的应答方")
_CARRIERS_HOST = Words("a carrier's host", "运营商的主机")
_OWN_SERVICE = Words(
    "a service of the tree's own deployment, defined at {place}", "代码树自有部署中的服务，定义于{place}"
)

Services = Mapping[str, Location]
"""Hosts that the tree's own deployment defines, and where."""


class Address(Struct, frozen=True):
    """A host that stands with a detection."""

    host: str
    port: int | None
    location: Location
    role: Role


def far_end_of(
    signature: Signature | None,
    detections: Iterable[Detection],
    signatures: Mapping[str, Signature],
    services: Services,
) -> FarEnd:
    """The far end of one channel; production addresses first, unknown where there is none."""
    found = list(detections)
    if signature is not None and signature.kind is SignatureKind.MODEM:
        return FarEnd(kind=FarEndKind.SIM, reason=_OWN_SIMS)
    addresses = sorted(_addresses(found, services), key=lambda a: (_TELLING.index(a.role), a.location))
    configured = {
        each.host: each
        for each in reversed(addresses)
        if each.role is Role.CONFIG and not each.location.path.endswith(PYTHON)
    }
    spelled_out = [configured.get(each.host, each) for each in addresses]
    owners = HostIndex((glob, each) for each in signatures.values() for glob in each.hosts)
    classified = [_classified(address, signature, owners, services) for address in spelled_out]
    known = [end for end in classified if end.kind is not FarEndKind.UNKNOWN]
    if signature is not None and signature.kind is SignatureKind.PROVIDER:
        return _of_provider(signature, known, classified)
    if signature is not None and (simulated := _simulated(found)) is not None:
        return simulated
    if known:
        return min(known, key=lambda end: _WEIGHT.index(end.kind))
    if classified:
        return classified[0]
    return FarEnd(kind=FarEndKind.UNKNOWN, reason=_NO_ADDRESS)


_WEIGHT = (
    FarEndKind.CARRIER,
    FarEndKind.PRIVATE,
    FarEndKind.CARRIER_API,
    FarEndKind.PROVIDER_CN,
    FarEndKind.PROVIDER_OVERSEAS,
    FarEndKind.OWN_HOST,
    FarEndKind.SIM,
    FarEndKind.LOCAL,
    FarEndKind.SIMULATOR,
    FarEndKind.UNKNOWN,
)
"""Where several addresses stand for one link, the one that weighs heaviest is shown."""


def _of_provider(signature: Signature, known: list[FarEnd], classified: list[FarEnd]) -> FarEnd:
    """The destination beats the SDK; without an address, the provider itself answers."""
    elsewhere = [end for end in (*known, *classified) if end.host is not None]
    own = [end for end in elsewhere if end.host is not None and is_host_of(signature.hosts, end.host)]
    if own or not elsewhere:
        first = own[0] if own else None
        return FarEnd(
            kind=_provider_kind(signature),
            host=first.host if first else None,
            port=first.port if first else None,
            source=first.source if first else None,
            reason=Words(f"answered by {signature.name.en}", f"由{signature.name.zh}应答"),
        )
    return elsewhere[0]


def _provider_kind(signature: Signature) -> FarEndKind:
    if "carrier-run" in signature.notes:
        return FarEndKind.CARRIER_API
    overseas = signature.jurisdiction is Jurisdiction.OVERSEAS
    return FarEndKind.PROVIDER_OVERSEAS if overseas else FarEndKind.PROVIDER_CN


def _simulated(detections: list[Detection]) -> FarEnd | None:
    acting = [
        d for d in detections if d.context is Context.PRODUCTION and d.role in {*_TELLING, Role.SIMULATOR}
    ]
    simulating = [d for d in acting if d.role is Role.SIMULATOR]
    if simulating and all(d.role in {Role.SIMULATOR, Role.PROTOCOL} for d in acting):
        return FarEnd(
            kind=FarEndKind.SIMULATOR,
            source=simulating[0].location,
            reason=_SENDS_NOTHING,
        )
    return None


def names_in(detections: Iterable[Detection]) -> Iterator[str]:
    """Hosts that calls are given by a name without a public domain; what only stands beside settings need not be one."""
    for detection in detections:
        for text in detection.values.get("host", ()) if detection.call is not None else ():
            for host in map(_bare, text.split(",")):
                if _HOSTNAME.fullmatch(host) and ("." not in host or ".svc" in host):
                    yield host


def _addresses(detections: Iterable[Detection], services: Services) -> Iterator[Address]:
    for detection in detections:
        if detection.context is not Context.PRODUCTION or detection.role not in _TELLING:
            continue
        numbers = map(small, detection.values.get("port", ()))
        ports = [port for port in numbers if port is not None and port <= _LAST_PORT]
        for text in detection.values.get("host", ()):
            for host in _hosts_in(text, services):
                yield Address(host, ports[0] if ports else None, detection.location, detection.role)


def _hosts_in(text: str, services: Services) -> Iterator[str]:
    for host in map(_bare, text.split(",")):
        if (
            host
            and (_HOSTNAME.fullmatch(host) or _ip(host) is not None)
            and ("." in host or host in _LOCAL_NAMES or host in services)
        ):
            yield host


def _bare(address: str) -> str:
    """The host of an address, without scheme, login, port and path."""
    bare = re.sub(r"^(?:[a-z][a-z0-9+.\-]*://)?(?:[^@/]*@)?", "", address.strip(), flags=re.IGNORECASE)
    whole = bare.split("/", 1)[0]
    return whole.rsplit(":", 1)[0] if bare.count(":") == 1 else whole


def _classified(
    address: Address, own: Signature | None, owners: HostIndex[Signature], services: Services
) -> FarEnd:
    host = address.host.lower()
    ip = _ip(host)
    kind, reason = FarEndKind.UNKNOWN, _UNKNOWN_OWNER
    owner = next(iter(owners.of(host)), None)
    if host in _LOCAL_NAMES or (
        ip is not None and any(ip in net for net in _DEVELOPER if ip.version == net.version)
    ):
        kind, reason = FarEndKind.LOCAL, _THIS_MACHINE
    elif is_placeholder(host):
        reason = _TO_BE_REPLACED
    elif owner is not None:
        kind, reason = _owned(owner, own)
    elif ip is not None and (ip.is_private or (ip.version == _SHARED.version and ip in _SHARED)):
        kind, reason = FarEndKind.PRIVATE, _PRIVATE_ADDRESS
    elif address.host in services:
        kind = FarEndKind.OWN_HOST
        reason = Words(
            _OWN_SERVICE.en.format(place=services[address.host]),
            _OWN_SERVICE.zh.format(place=services[address.host]),
        )
    return FarEnd(kind=kind, host=address.host, port=address.port, source=address.location, reason=reason)


def _owned(owner: Signature, own: Signature | None) -> tuple[FarEndKind, Words]:
    match owner.kind:
        case SignatureKind.PROVIDER:
            return _provider_kind(owner), _host_of(owner)
        case SignatureKind.PROTOCOL if "simulator" in owner.notes:
            return FarEndKind.SIMULATOR, Words(
                f"a public simulator ({owner.name.en})", f"公开的模拟器（{owner.name.zh}）"
            )
        case SignatureKind.MODEM:
            return FarEndKind.SIM, _host_of(owner)
        case _ if own is not None and own.kind is SignatureKind.PROTOCOL:
            return FarEndKind.CARRIER, _CARRIERS_HOST
        case _:
            return FarEndKind.CARRIER_API, _CARRIERS_HOST


def _host_of(owner: Signature) -> Words:
    return Words(f"a host of {owner.name.en}", f"{owner.name.zh}的主机")


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
