"""What violates a policy: by the rank of the outcome, by channel, by the way to it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from smsaudit import law
from smsaudit.judge import judge
from smsaudit.model.baseline import Baseline, Entry
from smsaudit.model.declared import Declared
from smsaudit.model.detection import Detection
from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.flow import Channel, EntryPoint, FarEndKind, Flow, Step
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.policy import (
    Contract,
    Limits,
    NoEntry,
    NoExposure,
    NoParts,
    OnlyParts,
    Policy,
    PolicyCheck,
    Rule,
)
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import Role, SignatureKind
from smsaudit.model.suppression import Suppressed, Suppression, Way
from smsaudit.model.threshold import FailOn
from smsaudit.model.words import Words
from smsaudit.policy import check, compared
from smsaudit.policy.bounds import ceiling, floor
from tests.support.results import nothing
from tests.unit.judge.samples import at, channel, detection, entry, flow, in_tests, modem, protocol, provider

LAW = law.shipped()

ADMITTED = {
    "none": ("A0", "N0", "N1"),
    "A": ("A0", "A1", "N0", "N1"),
    "B": ("A0", "A1", "A8", "A9", "AB", "B1", "B2", "B3", "B4", "G1", "N0", "N1", "U2", "V1", "V2", "V3"),
}


def result(
    *channels: Channel,
    gaps: tuple[Gap, ...] = (),
    entries: tuple[EntryPoint, ...] = (),
    flows: tuple[Flow, ...] = (),
    parts: Mapping[str, tuple[Channel, ...]] | None = None,
) -> AuditResult:
    whole = judge(channels, gaps, Declared(), LAW)
    units = tuple(judge(own, gaps, Declared(), LAW, path=path) for path, own in (parts or {}).items())
    return replace(
        nothing(),
        whole=whole,
        units=units or (whole,),
        gaps=gaps,
        entry_points=entries,
        flows=flows,
        detections=tuple(found for each in channels for found in each.detections),
    )


def without(audited: AuditResult, *found: Detection, way: Way = Way.COMMENT) -> AuditResult:
    decision = Suppression(way=way, reason="known")
    return replace(audited, suppressed=tuple(Suppressed(each, decision) for each in found))


def told(found: PolicyCheck) -> list[str]:
    return [f"{v.rule.value} {v.scope} {v.channel} {v.subject}".strip() for v in found.violations]


def at_most(scenario: str, fail_on: FailOn | None = None) -> Policy:
    return Policy(limits=Limits(max_scenario=scenario), fail_on=fail_on)


@pytest.mark.parametrize("scenario", ADMITTED)
def test_a_scenario_admits_leaves_by_their_rank(scenario: str) -> None:
    highest = ceiling(scenario, LAW)
    assert (
        tuple(sorted(id_ for id_, row in LAW.leaves.items() if row.leaf.rank <= highest))
        == ADMITTED[scenario]
    )


def test_c_admits_everything_but_what_is_outside_the_three() -> None:
    refused = {id_ for id_, row in LAW.leaves.items() if row.leaf.rank > ceiling("C", LAW)}
    assert refused == {"X1", "X2"}


def test_failing_from_a_scenario_on_is_the_other_side_of_allowing_the_one_before() -> None:
    for fails, allowed in [(FailOn.A, "none"), (FailOn.B, "A"), (FailOn.C, "B")]:
        assert floor(fails, LAW) == ceiling(allowed, LAW) + 1
    assert floor(FailOn.WORSE, LAW) is None


@pytest.mark.parametrize(
    ("bound", "made", "expected"),
    [
        ("B", protocol(), ["max-scenario . cmpp U1"]),
        ("C", protocol(), []),
        ("B", provider(), []),
        ("B1", provider(), ["max-scenario . tencent B2"]),
        ("A", provider(), ["max-scenario . tencent B2"]),
        ("A", modem(), ["max-scenario . gammu A8"]),
        ("none", modem(), ["max-scenario . gammu A8"]),
        ("none", in_tests(modem()), []),
    ],
)
def test_a_channel_beyond_the_bound_is_a_violation(bound: str, made: Channel, expected: list[str]) -> None:
    found = check(result(made), at_most(bound), LAW)
    assert told(found) == expected
    assert found.fails == bool(expected)


def test_every_channel_beyond_the_bound_is_named_and_not_only_the_heaviest() -> None:
    found = check(result(protocol(), modem(), provider()), at_most("A"), LAW)
    assert {v.channel for v in found.violations} == {"cmpp", "gammu", "tencent"}


def test_what_could_not_be_read_is_beyond_a() -> None:
    gap = Gap(TreePath("app/x.py"), GapKind.UNPARSED, Words("nested too deeply", "嵌套过深"), bears=True)
    assert told(check(result(gaps=(gap,)), at_most("A"), LAW)) == ["max-scenario .  G1"]
    assert told(check(result(gaps=(gap,)), at_most("B"), LAW)) == []


@pytest.mark.parametrize(
    ("fail_on", "fails"),
    [(None, True), (FailOn.B, True), (FailOn.C, False), (FailOn.WORSE, False), (FailOn.NEVER, False)],
)
def test_a_violation_below_the_failing_scenario_is_only_reported(
    fail_on: FailOn | None, *, fails: bool
) -> None:
    found = check(result(provider()), at_most("A", fail_on), LAW)
    assert (told(found), found.fails) == (["max-scenario . tencent B2"], fails)


def test_failing_from_a_scenario_on_needs_no_bound() -> None:
    policy = Policy(fail_on=FailOn.C)
    assert told(check(result(protocol(), provider()), policy, LAW)) == ["fail-on . cmpp U1"]


def test_with_a_baseline_everything_that_is_left_is_worse() -> None:
    policy = at_most("A", FailOn.WORSE)
    assert check(result(provider()), policy, LAW, Baseline()).fails


def test_the_innermost_path_decides() -> None:
    deep, wide = detection("services/gateway/link.py:3"), detection("web/link.py:4")
    policy = Policy(
        limits=Limits(max_scenario="B", channels=("tencent",)),
        paths=(Limits(path="services", max_scenario="A"), Limits(path="services/gateway", max_scenario="C")),
    )
    both = channel("cmpp", SignatureKind.PROTOCOL, FarEndKind.UNKNOWN, deep, wide)
    found = check(result(both), policy, LAW)
    assert told(found) == [
        "channels . cmpp",
        "channels services/gateway cmpp",
        "max-scenario . cmpp U1",
    ]
    assert [str(v.location) for v in found.violations] == [
        "web/link.py:4",
        "services/gateway/link.py:3",
        "web/link.py:4",
    ]


def test_a_path_is_not_the_folder_that_begins_with_its_name() -> None:
    policy = Policy(limits=Limits(max_scenario="B"), paths=(Limits(path="app", max_scenario="C"),))
    near = channel("cmpp", SignatureKind.PROTOCOL, FarEndKind.UNKNOWN, detection("apple/link.py:1"))
    assert check(result(near), policy, LAW).fails
    assert not check(result(protocol()), policy, LAW).fails


def test_every_deployable_unit_is_measured_by_its_own_outcome() -> None:
    parts = {"services/a": (provider(),), "services/b": (protocol(),)}
    policy = Policy(limits=Limits(max_scenario="B"))
    found = check(result(provider(), protocol(), parts=parts), policy, LAW)
    assert told(found) == ["max-scenario . cmpp U1"]


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        (("tencent",), ["channels . cmpp"]),
        (("tencent", "protocol"), []),
        (("tencent", "cm*"), []),
        ((), ["channels . cmpp", "channels . tencent"]),
    ],
)
def test_only_channels_that_are_named_are_allowed(allowed: tuple[str, ...], expected: list[str]) -> None:
    policy = Policy(limits=Limits(channels=allowed))
    assert told(check(result(protocol(), provider()), policy, LAW)) == expected


def test_providers_are_named_without_naming_every_other_channel() -> None:
    policy = Policy(limits=Limits(providers=("alibaba",)))
    assert told(check(result(protocol(), provider()), policy, LAW)) == ["providers . tencent"]


def way(to: Channel, *places: str, start: EntryPoint | None = None) -> Flow:
    steps = tuple(Step(location=at(place), name=f"f{n}") for n, place in enumerate(places))
    end = Step(location=to.detections[0].location, name="send", kind="sends")
    return replace(flow(to, start), steps=(*steps, end))


ONE_DOOR = Contract(name="one door", clause=OnlyParts(("app.notify",)), channels=("*",))


@pytest.mark.parametrize(
    ("places", "broken"),
    [
        (("web/views.py:3", "app/notify.py:9"), False),
        (("web/views.py:3", "src/app/notify/send.py:9"), False),
        (("web/views.py:3",), True),
        (("web/views.py:3", "app/notifyx.py:9"), True),
        ((), True),
    ],
)
def test_a_door_is_kept_if_every_way_leads_through_it(places: tuple[str, ...], *, broken: bool) -> None:
    made = protocol()
    found = check(result(made, flows=(way(made, *places),)), Policy(contracts=(ONE_DOOR,)), LAW)
    assert bool(found.violations) is broken


def test_a_send_that_nothing_is_known_to_reach_must_stand_in_the_door() -> None:
    policy = Policy(contracts=(ONE_DOOR,))
    assert told(check(result(protocol()), policy, LAW)) == ["contract one door cmpp app/cmpp.py"]
    inside = channel("cmpp", SignatureKind.PROTOCOL, FarEndKind.UNKNOWN, detection("app/notify/cmpp.py:3"))
    assert told(check(result(inside), policy, LAW)) == []


def test_a_part_that_must_not_reach_a_channel_is_pointed_at() -> None:
    made = protocol()
    contract = Contract(name="web", clause=NoParts(("web/",)), channels=("protocol",))
    flows = (way(made, "jobs/a.py:1"), way(made, "web/views.py:3", "app/notify.py:9"))
    (violation,) = check(result(made, flows=flows), Policy(contracts=(contract,)), LAW).violations
    assert (str(violation.location), violation.subject) == ("web/views.py:3", "f0 (web/views.py)")
    assert [str(each) for each in violation.related] == ["app/notify.py:9", "app/cmpp.py:12"]


@pytest.mark.parametrize(
    ("clause", "broken"),
    [
        (NoExposure((Exposure.PUBLIC,)), True),
        (NoExposure((Exposure.STAFF,)), False),
        (NoEntry((EntryKind.HTTP,)), True),
        (NoEntry((EntryKind.TASK,)), False),
    ],
)
def test_who_enters_is_held_against_the_contract(clause: NoExposure | NoEntry, *, broken: bool) -> None:
    made, start = modem(), entry("app/urls.py:5")
    contract = Contract(name="no outsider", clause=clause, channels=("modem",))
    audited = result(made, entries=(start,), flows=(way(made, "app/urls.py:5", start=start),))
    found = check(audited, Policy(contracts=(contract,)), LAW)
    assert [str(v.location) for v in found.violations] == ["app/urls.py:5"] * broken


def test_a_contract_leaves_other_channels_alone() -> None:
    made, start = provider(), entry()
    contract = Contract(name="x", clause=NoExposure((Exposure.PUBLIC,)), channels=("modem",))
    audited = result(made, entries=(start,), flows=(way(made, start=start),))
    assert check(audited, Policy(contracts=(contract,)), LAW).violations == ()


def test_worse_fails_for_exactly_what_was_not_there_before() -> None:
    policy = at_most("A", FailOn.WORSE)
    before = check(result(provider()), policy, LAW)
    after = compared(before, check(result(provider(), protocol()), policy, LAW))
    assert [v.channel for v in after.violations if v.fails] == ["cmpp"]
    assert not compared(before, before).fails


def test_without_a_bound_a_heavier_outcome_is_worse_by_itself() -> None:
    policy = Policy(fail_on=FailOn.WORSE)
    before, after = (check(result(made), policy, LAW) for made in (provider(), protocol()))
    (violation,) = compared(before, after).violations
    assert (violation.rule, violation.subject, violation.fails) == (Rule.FAIL_ON, "U1", True)
    assert not compared(after, before).fails


def test_under_another_rule_the_state_before_does_not_matter() -> None:
    policy = at_most("A")
    once = check(result(provider()), policy, LAW)
    assert compared(once, once).fails


def test_a_channel_counts_until_all_that_makes_it_live_is_suppressed() -> None:
    send, client = detection("app/a.py:1"), detection("app/a.py:2", Role.CLIENT)
    audited = result(channel("cmpp", SignatureKind.PROTOCOL, FarEndKind.UNKNOWN, send, client))
    once = check(without(audited, send), at_most("B"), LAW)
    assert [str(v.location) for v in once.violations] == ["app/a.py:2"]
    both = check(without(audited, send, client), at_most("B"), LAW)
    assert (both.violations, both.leaf.id) == ((), "N0")
    assert audited.whole.verdict.leaf.id == "U1"


def test_a_new_way_to_a_channel_that_the_baseline_knows_is_told() -> None:
    made, start = modem(), entry("app/urls.py:5")
    contract = Contract(name="no outsider", clause=NoExposure((Exposure.PUBLIC,)), channels=("modem",))
    policy = Policy(limits=Limits(max_scenario="none"), contracts=(contract,))
    audited = without(
        result(made, entries=(start,), flows=(way(made, "app/urls.py:5", start=start),)),
        *made.detections,
        way=Way.BASELINE,
    )
    (violation,) = check(audited, policy, LAW, Baseline()).violations
    assert violation.rule is Rule.CONTRACT
    known = Baseline("b", frozenset({Entry("app/urls.py", "policy.contract", violation.fingerprint)}))
    again = check(audited, policy, LAW, known)
    assert (again.violations, again.known) == ((), (violation,))


@pytest.mark.parametrize(
    ("part", "is_there"),
    [
        ("app.notify", True),
        ("app.notify.send_code", True),
        ("app.notify.Client.send", True),
        ("src/app/notify.py", True),
        ("src/app/**", True),
        ("app.notfy", False),
        ("apps/**", False),
        ("notify", False),
    ],
)
def test_a_part_that_the_tree_does_not_hold_is_told_and_does_not_fail(part: str, *, is_there: bool) -> None:
    policy = Policy(contracts=(Contract(name="x", clause=NoParts((part,)), channels=("modem",)),))
    found = check(result(), policy, LAW, paths=("src/app/notify.py", "README.md"))
    assert [v.subject for v in found.violations] == [part] * (not is_there)
    assert not found.fails
