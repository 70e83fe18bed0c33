"""The decision procedure: one message path in, one leaf out. An ordered table; the first row that holds wins."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from smsaudit.model.declared import (
    AccessCode,
    Answer,
    Contract,
    DeclaredPath,
    ForOthers,
    Peer,
    ProviderLicence,
    Reach,
    Recipients,
    is_open,
)
from smsaudit.model.verdict import Status


class Route(StrEnum):
    """By what means a path sends."""

    MOCK = "mock"
    API_CN = "api_cn"
    API_CARRIER = "api_carrier"
    API_OVERSEAS = "api_overseas"
    API_UNKNOWN = "api_unknown"
    PROTO = "proto"
    SERVES_OTHERS = "serves_others"
    MODEM = "modem"
    CARRIER = "carrier"
    """A protocol or API whose peer turned out to be a carrier; never a starting point."""


class Live(StrEnum):
    """Whether the path can be taken in production."""

    PROD = "prod"
    TEST_ONLY = "test_only"
    DEAD = "dead"
    UNKNOWN = "unknown"


class PathFacts(DeclaredPath, frozen=True, kw_only=True):
    """All that decides about one message path. What is left out is unknown, never favourable."""

    route: Route
    live: Live = Live.UNKNOWN


class Rule(Struct, frozen=True):
    """A row of the table: the leaf that is reached where every named fact has one of the listed values."""

    leaf: str
    when: Mapping[str, frozenset[str]]
    status: Status | None = None
    """Less firm than the leaf itself, where this way of reaching it is our reading only."""
    statement: str = ""
    """The statement that makes it so."""


def _rule(
    leaf: str, status: Status | None = None, statement: str = "", **when: StrEnum | tuple[StrEnum, ...]
) -> Rule:
    """A row; a single value stands for itself, a tuple for any of its values."""
    sets = {k: frozenset(str(x) for x in (v if isinstance(v, tuple) else (v,))) for k, v in when.items()}
    return Rule(leaf, MappingProxyType(sets), status, statement)


_LINKS = (Route.CARRIER, Route.API_CARRIER)
_APIS = (Route.API_CN, Route.API_OVERSEAS)
_UNSEEN = (Peer.PRIVATE, Peer.UNKNOWN)
_YES = Answer.YES

RULES: tuple[Rule, ...] = (
    _rule("N1", live=Live.DEAD),
    _rule("A0", route=Route.MOCK),
    # Own SIM cards.
    _rule("X1", route=Route.MODEM, pool=_YES, reach=(Reach.EXTERNAL, Reach.UNKNOWN)),
    _rule("X2", route=Route.MODEM, for_others=(ForOthers.YES, ForOthers.INCIDENTAL)),
    _rule("X2", route=Route.MODEM, reach=Reach.EXTERNAL),
    _rule("X2", route=Route.MODEM, fee=_YES),
    _rule("A9", route=Route.MODEM, sim=Answer.NO),
    _rule("A9", route=Route.MODEM, data=_YES),
    _rule(
        "A1",
        route=Route.MODEM,
        reach=Reach.INTERNAL,
        sim=_YES,
        fee=Answer.NO,
        data=Answer.NO,
        for_others=ForOthers.NO,
    ),
    _rule("A8", route=Route.MODEM),
    # Sending for other organisations, whoever carries it.
    _rule("C2", route=Route.SERVES_OTHERS),
    _rule("C2", for_others=ForOthers.YES),
    # A link or an API whose far end nobody has named.
    _rule("A0", route=(Route.PROTO, Route.API_UNKNOWN), peer=Peer.PRIVATE, live=Live.TEST_ONLY),
    _rule("U1", route=Route.PROTO, peer=_UNSEEN),
    _rule("U2", route=Route.API_UNKNOWN, peer=_UNSEEN),
    # A carrier answers.
    _rule("C1", route=_LINKS, contract=Contract.SP),
    _rule("C1", route=_LINKS, code=AccessCode.LICENSED),
    _rule("C1", status=Status.CONTESTED, statement="FEE-operating", route=_LINKS, fee=_YES),
    _rule("C4", route=_LINKS, for_others=ForOthers.INCIDENTAL),
    _rule("B4", route=Route.API_CARRIER),
    _rule("C6", route=Route.CARRIER, reach=Reach.INTERNAL),
    _rule("C3", route=Route.CARRIER, contract=Contract.GROUP_OWN_USE),
    _rule("C3", route=Route.CARRIER, code=(AccessCode.OWN_USE, AccessCode.CARRIER)),
    _rule("C5", route=Route.CARRIER),
    # A provider answers.
    _rule("C4", route=_APIS, for_others=ForOthers.INCIDENTAL),
    _rule("C7", route=_APIS, fee=_YES),
    _rule("V1", route=Route.API_OVERSEAS, rcpt=(Recipients.CN, Recipients.BOTH)),
    _rule("V2", route=Route.API_OVERSEAS, rcpt=Recipients.OVERSEAS),
    _rule("V3", route=Route.API_OVERSEAS),
    _rule("B3", route=Route.API_CN, licence=ProviderLicence.INVALID),
    _rule("AB", route=Route.API_CN, reach=Reach.INTERNAL),
    _rule("B1", route=Route.API_CN, licence=ProviderLicence.VERIFIED),
    _rule("B2", route=Route.API_CN),
)

_BY_ROUTE = MappingProxyType(
    {
        route: tuple(
            (rule, tuple((name, allowed) for name, allowed in rule.when.items() if name != "route"))
            for rule in RULES
            if route in rule.when.get("route", (route,))
        )
        for route in Route
    }
)
"""The rows that each route can reach, in the order of the table, with their other conditions."""

_CONTINUES: Mapping[Peer, Route] = MappingProxyType(
    {
        Peer.CARRIER: Route.CARRIER,
        Peer.PROVIDER_CN: Route.API_CN,
        Peer.PROVIDER_OVERSEAS: Route.API_OVERSEAS,
    }
)


def effective_route(facts: PathFacts) -> Route:
    """The route, after a known peer of a protocol link or unknown API has said what it really is."""
    if facts.route in {Route.PROTO, Route.API_UNKNOWN}:
        return _CONTINUES.get(facts.peer, facts.route)
    return facts.route


def is_left_open(facts: PathFacts, name: str) -> bool:
    """Whether a fact is still to be answered; a private address says nothing about who is behind it."""
    value = getattr(facts, name)
    return is_open(value) or value is Peer.PRIVATE


def rule_of(facts: PathFacts) -> Rule:
    """The first row that holds; the table is total, so there always is one."""
    for rule, conditions in _BY_ROUTE[effective_route(facts)]:
        if all(getattr(facts, name) in allowed for name, allowed in conditions):
            return rule
    msg = f"the decision procedure has no row for {facts}"
    raise AssertionError(msg)


def leaf_of(facts: PathFacts) -> str:
    """The leaf that a message path reaches."""
    return rule_of(facts).leaf
