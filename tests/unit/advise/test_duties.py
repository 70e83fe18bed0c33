"""Duties against declared facts, texts of the tree, and what the audit found."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

import pytest

from smsaudit.advise import Surroundings, advise
from smsaudit.advise.views import VIEWS
from smsaudit.judge import judge
from smsaudit.law import shipped
from smsaudit.model.advice import Duty
from smsaudit.model.checks import DutyState, FactCheck, TextCheck, ViewCheck, Witness, Witnesses
from smsaudit.model.declared import AccessCode, Declared, DeclaredFact, DeclaredPath, Peer, ProviderLicence
from smsaudit.model.entrance import Exposure
from smsaudit.model.flow import Channel, FarEndKind
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.words import Words
from smsaudit.settings.facts import CHOICES, FREE_KEYS
from tests.unit.judge.samples import at, entry, flow, modem, protocol, provider

LAW = shipped()
DAY = date(2026, 11, 1)


def duty(
    name: str,
    *channels: Channel,
    seen: Surroundings | None = None,
    path: DeclaredPath | None = None,
    facts: dict[str, str] | None = None,
) -> Duty:
    """The duty of this name, as advice for these channels tells it."""
    written = {
        key: DeclaredFact(value=value, as_of=DAY, evidence="contract 7")
        for key, value in (facts or {}).items()
    }
    declared = Declared(path=path or DeclaredPath(), facts=MappingProxyType(written))
    unit = judge(channels, (), declared, LAW)
    advice = advise(unit, (), LAW, declared, seen or Surroundings())
    return next(each for each in advice.duties if each.id == name)


def text_check(name: str, part: str = "") -> str:
    """Id of the text check of a duty."""
    return next(c.id for c in LAW.checks if isinstance(c, TextCheck) and c.duty == name and c.part == part)


def witnessed(name: str, *parts: str, value: str = "") -> Surroundings:
    """A tree that holds the texts that these parts of a duty look for."""
    texts = tuple(Witness(text_check(name, part), at("docs/x.md:4"), value) for part in parts)
    return Surroundings(witnesses=Witnesses(texts=texts))


def test_what_nobody_shows_is_not_shown() -> None:
    found = duty("provider-agreement", provider())
    assert (found.state, found.shown) == (DutyState.UNSEEN, ())


@pytest.mark.parametrize(("value", "state"), [("yes", DutyState.MET), ("no", DutyState.UNMET)])
def test_a_declared_fact_decides_with_date_and_evidence(value: str, state: DutyState) -> None:
    found = duty("provider-agreement", provider(), facts={"providers.agreement_signed": value})
    assert found.state is state
    assert "2026-11-01" in found.shown[0].text.en
    assert "contract 7" in found.shown[0].text.zh


def test_a_fact_of_the_procedure_has_to_hold_for_every_channel() -> None:
    verified = DeclaredPath(licence=ProviderLicence.VERIFIED)
    unit = [provider("tencent"), provider("alibaba")]
    only_one = Declared(channels=MappingProxyType({"tencent": verified}))
    advice = advise(judge(unit, (), only_one, LAW), (), LAW, only_one, Surroundings())
    assert {d.id: d.state for d in advice.duties}["verify-provider"] is DutyState.UNSEEN
    written = {"providers.licence_no": "verified"}
    assert duty("verify-provider", *unit, path=verified, facts=written).state is DutyState.MET


def test_a_public_way_in_speaks_against_a_closed_endpoint_and_staff_alone_for_it() -> None:
    rig = modem()
    for exposure, state in [
        (Exposure.PUBLIC, DutyState.UNMET),
        (Exposure.STAFF, DutyState.MET),
        (Exposure.UNKNOWN, DutyState.UNSEEN),
        (Exposure.AUTHENTICATED, DutyState.UNSEEN),
    ]:
        point = entry(exposure=exposure)
        seen = Surroundings(entry_points=(point,), flows=(flow(rig, point),))
        assert duty("closed-endpoints", rig, seen=seen).state is state, exposure


def test_a_privacy_policy_has_to_speak_of_messages_name_a_purpose_and_name_the_provider() -> None:
    seen = witnessed("privacy-notice", "sms", "purpose")
    named = Witnesses(texts=seen.witnesses.texts, named=(Witness("tencent", at("privacy.md:9")),))
    silent = Witnesses(texts=seen.witnesses.texts, policies=(at("privacy.md:1"),))
    assert duty("privacy-notice", provider(), seen=seen).state is DutyState.UNSEEN
    assert duty("privacy-notice", provider(), seen=Surroundings(witnesses=named)).state is DutyState.MET
    found = duty("privacy-notice", provider(), seen=Surroundings(witnesses=silent))
    assert found.state is DutyState.UNMET
    assert "privacy.md" in {reason.location for reason in found.shown}


@pytest.mark.parametrize(
    ("days", "state"), [("149", DutyState.UNMET), ("150", DutyState.MET), ("3650", DutyState.MET)]
)
def test_a_number_of_days_is_compared(days: str, state: DutyState) -> None:
    outside = DeclaredPath(for_others=CHOICES["service.for_others"]("yes"))  # type: ignore[arg-type]
    seen = witnessed("records-five-months", "", value=days)
    assert duty("records-five-months", provider(), path=outside, seen=seen).state is state


def test_consent_without_a_way_to_refuse_is_not_enough() -> None:
    assert duty("marketing-consent", provider(), seen=witnessed("marketing-consent", "consent")).state is (
        DutyState.UNSEEN
    )
    both = witnessed("marketing-consent", "consent", "refusal")
    assert duty("marketing-consent", provider(), seen=both).state is DutyState.MET


def test_one_thing_against_outweighs_what_is_for_it() -> None:
    both = witnessed("marketing-consent", "consent", "refusal")
    against = duty("marketing-consent", provider(), seen=both, facts={"marketing.optout": "none"})
    assert against.state is DutyState.UNMET


def test_an_unknown_far_end_has_to_be_named() -> None:
    assert duty("name-far-end", protocol()).state is DutyState.UNMET
    private = protocol("cmpp", FarEndKind.PRIVATE)
    assert duty("name-far-end", private).state is DutyState.UNMET
    aggregator = DeclaredPath(peer=Peer.PROVIDER_CN)
    with pytest.raises(StopIteration):  # a named far end leads to a leaf that has no such duty
        duty("name-far-end", private, path=aggregator)


def test_gaps_that_bear_are_to_be_closed() -> None:
    gap = Gap(TreePath("lib/corp.py"), GapKind.OUTSIDE_SENDER, Words("outside", "代码库外"), 4, bears=True)
    declared = Declared()
    advice = advise(judge((), (gap,), declared, LAW), (), LAW, declared, Surroundings(gaps=(gap,)))
    found = next(each for each in advice.duties if each.id == "close-gaps")
    assert (found.state, found.shown[0].location) == (DutyState.UNMET, "lib/corp.py:4")


def test_every_view_of_the_law_is_known_and_every_known_one_is_used() -> None:
    assert {check.view for check in LAW.checks if isinstance(check, ViewCheck)} == set(VIEWS)


def test_every_checked_fact_can_be_declared_with_the_values_that_decide() -> None:
    for check in LAW.checks:
        if isinstance(check, FactCheck):
            assert check.key in {*FREE_KEYS, *CHOICES}, check.key
            if check.key in CHOICES:
                allowed = {member.value for member in CHOICES[check.key]} | {"*"}
                assert {*check.met, *check.unmet} <= allowed, check.key


def test_classes_of_access_codes_are_those_of_the_declaration() -> None:
    assert {f"value.code.{kind.value}" for kind in AccessCode} - set(LAW.wording) == {"value.code.unknown"}
