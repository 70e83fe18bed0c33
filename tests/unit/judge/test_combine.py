"""Many channels, one verdict, with what speaks for it, against it, and what would change it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from smsaudit.judge import Trace, judge
from smsaudit.law import shipped
from smsaudit.model.context import Context
from smsaudit.model.declared import (
    AccessCode,
    Answer,
    Contract,
    Declared,
    DeclaredPath,
    ForOthers,
    Peer,
    ProviderLicence,
    Reach,
    Recipients,
)
from smsaudit.model.flow import Channel, FarEndKind, Resolution, Rung
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.signature import Role, SignatureKind, Strength
from smsaudit.model.verdict import Confidence, Reason, Status, Unit
from smsaudit.model.words import Words
from tests.unit.judge.samples import (
    channel,
    detection,
    entry,
    far_end,
    flow,
    in_tests,
    modem,
    named,
    protocol,
    provider,
)

LAW = shipped()
HIDDEN = Gap(
    TreePath("lib/corp.py"),
    GapKind.OUTSIDE_SENDER,
    Words("package outside the tree", "树外的程序包"),
    4,
    bears=True,
)
HARMLESS = Gap(TreePath("static/app.js"), GapKind.TOO_LARGE, Words.same("6 MB"))


def of(
    *channels: Channel,
    path: DeclaredPath | None = None,
    declared: Declared | None = None,
    gaps: Sequence[Gap] = (),
    trace: Trace | None = None,
) -> Unit:
    """The unit for these channels."""
    said = declared or Declared(path=path or DeclaredPath())
    return judge(channels, gaps, said, LAW, trace=trace or Trace())


def said(reasons: Sequence[Reason]) -> str:
    return "\n".join(reason.text.en for reason in reasons)


EXTERNAL = DeclaredPath(reach=Reach.EXTERNAL)
OWN_USE = DeclaredPath(
    contract=Contract.GROUP_OWN_USE, code=AccessCode.OWN_USE, for_others=ForOthers.NO, reach=Reach.EXTERNAL
)


@pytest.mark.parametrize(
    ("channels", "path", "leaf", "label", "mixed"),
    [
        ((provider(), in_tests(modem())), EXTERNAL, "B2", "B", ()),
        ((provider("alibaba"), protocol("cmpp", FarEndKind.CARRIER)), EXTERNAL, "C5", "C", ("B2",)),
        ((protocol("smpp"),), DeclaredPath(), "U1", "C", ()),
        ((provider(),), DeclaredPath(for_others=ForOthers.YES), "C2", "C", ()),
        (
            (provider("alibaba"), provider("twilio", FarEndKind.PROVIDER_OVERSEAS, overseas=True)),
            DeclaredPath(rcpt=Recipients.OVERSEAS),
            "B2",
            "B",
            ("V2",),
        ),
        ((provider("huawei"),), DeclaredPath(reach=Reach.INTERNAL), "AB", "B", ()),
        ((protocol("cmpp", FarEndKind.CARRIER),), OWN_USE, "C3", "C", ()),
        ((protocol("cmpp", FarEndKind.CARRIER),), replace(OWN_USE, fee=Answer.YES), "C1", "C", ()),
    ],
)
def test_the_worked_mixed_cases_of_the_procedure(
    channels: tuple[Channel, ...], path: DeclaredPath, leaf: str, label: str, mixed: tuple[str, ...]
) -> None:
    verdict = of(*channels, path=path).verdict
    assert (verdict.leaf.id, verdict.label, verdict.mixed) == (leaf, label, mixed)


def test_a_test_rig_is_listed_with_its_own_leaf_and_not_counted() -> None:
    unit = of(provider(), in_tests(modem()))
    listed = {j.channel.id: (j.leaf.id, j.counted) for j in unit.judgements}
    assert listed == {"tencent": ("B2", True), "gammu": ("A8", False)}


def test_judgements_are_listed_heaviest_first_whatever_the_order_given() -> None:
    some = [provider(), protocol(), modem(), provider("twilio", FarEndKind.PROVIDER_OVERSEAS)]
    units = [of(*some), of(*reversed(some))]
    assert units[0] == units[1]
    assert [j.leaf.id for j in units[0].judgements] == ["U1", "V3", "B2", "A8"]


def test_a_provider_never_cures_a_carrier_link() -> None:
    verified = DeclaredPath(licence=ProviderLicence.VERIFIED, for_others=ForOthers.NO, fee=Answer.NO)
    assert of(provider(), path=verified).verdict.leaf.id == "B1"
    assert of(provider(), protocol("cmpp", FarEndKind.CARRIER), path=verified).verdict.leaf.id == "C5"


# Nothing, or nothing that counts.


def test_nothing_at_all_is_nothing_found_and_never_that_no_licence_is_needed() -> None:
    verdict = of(gaps=[HARMLESS]).verdict
    assert (verdict.leaf.id, verdict.label, verdict.confidence) == ("N0", "none", Confidence.MEDIUM)
    assert "licence" not in said(verdict.because)


def test_nothing_found_and_a_gap_that_could_hide_a_sender_is_undetermined() -> None:
    verdict = of(gaps=[HARMLESS, HIDDEN]).verdict
    assert (verdict.leaf.id, verdict.label) == ("G1", "undetermined")
    assert any(reason.location == "lib/corp.py:4" for reason in verdict.because)
    assert "app.js" not in said(verdict.because)
    assert "No SMS sending found" in said(verdict.would_change)


def test_a_mock_does_not_make_up_for_a_gap() -> None:
    mock = channel("console", SignatureKind.FRAMEWORK, FarEndKind.SIMULATOR)
    assert of(mock, gaps=[HIDDEN]).verdict.leaf.id == "G1"


def test_many_gaps_are_counted_after_the_first_few() -> None:
    gaps = [replace(HIDDEN, line=n) for n in range(1, 9)]
    verdict = of(gaps=gaps).verdict
    assert said(verdict.because).count("may hide a sender.") == 1 + 3
    assert "5 more places" in said(verdict.because)


@pytest.mark.parametrize("made", [provider(), channel("x", SignatureKind.UNKNOWN)])
def test_what_is_only_named_is_listed_and_leaves_nothing(made: Channel) -> None:
    unit = of(named(made))
    assert (unit.verdict.leaf.id, unit.verdict.confidence) == ("N0", Confidence.LOW)
    assert "requirements.txt:2" in said(unit.verdict.despite)
    assert [(j.counted, j.confidence) for j in unit.judgements] == [(False, Confidence.LOW)]


def test_a_constructed_client_of_a_provider_does_not_send() -> None:
    made = channel(
        "twilio",
        SignatureKind.PROVIDER,
        FarEndKind.PROVIDER_OVERSEAS,
        detection("app/voice.py:3", Role.CLIENT),
        rung=Rung.CONSTRUCTED,
    )
    assert of(made).verdict.leaf.id == "N0"


def test_a_provider_that_is_only_configured_does_not_send() -> None:
    made = channel(
        "aliyun",
        SignatureKind.PROVIDER,
        FarEndKind.PROVIDER_CN,
        detection("application.yml:3", Role.CONFIG),
        rung=Rung.CONFIGURED,
    )
    assert of(made).verdict.leaf.id == "N0"


@pytest.mark.parametrize(
    ("role", "rung"),
    [(Role.CONFIG, Rung.CONFIGURED), (Role.CLIENT, Rung.CONSTRUCTED), (Role.PROTOCOL, Rung.DECLARED)],
)
def test_a_link_counts_once_it_is_configured_constructed_or_written_out(role: Role, rung: Rung) -> None:
    made = channel("cmpp", SignatureKind.PROTOCOL, FarEndKind.UNKNOWN, detection("a.py:3", role), rung=rung)
    assert of(made).verdict.leaf.id == "U1"


def test_senders_in_tests_only_leave_nothing_and_are_named() -> None:
    verdict = of(in_tests(protocol("cmpp", FarEndKind.CARRIER)), in_tests(provider())).verdict
    assert (verdict.leaf.id, verdict.mixed) == ("N0", ())
    assert "tests" in said(verdict.because)
    assert "app/cmpp.py:12" in said(verdict.despite)


def test_simulators_alone_are_a_mock_wherever_they_stand() -> None:
    simulator = channel("smpp", SignatureKind.PROTOCOL, FarEndKind.SIMULATOR)
    assert of(simulator).verdict.leaf.id == "A0"
    assert of(in_tests(simulator)).verdict.leaf.id == "A0"


def test_dead_code_alone_is_dead() -> None:
    verdict = of(in_tests(provider(), Context.DEAD)).verdict
    assert (verdict.leaf.id, verdict.label) == ("N1", "none")


def test_channels_that_carry_no_messages_are_left_to_the_advice() -> None:
    assert of(channel("zoom", SignatureKind.CONFERENCING)).judgements == ()


# Label, status, confidence.


def test_a_side_function_is_c_on_a_carrier_link_and_b_through_a_provider() -> None:
    aside = DeclaredPath(for_others=ForOthers.INCIDENTAL)
    on_link = of(protocol("cmpp", FarEndKind.CARRIER), path=aside).verdict
    by_api = of(provider(), path=aside).verdict
    assert (on_link.leaf.id, on_link.label) == ("C4", "C")
    assert (by_api.leaf.id, by_api.label) == ("C4", "B")
    assert of(provider(), protocol("cmpp", FarEndKind.CARRIER), path=aside).verdict.label == "C"


def test_a_fee_alone_leaves_a_carrier_link_contested_and_a_contract_settles_it() -> None:
    link = protocol("cmpp", FarEndKind.CARRIER)
    by_fee = of(link, path=DeclaredPath(fee=Answer.YES)).verdict
    assert (by_fee.leaf.id, by_fee.status) == ("C1", Status.CONTESTED)
    assert by_fee.because[-1].statement != ""
    assert "FEE-operating" in {reason.statement for reason in by_fee.because}
    by_contract = of(link, path=DeclaredPath(contract=Contract.SP)).verdict
    assert (by_contract.leaf.id, by_contract.status) == ("C1", Status.SETTLED)
    assert "required" in by_contract.leaf.display.en
    assert "required" not in by_fee.leaf.display.en


def test_confidence_is_high_only_with_direct_evidence_and_every_needed_fact() -> None:
    verified = DeclaredPath(licence=ProviderLicence.VERIFIED)
    complete = replace(verified, for_others=ForOthers.NO, fee=Answer.NO)
    hint = channel(
        "x",
        SignatureKind.PROVIDER,
        FarEndKind.PROVIDER_CN,
        detection("a.py:1", strength=Strength.LOW),
    )
    assert of(provider(), path=complete).verdict.confidence is Confidence.HIGH
    assert of(provider(), path=verified).verdict.confidence is Confidence.MEDIUM
    assert of(hint, path=complete).verdict.confidence is Confidence.LOW


def test_confidence_never_rises_above_the_ceiling_of_the_leaf() -> None:
    every = of(*(made for end in FarEndKind for made in (protocol(f"l{end}", end), provider(f"p{end}", end))))
    assert all(j.confidence <= j.leaf.confidence for j in every.judgements)


def test_a_name_alone_lowers_confidence_and_is_told() -> None:
    made = provider()
    guessed = Trace(flows=(flow(made, resolution=Resolution.BY_NAME),))
    one_sure = Trace(flows=(flow(made, resolution=Resolution.BY_NAME), flow(made)))
    verdict = of(made, trace=guessed).verdict
    assert verdict.confidence is Confidence.LOW
    assert "by name only" in said(verdict.despite)
    assert of(made, trace=one_sure).verdict.confidence is Confidence.MEDIUM


def test_evidence_in_a_mended_file_alone_lowers_confidence() -> None:
    mended = Gap(TreePath("app/tencent.py"), GapKind.MENDED, Words.same("line 4 was blanked"))
    elsewhere = replace(mended, path=TreePath("app/other.py"))
    verdict = of(provider(), gaps=[mended]).verdict
    assert verdict.confidence is Confidence.LOW
    assert "mended" in said(verdict.despite)
    assert of(provider(), gaps=[elsewhere]).verdict.confidence is Confidence.MEDIUM


def test_a_gap_that_could_hide_a_sender_lowers_the_verdict_and_is_told() -> None:
    verdict = of(provider(), gaps=[HIDDEN]).verdict
    assert (verdict.leaf.id, verdict.confidence) == ("B2", Confidence.LOW)
    assert "lib/corp.py:4" in said(verdict.despite)


# Contradictions.


def test_internal_use_with_a_public_route_is_a_contradiction() -> None:
    made, route = provider(), entry("app/urls.py:5")
    trace = Trace((flow(made, route),), (route,))
    inside = DeclaredPath(
        reach=Reach.INTERNAL, licence=ProviderLicence.VERIFIED, for_others=ForOthers.NO, fee=Answer.NO
    )
    verdict = of(made, path=inside, trace=trace).verdict
    assert (verdict.leaf.id, verdict.confidence) == ("B1", Confidence.MEDIUM)
    assert "Declared as own staff only, but a public entry point at app/urls.py:5" in said(verdict.despite)


def test_sim_cards_declared_internal_with_a_public_route_serve_outsiders() -> None:
    made, route = modem(), entry()
    trace = Trace((flow(made, route),), (route,))
    assert of(made, path=DeclaredPath(reach=Reach.INTERNAL), trace=trace).verdict.leaf.id == "X2"


def test_a_public_route_alone_is_only_a_reason_against_internal_use() -> None:
    made, route = modem(), entry()
    verdict = of(made, trace=Trace((flow(made, route),), (route,))).verdict
    assert verdict.leaf.id == "A8"
    assert "speaks against internal use" in said(verdict.despite)


def test_sim_cards_declared_for_own_use_but_offered_to_others_are_outside() -> None:
    offered = replace(modem(), serves_others=True)
    verdict = of(offered, path=DeclaredPath(for_others=ForOthers.NO)).verdict
    assert verdict.leaf.id == "X2"
    assert "the code offers it to others" in said(verdict.despite)


@pytest.mark.parametrize(
    ("shown", "declared", "leaf"),
    [
        (FarEndKind.CARRIER, Peer.PROVIDER_CN, "C5"),
        (FarEndKind.PROVIDER_CN, Peer.CARRIER, "C5"),
        (FarEndKind.PROVIDER_CN, Peer.PROVIDER_OVERSEAS, "V3"),
    ],
)
def test_a_declared_peer_that_the_tree_contradicts_loses_to_the_stricter(
    shown: FarEndKind, declared: Peer, leaf: str
) -> None:
    made = protocol("smpp", far_end(shown, "smpp.example.com"))
    verdict = of(made, path=DeclaredPath(peer=declared)).verdict
    assert verdict.leaf.id == leaf
    assert "the stricter reading holds" in said(verdict.despite)


# For, against, conditions, changes.


def test_reasons_name_place_far_end_declared_facts_and_law() -> None:
    link = protocol("cmpp", far_end(FarEndKind.CARRIER, "cmpp.example.com"))
    verdict = of(link, path=DeclaredPath(contract=Contract.SP)).verdict
    assert [reason.location for reason in verdict.because][:2] == ["app/cmpp.py:12", "app/settings.py:3"]
    assert "The far end is a carrier: cmpp.example.com." in said(verdict.because)
    assert "Declared: carrier contract: SP cooperation." in said(verdict.because)
    assert verdict.because[-1].statement in LAW.leaves["C1"].reasons
    assert len(verdict.because) <= 5


def test_a_contested_reason_is_never_worded_as_a_plain_sentence() -> None:
    verdict = of(protocol("cmpp", FarEndKind.CARRIER)).verdict
    contested = [r for r in verdict.because if r.statement == "SP-own-use-direct"]
    assert [r.text.en.startswith("Sources differ: ") for r in contested] == [True]
    assert contested[0].text.en.endswith("Confirm with counsel.")
    assert contested[0].text.zh.startswith("来源不一致：")


def test_several_channels_on_one_leaf_are_all_named() -> None:
    verdict = of(provider("alibaba"), provider("tencent"), provider("huawei")).verdict
    places = {reason.location for reason in verdict.because}
    assert {"app/alibaba.py:12", "app/tencent.py:12", "app/huawei.py:12"} <= places


def test_lighter_channels_private_addresses_and_defaults_are_told_against() -> None:
    link = protocol("cmpp", far_end(FarEndKind.PRIVATE, "10.0.0.8", overridable=True))
    verdict = of(replace(link, rung=Rung.CALLED, is_default=False), provider()).verdict
    told = said(verdict.despite)
    assert "10.0.0.8" in told
    assert "only a default" in told
    assert "No entry point that reaches Channel cmpp" in told
    assert "not the default choice" in told
    assert "Channel tencent at app/tencent.py:12 leads to B2" in told


def test_a_link_whose_host_looks_like_a_carriers_is_told_that_aggregators_offer_the_same() -> None:
    told = {r.statement for r in of(protocol("cmpp", FarEndKind.CARRIER)).verdict.despite}
    declared = Declared(path=DeclaredPath(peer=Peer.CARRIER))
    said_so = {r.statement for r in of(protocol("cmpp"), declared=declared).verdict.despite}
    assert ("PROTO-far-end" in told, "PROTO-far-end" in said_so) == (True, False)


def test_no_reason_stands_on_both_sides() -> None:
    for end in FarEndKind:
        verdict = of(protocol("cmpp", far_end(end, "10.0.0.8"))).verdict
        assert not {r.text for r in verdict.because} & {r.text for r in verdict.despite}


def test_a_private_address_leaves_open_who_is_behind_it() -> None:
    verdict = of(protocol("cmpp", far_end(FarEndKind.PRIVATE, "10.0.0.8"))).verdict
    assert "channel.peer" in verdict.conditional_on
    told = said(verdict.would_change)
    assert "If declared (far end: a mainland provider): B2 (" in told
    assert "If declared (far end: a carrier): C5 (" in told


def test_values_that_lead_to_the_same_leaf_share_a_sentence() -> None:
    told = said(of(modem()).verdict.would_change)
    assert "If declared (for whom it sends: for others / as a side function): X2 (" in told


def test_a_service_number_beside_a_provider_is_a_hint_only() -> None:
    made = channel(
        "tencent",
        SignatureKind.PROVIDER,
        FarEndKind.PROVIDER_CN,
        detection("a.py:1"),
        detection("a.py:9", Role.NUMBER),
    )
    told = [reason for reason in of(made).verdict.despite if reason.location == "a.py:9"]
    assert [reason.statement for reason in told] == ["HINT-106-number"]


def test_conditions_are_the_choices_in_code_and_the_facts_left_open() -> None:
    made = replace(provider(), conditions=("settings.SMS_BACKEND == 'tencent'",))
    verdict = of(made, path=DeclaredPath(reach=Reach.EXTERNAL, fee=Answer.NO)).verdict
    assert verdict.conditional_on == (
        "settings.SMS_BACKEND == 'tencent'",
        "providers.licence_no",
        "service.for_others",
    )


def test_removing_the_heaviest_channel_leaves_the_next() -> None:
    unit = of(protocol("cmpp", FarEndKind.CARRIER), provider())
    first = unit.verdict.would_change[0]
    assert first.text.en.startswith("Without app/cmpp.py:12: B2 (")
    assert first.location == "app/cmpp.py:12"


def test_removing_a_provider_means_its_sends_and_removing_a_link_all_of_it() -> None:
    places = (detection("a.py:1", Role.CLIENT), detection("a.py:2"), detection("b.py:3"))
    api = of(channel("x", SignatureKind.PROVIDER, FarEndKind.PROVIDER_CN, *places))
    link = of(channel("x", SignatureKind.PROTOCOL, FarEndKind.UNKNOWN, *places))
    assert said(api.verdict.would_change).startswith("Without a.py:2, b.py:3: N0 (")
    assert said(link.verdict.would_change).startswith("Without a.py:1, a.py:2, b.py:3: N0 (")


def test_the_far_end_of_an_sdk_is_told_only_where_an_address_was_found() -> None:
    with_host = channel("x", SignatureKind.PROVIDER, far_end(FarEndKind.PROVIDER_CN, "sms.example.cn"))
    assert "The far end is a mainland provider: sms.example.cn." in said(of(with_host).verdict.because)
    assert "far end" not in said(of(provider()).verdict.because)
    assert "The code does not show who answers: no address" in said(of(protocol()).verdict.because)


def test_removing_the_only_channel_leaves_nothing_or_the_gaps() -> None:
    assert said(of(provider()).verdict.would_change).startswith("Without app/tencent.py:12: N0 (")
    with_gap = of(provider(), gaps=[HIDDEN]).verdict
    assert said(with_gap.would_change).startswith("Without app/tencent.py:12: G1 (")


def test_answers_to_open_facts_name_the_leaf_they_lead_to() -> None:
    told = said(of(provider(), path=EXTERNAL).verdict.would_change)
    assert "If declared (provider's licence: verified): B1 (" in told
    assert "If declared (provider's licence: expired, absent or of the wrong kind): B3 (" in told
    assert "If declared (for whom it sends: for others): C2 (" in told
    assert "who can make it send" not in told


def test_an_answer_that_another_channel_outweighs_changes_nothing() -> None:
    told = said(of(provider(), protocol("cmpp", FarEndKind.CARRIER)).verdict.would_change)
    assert "(provider's licence" not in told


def test_hostile_names_are_only_text() -> None:
    made = channel(
        "x{place}", SignatureKind.PROVIDER, FarEndKind.PROVIDER_CN, detection("a{0}%s{display}.py:1")
    )
    assert "a{0}%s{display}.py:1" in said(of(made).verdict.because)


def test_every_sentence_is_told_in_both_languages() -> None:
    unit = of(
        protocol("cmpp", far_end(FarEndKind.PRIVATE, "10.0.0.8", overridable=True)),
        modem(),
        provider(),
        gaps=[HIDDEN],
    )
    verdict = unit.verdict
    reasons = [*verdict.because, *verdict.despite, *verdict.would_change]
    for judgement in unit.judgements:
        reasons += [*judgement.because, *judgement.despite]
    for reason in reasons:
        assert reason.text.en
        assert any("\u4e00" <= letter <= "\u9fff" for letter in reason.text.zh)


@pytest.mark.parametrize("end", list(FarEndKind))
@pytest.mark.parametrize("kind", list(SignatureKind))
@pytest.mark.parametrize("production", [True, False])
def test_every_channel_gets_a_verdict_with_reasons(
    kind: SignatureKind, end: FarEndKind, *, production: bool
) -> None:
    made = channel("x", kind, far_end(end, "sms.example.com"), production=production)
    for path in (DeclaredPath(), OWN_USE, DeclaredPath(for_others=ForOthers.YES, pool=Answer.YES)):
        verdict = of(made, path=path).verdict
        assert 1 <= len([reason for reason in verdict.because if not reason.statement]) <= 5
        assert set(LAW.leaves[verdict.leaf.id].reasons) <= {reason.statement for reason in verdict.because}
        assert verdict.confidence <= verdict.leaf.confidence
