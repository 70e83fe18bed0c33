"""What a channel and the declarations say about its message path."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from smsaudit.judge.procedure import Live, PathFacts, Route
from smsaudit.model.context import Context
from smsaudit.model.declared import Declared, DeclaredPath, Peer
from smsaudit.model.flow import Channel, FarEndKind
from smsaudit.model.signature import Role, SignatureKind

MESSAGE_KINDS = frozenset(
    {
        SignatureKind.PROVIDER,
        SignatureKind.PROTOCOL,
        SignatureKind.GATEWAY,
        SignatureKind.MODEM,
        SignatureKind.FRAMEWORK,
        SignatureKind.UNKNOWN,
    }
)
"""Signature kinds whose channels carry messages; the others point to licences of their own."""

_PEERS: Mapping[FarEndKind, Peer] = MappingProxyType(
    {
        FarEndKind.CARRIER: Peer.CARRIER,
        FarEndKind.CARRIER_API: Peer.CARRIER,
        FarEndKind.PROVIDER_CN: Peer.PROVIDER_CN,
        FarEndKind.PROVIDER_OVERSEAS: Peer.PROVIDER_OVERSEAS,
        FarEndKind.PRIVATE: Peer.PRIVATE,
    }
)
_API_ROUTES: Mapping[FarEndKind, Route] = MappingProxyType(
    {
        FarEndKind.CARRIER_API: Route.API_CARRIER,
        FarEndKind.PROVIDER_CN: Route.API_CN,
        FarEndKind.PROVIDER_OVERSEAS: Route.API_OVERSEAS,
    }
)
_ELSEWHERE = frozenset({FarEndKind.OWN_HOST, FarEndKind.PRIVATE, FarEndKind.LOCAL})
_TEST_CONTEXTS = frozenset({Context.TEST, Context.EXAMPLE, Context.DOCS, Context.VENDORED, Context.GENERATED})
_NAMING = frozenset({Role.IMPORT, Role.DEPENDENCY, Role.CONFIG})
_DEAD_CONTEXTS = frozenset({Context.DEAD, Context.STUB})


def shown_peer(channel: Channel) -> Peer:
    """The peer that the tree shows. A loopback address in production is an own relay: its far end is unknown."""
    if channel.far_end.kind is FarEndKind.LOCAL and liveness(channel) is Live.TEST_ONLY:
        return Peer.PRIVATE
    return _PEERS.get(channel.far_end.kind, Peer.UNKNOWN)


def liveness(channel: Channel) -> Live:
    """Production where the channel says so, else what its strongest context allows."""
    if channel.production:
        return Live.PROD
    if channel.context in _TEST_CONTEXTS:
        return Live.TEST_ONLY
    if channel.context in _DEAD_CONTEXTS:
        return Live.DEAD
    return Live.UNKNOWN


def route_of(channel: Channel) -> Route:
    """By what means the channel sends."""
    far_end = channel.far_end.kind
    if far_end is FarEndKind.SIMULATOR or _only_simulates(channel):
        return Route.MOCK
    if channel.kind is SignatureKind.MODEM or far_end is FarEndKind.SIM:
        # Sub-accounts or a public endpoint in front of SIM cards do not decide by themselves: X2 is declared.
        return Route.MODEM
    if channel.serves_others:
        return Route.SERVES_OTHERS
    match channel.kind:
        case SignatureKind.PROVIDER:
            return _provider_route(channel)
        case SignatureKind.GATEWAY:
            return _API_ROUTES.get(far_end, Route.PROTO)
        case SignatureKind.PROTOCOL:
            return Route.PROTO
        case _:
            return _API_ROUTES.get(far_end, Route.API_UNKNOWN)


def path_facts(channel: Channel, declared: Declared) -> PathFacts:
    """The facts of the channel's path; a declared peer stands where the tree shows none."""
    own = declared.for_channel(channel.id, (str(d.location.path) for d in channel.detections))
    known = {name: getattr(own, name) for name in DeclaredPath.__struct_fields__}
    shown = shown_peer(channel)
    if own.peer is Peer.UNKNOWN or shown not in {Peer.UNKNOWN, Peer.PRIVATE}:
        known["peer"] = shown
    return PathFacts(route=route_of(channel), live=liveness(channel), **known)


def _provider_route(channel: Channel) -> Route:
    """The destination beats the SDK; without one, the provider's own jurisdiction stands."""
    far_end = channel.far_end.kind
    if far_end in _ELSEWHERE:
        return Route.API_UNKNOWN
    if channel.overseas and far_end is FarEndKind.UNKNOWN:
        return Route.API_OVERSEAS
    return _API_ROUTES.get(far_end, Route.API_CN)


def _only_simulates(channel: Channel) -> bool:
    """Everything that could send, in production where the channel lives there, only swallows messages.

    Protocol code beside a simulator that neither connects nor sends is the simulator.
    """
    live = [d for d in channel.detections if d.context is Context.PRODUCTION or not channel.production]
    return {d.role for d in live} - _NAMING - {Role.PROTOCOL, Role.SERVER} == {Role.SIMULATOR}
