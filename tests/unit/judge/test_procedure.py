"""The decision procedure is total, ordered, and asks each route only its own questions."""

from __future__ import annotations

import itertools
import random
from enum import StrEnum
from typing import Any

import pytest
from msgspec.structs import replace

from smsaudit.judge.procedure import RULES, Live, PathFacts, Route, leaf_of, rule_of
from smsaudit.law import shipped
from smsaudit.model.declared import (
    AccessCode,
    Answer,
    Contract,
    ForOthers,
    Peer,
    ProviderLicence,
    Reach,
    Recipients,
)
from smsaudit.model.verdict import Status

VALUES: dict[str, type[StrEnum]] = {
    "live": Live,
    "peer": Peer,
    "for_others": ForOthers,
    "reach": Reach,
    "licence": ProviderLicence,
    "contract": Contract,
    "code": AccessCode,
    "fee": Answer,
    "sim": Answer,
    "data": Answer,
    "rcpt": Recipients,
    "pool": Answer,
}
_CARRIER = "live for_others contract code fee reach"
_MAINLAND = "live for_others fee licence reach"
_OVERSEAS = "live for_others fee rcpt"
_BEHIND = {
    Peer.CARRIER: _CARRIER,
    Peer.PROVIDER_CN: _MAINLAND,
    Peer.PROVIDER_OVERSEAS: _OVERSEAS,
    Peer.PRIVATE: "live for_others",
    Peer.UNKNOWN: "live for_others",
}
_DIRECT = {
    Route.MOCK: "live",
    Route.MODEM: "live pool reach for_others fee sim data",
    Route.API_CN: _MAINLAND,
    Route.API_CARRIER: _CARRIER,
    Route.API_OVERSEAS: _OVERSEAS,
    Route.SERVES_OTHERS: "live",
}
ASKED: dict[tuple[Route, Peer], list[str]] = {
    **{(route, Peer.UNKNOWN): names.split() for route, names in _DIRECT.items()},
    **{(r, p): names.split() for r in (Route.PROTO, Route.API_UNKNOWN) for p, names in _BEHIND.items()},
}
"""Route and peer -> every other fact that may decide."""


_OPTIONS = {name: list(options) for name, options in VALUES.items()}
_ROUTES = [route for route in Route if route is not Route.CARRIER]


def read_aloud(f: Any) -> str:  # noqa: C901, PLR0911, PLR0912 - the procedure as a lawyer reads it, kept apart from the table
    """The same procedure as nested questions, to compare the table with."""
    if f.live == "dead":
        return "N1"
    if f.route == "mock":
        return "A0"
    if f.route == "modem":
        if f.pool == "yes" and f.reach != "internal":
            return "X1"
        if f.for_others in {"yes", "incidental"} or f.reach == "external" or f.fee == "yes":
            return "X2"
        if f.sim == "no" or f.data == "yes":
            return "A9"
        confirmed = (f.reach, f.sim, f.fee, f.data, f.for_others)
        return "A1" if confirmed == ("internal", "yes", "no", "no", "no") else "A8"
    if f.route == "serves_others" or f.for_others == "yes":
        return "C2"
    route = f.route
    if route in {"proto", "api_unknown"}:
        if f.peer == "private" and f.live == "test_only":
            return "A0"
        if f.peer in {"private", "unknown"}:
            return "U1" if route == "proto" else "U2"
        route = {"carrier": "carrier", "provider_cn": "api_cn", "provider_overseas": "api_overseas"}[f.peer]
    if route in {"carrier", "api_carrier"}:
        if f.contract == "sp" or f.code == "licensed" or f.fee == "yes":
            return "C1"
        if f.for_others == "incidental":
            return "C4"
        if route == "api_carrier":
            return "B4"
        if f.reach == "internal":
            return "C6"
        return "C3" if f.contract == "group_own_use" or f.code in {"own_use", "carrier"} else "C5"
    if f.for_others == "incidental":
        return "C4"
    if f.fee == "yes":
        return "C7"
    if route == "api_overseas":
        return {"cn": "V1", "both": "V1", "overseas": "V2", "unknown": "V3"}[f.rcpt]
    if f.licence == "invalid":
        return "B3"
    if f.reach == "internal":
        return "AB"
    return "B1" if f.licence == "verified" else "B2"


@pytest.mark.parametrize(("route", "peer"), list(ASKED))
def test_every_combination_reaches_the_leaf_that_the_procedure_names(route: Route, peer: Peer) -> None:
    names = ASKED[route, peer]
    for values in itertools.product(*(VALUES[name] for name in names)):
        said: Any = dict(zip(names, values, strict=True))
        facts = PathFacts(route=route, peer=peer, **said)
        assert leaf_of(facts) == read_aloud(facts), facts


def test_every_leaf_but_nothing_and_undetermined_is_reached() -> None:
    sample = random.Random(2)  # noqa: S311 - a reproducible sample, not a secret
    drawn = {leaf_of(_drawn(sample)) for _ in range(15_000)}
    assert drawn == set(shipped().leaves) - {"N0", "G1"}


def test_facts_that_a_route_does_not_ask_for_never_change_its_leaf() -> None:
    sample = random.Random(1)  # noqa: S311 - a reproducible sample, not a secret
    for _ in range(8_000):
        facts = _drawn(sample)
        behind = facts.peer if facts.route not in _DIRECT else Peer.UNKNOWN
        asked = [*ASKED[facts.route, behind], *(["peer"] if facts.route not in _DIRECT else [])]
        others: Any = {k: sample.choice(list(v)) for k, v in VALUES.items() if k not in asked}
        assert leaf_of(replace(facts, **others)) == leaf_of(facts)


def test_what_is_left_out_is_never_favourable() -> None:
    assert leaf_of(PathFacts(route=Route.MODEM)) == "A8"
    assert leaf_of(PathFacts(route=Route.PROTO)) == "U1"
    assert leaf_of(PathFacts(route=Route.API_UNKNOWN)) == "U2"
    assert leaf_of(PathFacts(route=Route.API_CN)) == "B2"
    assert leaf_of(PathFacts(route=Route.API_CARRIER)) == "B4"
    assert leaf_of(PathFacts(route=Route.API_OVERSEAS)) == "V3"


def test_the_table_names_only_facts_and_values_that_exist() -> None:
    known = set(PathFacts.__struct_fields__)
    for rule in RULES:
        assert rule.when.keys() <= known
        for name, allowed in rule.when.items():
            options = Route if name == "route" else VALUES[name]
            assert allowed <= {str(option) for option in options}, rule


def test_every_row_of_the_table_decides_something() -> None:
    sample = random.Random(3)  # noqa: S311 - a reproducible sample, not a secret
    used = {id(rule_of(_drawn(sample))) for _ in range(15_000)}
    assert [rule for rule in RULES if id(rule) not in used] == []


def test_a_fee_alone_makes_a_carrier_link_contested() -> None:
    link = PathFacts(route=Route.PROTO, peer=Peer.CARRIER)
    by_fee = rule_of(replace(link, fee=Answer.YES))
    assert (by_fee.leaf, by_fee.status) == ("C1", Status.CONTESTED)
    by_contract = rule_of(replace(link, fee=Answer.YES, contract=Contract.SP))
    assert (by_contract.leaf, by_contract.status) == ("C1", None)


def test_statements_named_by_the_table_exist() -> None:
    assert {rule.statement for rule in RULES} - {""} <= set(shipped().statements)


def _drawn(sample: random.Random) -> PathFacts:
    values: Any = {name: sample.choice(options) for name, options in _OPTIONS.items()}
    return PathFacts(route=sample.choice(_ROUTES), **values)
