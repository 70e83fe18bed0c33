"""What follows from a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pytest

from smsaudit.advise import advise
from smsaudit.judge import judge
from smsaudit.law import shipped
from smsaudit.model.advice import Advice, Licence
from smsaudit.model.context import Context
from smsaudit.model.declared import Answer, Contract, Declared, DeclaredFact, DeclaredPath, ForOthers
from smsaudit.model.detection import Detection
from smsaudit.model.flow import Channel, FarEndKind
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.law import weakest
from smsaudit.model.location import TreePath
from smsaudit.model.signature import Role
from smsaudit.model.verdict import Status
from smsaudit.model.words import Words
from tests.unit.judge.samples import detection, in_tests, modem, named, protocol, provider

LAW = shipped()


def of(
    *channels: Channel,
    path: DeclaredPath | None = None,
    features: Sequence[Detection] = (),
    gaps: Sequence[Gap] = (),
    own: Mapping[str, DeclaredPath] | None = None,
) -> Advice:
    """The advice for these channels."""
    declared = Declared(path=path or DeclaredPath(), channels=MappingProxyType(own or {}))
    return advise(judge(channels, gaps, declared, LAW), features, LAW, declared)


def feature(name: str, place: str = "app/room.py:4", context: Context = Context.PRODUCTION) -> Detection:
    return detection(place, Role.FEATURE, context=context, feature=name)


def told(advice: Advice) -> dict[str, Status]:
    return {licence.id: licence.status for licence in advice.licences}


CARRIER = protocol("cmpp", FarEndKind.CARRIER)


@pytest.mark.parametrize(
    ("made", "path", "status"),
    [
        (CARRIER, DeclaredPath(contract=Contract.SP), Status.SETTLED),
        (CARRIER, DeclaredPath(fee=Answer.YES), Status.CONTESTED),
        (provider(), DeclaredPath(for_others=ForOthers.YES), Status.SETTLED),
        (CARRIER, DeclaredPath(), Status.CONTESTED),
        (CARRIER, DeclaredPath(contract=Contract.GROUP_OWN_USE), Status.CONTESTED),
        (provider(), DeclaredPath(for_others=ForOthers.INCIDENTAL), Status.CONTESTED),
        (provider(), DeclaredPath(fee=Answer.YES), Status.CONTESTED),
        (protocol(), DeclaredPath(), Status.UNVERIFIED),
    ],
)
def test_the_sp_licence_is_told_as_firmly_as_the_leaf_allows(
    made: Channel, path: DeclaredPath, status: Status
) -> None:
    advice = of(made, path=path)
    assert told(advice) == {"B25-SP": status}
    assert status is Status.SETTLED or "Required" not in _only(advice).outcome.en


def test_one_link_that_is_settled_is_enough_whatever_comes_first() -> None:
    chosen = {"cmpp": DeclaredPath(fee=Answer.YES), "sgip": DeclaredPath(contract=Contract.SP)}
    links = protocol("cmpp", FarEndKind.CARRIER), protocol("sgip", FarEndKind.CARRIER)
    for channels in (links, links[::-1]):
        sp = _only(of(*channels, own=chosen))
        assert (sp.status, sp.outcome) == (Status.SETTLED, LAW.licences["B25-SP"].outcomes[0].text)


@pytest.mark.parametrize(
    "made",
    [
        provider(),
        modem(),
        named(CARRIER),
        in_tests(CARRIER),
        protocol("smpp", FarEndKind.PROVIDER_CN),
        provider("twilio", FarEndKind.PROVIDER_OVERSEAS),
    ],
)
def test_no_licence_is_told_that_the_tree_does_not_trigger(made: Channel) -> None:
    assert told(of(made)) == {}


def test_the_heaviest_leaf_words_the_licence_and_every_trigger_is_named() -> None:
    sp = _only(of(protocol("smpp"), CARRIER))
    assert sp.outcome == LAW.licences["B25-SP"].outcomes[2].text
    assert sp.because == ("app/cmpp.py:12", "app/smpp.py:12")


@pytest.mark.parametrize(
    ("name", "licence", "status"),
    [
        ("B22", "B22", Status.CONTESTED),
        ("B22/vendor", "B22", Status.CONTESTED),
        ("B22/live", "B22", Status.UNVERIFIED),
        ("B22/never-heard-of", "B22", Status.CONTESTED),
        ("B24", "B24", Status.CONTESTED),
        ("B24-1", "B24-1", Status.SETTLED),
        ("B24-2", "B24-2", Status.SETTLED),
        ("B25-ICP", "B25-ICP", Status.CONTESTED),
        ("B25-ICP/paid-content", "B25-ICP", Status.SETTLED),
        ("B21", "B21", Status.CONTESTED),
    ],
)
def test_features_point_to_their_licence(name: str, licence: str, status: Status) -> None:
    advice = of(features=[feature(name)])
    assert told(advice) == {licence: status}
    assert _only(advice).because == ("app/room.py:4",)


def test_a_variant_says_more_than_the_plain_licence() -> None:
    mixed = [feature("B22", "app/a.py:1"), feature("B22/one-to-one", "app/b.py:2")]
    one = of(features=mixed)
    other = of(features=mixed[::-1])
    assert one == other
    assert "One-to-one" in _only(one).outcome.en
    assert _only(one).because == ("app/a.py:1", "app/b.py:2")


@pytest.mark.parametrize("context", [c for c in Context if c is not Context.PRODUCTION])
def test_features_outside_production_trigger_nothing(context: Context) -> None:
    assert told(of(features=[feature("B22", context=context)])) == {}


def test_a_feature_of_no_known_licence_triggers_nothing() -> None:
    assert told(of(features=[feature("B99"), feature(""), detection()])) == {}


def test_licences_stand_in_the_order_of_the_law_and_cite_their_statements() -> None:
    advice = of(CARRIER, features=[feature("B24"), feature("B22")])
    assert list(told(advice)) == ["B25-SP", "B22", "B24"]
    for licence in advice.licences:
        assert {"PERMIT-06-capital", "TEL-69-fine", "DOC-9-commitment"} <= {s.id for s in licence.statements}


def test_duties_add_up_over_all_live_leaves_and_are_told_once() -> None:
    advice = of(CARRIER, provider(), in_tests(modem()))
    ids = [duty.id for duty in advice.duties]
    assert {"contract-and-code", "verify-provider"} <= set(ids)
    assert "company-cards" not in ids
    assert len(ids) == len(set(ids))


def test_platforms_keep_records_and_customers_of_a_provider_keep_little() -> None:
    platform = {d.id for d in of(provider(), path=DeclaredPath(for_others=ForOthers.YES)).duties}
    customer = {d.id for d in of(provider()).duties}
    assert ("records-five-months" in platform, "minimise-bodies" in platform) == (True, False)
    assert ("records-five-months" in customer, "minimise-bodies" in customer) == (False, True)


def test_questions_of_the_heaviest_leaf_come_first() -> None:
    ids = [q.id for q in of(provider(), CARRIER).open_questions]
    assert ids.index("contract") < ids.index("provider")
    assert len(ids) == len(set(ids))


def test_answered_questions_are_not_asked_again() -> None:
    answered = Declared(
        path=DeclaredPath(fee=Answer.NO),
        facts={"entity.registered_capital_cny": DeclaredFact(value="10000000")},
    )
    unit = judge([CARRIER], [], answered, LAW)
    ids = {q.id for q in advise(unit, [], LAW, answered).open_questions}
    assert not {"fee", "capital"} & ids
    assert {"contract", "code", "foreign-share"} <= ids


def test_a_question_answered_for_one_channel_stays_open_for_the_other() -> None:
    answered = Declared(channels={"cmpp": DeclaredPath(contract=Contract.GROUP_OWN_USE)})
    alone = advise(judge([CARRIER], [], answered, LAW), [], LAW, answered)
    both = advise(judge([CARRIER, protocol("sgip")], [], answered, LAW), [], LAW, answered)
    assert "contract" not in {q.id for q in alone.open_questions}
    assert "contract" in {q.id for q in both.open_questions}


def test_nothing_found_still_has_a_step_and_no_licence() -> None:
    advice = of()
    assert (advice.licences, len(advice.next_steps)) == ((), 1)
    assert [duty.id for duty in advice.duties] == ["audit-again"]


def test_a_gap_asks_to_be_closed() -> None:
    gap = Gap(TreePath("a.py"), GapKind.UNPARSED, Words.same("syntax"), bears=True)
    assert [duty.id for duty in of(gaps=[gap]).duties] == ["close-gaps"]


def test_every_statement_that_is_cited_anywhere_is_listed_once() -> None:
    advice = of(CARRIER, provider(), features=[feature("B22")])
    listed = [statement.id for statement in advice.statements]
    assert len(listed) == len(set(listed))
    cited = {id_ for duty in advice.duties for id_ in duty.statements}
    cited |= {s.id for licence in advice.licences for s in licence.statements}
    assert cited <= set(listed)


def test_the_instruments_and_conflicts_of_all_cited_statements_come_along() -> None:
    advice = of(protocol())
    assert advice.conflicts
    assert {each.code for each in advice.instruments} == {s.instrument for s in advice.statements} - {""}
    assert {each.id for each in advice.conflicts} == {id_ for s in advice.statements for id_ in s.conflicts}


def test_the_disclaimer_is_one_sentence_in_each_language() -> None:
    words = of().disclaimer
    assert (words.en.count("."), words.zh.count("。")) == (1, 1)
    assert "not legal advice" in words.en


@pytest.mark.parametrize("leaf", list(LAW.leaves))
def test_every_leaf_has_a_duty_a_question_and_a_step(leaf: str) -> None:
    row = LAW.leaves[leaf]
    assert row.duties
    assert row.questions
    assert row.next_steps


def test_no_licence_is_firmer_than_the_statements_that_decide_it() -> None:
    for row in LAW.licences.values():
        for outcome in row.outcomes:
            limit = weakest(LAW.statements[s].status for s in outcome.statements)
            assert weakest((outcome.status, limit)) is outcome.status


def _only(advice: Advice) -> Licence:
    (licence,) = advice.licences
    return licence
