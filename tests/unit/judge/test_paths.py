"""What a channel says about its message path."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from smsaudit.judge.paths import path_facts
from smsaudit.judge.procedure import Live, Route, leaf_of
from smsaudit.model.context import Context
from smsaudit.model.declared import Declared, DeclaredPath, Peer, Reach
from smsaudit.model.flow import Channel, FarEndKind
from smsaudit.model.signature import Role, SignatureKind
from tests.unit.judge.samples import channel, detection, in_tests, modem, protocol, provider

NOTHING = Declared()
_P, _L, _G, _M, _U, _F = (
    SignatureKind.PROVIDER,
    SignatureKind.PROTOCOL,
    SignatureKind.GATEWAY,
    SignatureKind.MODEM,
    SignatureKind.UNKNOWN,
    SignatureKind.FRAMEWORK,
)
_E = FarEndKind


@pytest.mark.parametrize(
    ("kind", "end", "route", "leaf"),
    [
        (_P, _E.PROVIDER_CN, Route.API_CN, "B2"),
        (_P, _E.UNKNOWN, Route.API_CN, "B2"),
        (_P, _E.PROVIDER_OVERSEAS, Route.API_OVERSEAS, "V3"),
        (_P, _E.CARRIER_API, Route.API_CARRIER, "B4"),
        (_P, _E.OWN_HOST, Route.API_UNKNOWN, "U2"),
        (_P, _E.PRIVATE, Route.API_UNKNOWN, "U2"),
        (_P, _E.LOCAL, Route.API_UNKNOWN, "U2"),
        (_P, _E.SIMULATOR, Route.MOCK, "A0"),
        (_L, _E.CARRIER, Route.PROTO, "C5"),
        (_L, _E.UNKNOWN, Route.PROTO, "U1"),
        (_L, _E.PRIVATE, Route.PROTO, "U1"),
        (_L, _E.OWN_HOST, Route.PROTO, "U1"),
        (_L, _E.LOCAL, Route.PROTO, "U1"),
        (_L, _E.PROVIDER_CN, Route.PROTO, "B2"),
        (_L, _E.PROVIDER_OVERSEAS, Route.PROTO, "V3"),
        (_L, _E.SIMULATOR, Route.MOCK, "A0"),
        (_G, _E.SIM, Route.MODEM, "A8"),
        (_G, _E.PROVIDER_CN, Route.API_CN, "B2"),
        (_G, _E.CARRIER, Route.PROTO, "C5"),
        (_G, _E.UNKNOWN, Route.PROTO, "U1"),
        (_M, _E.SIM, Route.MODEM, "A8"),
        (_M, _E.UNKNOWN, Route.MODEM, "A8"),
        (_M, _E.SIMULATOR, Route.MOCK, "A0"),
        (_U, _E.UNKNOWN, Route.API_UNKNOWN, "U2"),
        (_U, _E.PROVIDER_CN, Route.API_CN, "B2"),
        (_U, _E.CARRIER, Route.API_UNKNOWN, "C5"),
        (_U, _E.CARRIER_API, Route.API_CARRIER, "B4"),
        (_F, _E.UNKNOWN, Route.API_UNKNOWN, "U2"),
    ],
)
def test_kind_and_far_end_decide_the_route(
    kind: SignatureKind, end: FarEndKind, route: Route, leaf: str
) -> None:
    facts = path_facts(channel("x", kind, end), NOTHING)
    assert (facts.route, leaf_of(facts)) == (route, leaf)


def test_an_overseas_provider_without_a_shown_host_is_overseas() -> None:
    facts = path_facts(provider("twilio", FarEndKind.UNKNOWN, overseas=True), NOTHING)
    assert facts.route is Route.API_OVERSEAS


def test_the_host_beats_the_sdk_of_an_overseas_provider() -> None:
    facts = path_facts(provider("twilio", FarEndKind.PROVIDER_CN, overseas=True), NOTHING)
    assert facts.route is Route.API_CN


@pytest.mark.parametrize(
    ("context", "live"),
    [
        (Context.TEST, Live.TEST_ONLY),
        (Context.EXAMPLE, Live.TEST_ONLY),
        (Context.DOCS, Live.TEST_ONLY),
        (Context.VENDORED, Live.TEST_ONLY),
        (Context.GENERATED, Live.TEST_ONLY),
        (Context.DEAD, Live.DEAD),
        (Context.STUB, Live.DEAD),
        (Context.PRODUCTION, Live.UNKNOWN),
    ],
)
def test_the_context_of_what_is_not_in_production_says_whether_it_lives(context: Context, live: Live) -> None:
    assert path_facts(in_tests(provider(), context), NOTHING).live is live


def test_a_loopback_link_in_a_test_is_a_simulator_and_in_production_an_own_relay() -> None:
    relay = protocol("smpp", FarEndKind.LOCAL)
    assert leaf_of(path_facts(relay, NOTHING)) == "U1"
    assert leaf_of(path_facts(in_tests(relay), NOTHING)) == "A0"


def test_dead_code_is_dead_whatever_it_would_do() -> None:
    assert leaf_of(path_facts(in_tests(protocol("cmpp", FarEndKind.CARRIER), Context.DEAD), NOTHING)) == "N1"


@pytest.mark.parametrize("made", [provider(), protocol(), channel("x", _U)])
def test_a_channel_that_serves_others_is_a_platform(made: Channel) -> None:
    assert leaf_of(path_facts(replace(made, serves_others=True), NOTHING)) == "C2"


def test_sub_accounts_in_front_of_sim_cards_do_not_decide_alone() -> None:
    assert leaf_of(path_facts(replace(modem(), serves_others=True), NOTHING)) == "A8"


def test_a_mock_beside_its_dependency_is_still_a_mock() -> None:
    made = channel(
        "console",
        _F,
        _E.UNKNOWN,
        detection("app/a.py:1", Role.SIMULATOR),
        detection("requirements.txt:1", Role.DEPENDENCY),
    )
    assert path_facts(made, NOTHING).route is Route.MOCK


def test_a_real_send_beside_a_mock_is_no_mock() -> None:
    made = channel("x", _P, _E.PROVIDER_CN, detection("a.py:1", Role.SIMULATOR), detection("a.py:2"))
    assert path_facts(made, NOTHING).route is Route.API_CN


@pytest.mark.parametrize(
    ("beside", "is_mock"),
    [(Role.PROTOCOL, True), (Role.SERVER, True), (Role.CLIENT, False), (Role.SEND, False)],
)
def test_protocol_code_of_a_simulator_is_a_mock_until_it_connects(beside: Role, is_mock: bool) -> None:  # noqa: FBT001
    made = channel("smpp", _L, _E.UNKNOWN, detection("a.go:1", Role.SIMULATOR), detection("b.go:2", beside))
    assert (path_facts(made, NOTHING).route is Route.MOCK) is is_mock


def test_a_send_in_a_test_does_not_make_a_production_mock_real() -> None:
    made = channel(
        "x",
        _P,
        _E.PROVIDER_CN,
        detection("app/a.py:1", Role.SIMULATOR),
        detection("tests/a.py:2", context=Context.TEST),
    )
    assert path_facts(made, NOTHING).route is Route.MOCK


def test_a_declared_peer_stands_where_the_tree_shows_none() -> None:
    declared = Declared(channels={"cmpp": DeclaredPath(peer=Peer.PROVIDER_CN)})
    assert leaf_of(path_facts(protocol(), declared)) == "B2"
    assert leaf_of(path_facts(protocol("cmpp", FarEndKind.PRIVATE), declared)) == "B2"


def test_a_declared_peer_gives_way_to_the_one_shown() -> None:
    declared = Declared(channels={"cmpp": DeclaredPath(peer=Peer.PROVIDER_CN)})
    assert path_facts(protocol("cmpp", FarEndKind.CARRIER), declared).peer is Peer.CARRIER


def test_what_is_declared_for_a_channel_goes_before_what_holds_for_the_service() -> None:
    declared = Declared(
        path=DeclaredPath(reach=Reach.EXTERNAL),
        channels={"tencent": DeclaredPath(reach=Reach.INTERNAL)},
    )
    assert path_facts(provider("tencent"), declared).reach is Reach.INTERNAL
    assert path_facts(provider("alibaba"), declared).reach is Reach.EXTERNAL


def test_a_channel_can_be_declared_by_the_folder_it_stands_in() -> None:
    declared = Declared(
        channels={"app": DeclaredPath(reach=Reach.EXTERNAL), "app/tools": DeclaredPath(reach=Reach.INTERNAL)}
    )
    near = channel("x", _P, _E.PROVIDER_CN, detection("app/tools/send.py:4"))
    apart = channel("x", _P, _E.PROVIDER_CN, detection("app/toolshed/send.py:4"))
    assert path_facts(near, declared).reach is Reach.INTERNAL
    assert path_facts(apart, declared).reach is Reach.EXTERNAL
