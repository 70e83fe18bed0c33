"""The report for people: order, wording, width, and nothing harmful."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from smsaudit.model.checks import DutyState
from smsaudit.model.flow import Flow, Step
from smsaudit.model.location import TreePath
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import PatternId
from smsaudit.model.verdict import Confidence
from smsaudit.model.words import Language, Words
from smsaudit.report import Detail, View, text
from tests.support.building import place, reason
from tests.support.counsel import DISCLAIMER
from tests.support.results import (
    SAMPLES,
    conditional_c,
    hostile,
    mixed_monorepo,
    nothing,
    own_sims_a,
    undetermined,
)

ZH = View(language=Language.ZH)


def page(result: AuditResult, view: View | None = None) -> str:
    return text.render(result, view or View())


def flat(result: AuditResult, view: View | None = None) -> str:
    """The page on one line, so that assertions do not depend on where lines break."""
    return " ".join(page(result, view).split())


def test_the_first_line_is_the_decision_and_the_next_its_reason() -> None:
    lines = page(conditional_c(), View(width=100)).splitlines()
    assert lines[0] == (
        "C unless shown otherwise: carrier-protocol client, far end unknown or private [C, U1]"
    )
    assert lines[1].startswith("  shop/gateway/cmpp.py:88: A CMPP link is opened here")


def test_a_reason_that_names_its_place_does_not_name_it_twice() -> None:
    result = nothing()
    because = (reason("Sent at a.py:1.", "a.py:1 处发送。", "a.py:1"),)
    whole = replace(result.whole, verdict=replace(result.whole.verdict, because=because))
    assert page(replace(result, whole=whole)).count("a.py:1") == 1


def test_quiet_is_decision_and_reason_on_a_line_each() -> None:
    lines = page(mixed_monorepo(), View(detail=Detail.DECISION)).splitlines()
    assert lines == [
        "C: direct carrier link, contract and access code not known; treat as a licence question now [C, C5]",
        "shop/gateway/cmpp.py:88: A CMPP link to a carrier's address is opened.",
    ]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "hostile"])
def test_no_line_is_wider_than_the_page(name: str, width: int, language: Language) -> None:
    lines = page(SAMPLES[name](), View(language=language, width=width)).splitlines()
    assert [line for line in lines if cell_len(line) > width and not re.search(r"\S:\d+", line)] == []
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("detail", list(Detail))
@pytest.mark.parametrize("name", SAMPLES)
def test_without_colour_there_is_nothing_but_visible_text(
    name: str, detail: Detail, language: Language
) -> None:
    written = page(SAMPLES[name](), View(language=language, detail=detail))
    assert [c for c in written if c != "\n" and not c.isprintable()] == []


def test_with_colour_the_words_are_the_same() -> None:
    coloured = page(conditional_c(), View(colour=True))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == page(conditional_c())


def test_a_hostile_tree_adds_no_escape_of_its_own_to_a_coloured_page() -> None:
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", page(hostile(), View(colour=True)))
    assert stripped == page(hostile())


def test_markup_in_names_is_text() -> None:
    assert "[bold red]" in flat(hostile())


def test_the_weightier_channel_comes_first() -> None:
    written = page(conditional_c())
    assert written.index("[cmpp]") < written.index("[tencent]")


def test_a_channel_that_does_not_count_comes_last_and_says_why() -> None:
    written = flat(mixed_monorepo(), View(width=120))
    assert written.index("[tencent]") < written.index("[gammu]")
    assert "no: only in test code, so it does not decide" in written


def test_a_channel_shows_a_handful_of_places_and_counts_the_rest() -> None:
    written = flat(conditional_c())
    assert "and 2 more: 1 in production code, 1 in test code" in written
    assert "tests/test_cmpp.py:12" not in written
    assert "tests/test_cmpp.py:12" in flat(conditional_c(), View(detail=Detail.EVERYTHING))


def test_sends_come_before_other_evidence() -> None:
    written = page(conditional_c())
    assert written.index("cmpp.py:120  sends") < written.index("cmpp.py:88   connects")


def test_every_deployable_part_has_its_decision() -> None:
    written = page(mixed_monorepo(), View(width=120))
    assert re.search(r"services/gateway  C: direct carrier link.* \[C, C5\]", written)
    assert re.search(r"services/shop     B, once .* \[B, B2\]", written)


def test_flows_of_one_entry_point_fork_where_a_setting_chooses() -> None:
    tree = page(conditional_c()).partition("How a message gets there")[2].splitlines()
    assert tree[2:15] == [
        "  POST reset/  ResetView.post  shop/accounts/urls.py:12",
        "  │ HTTP route (django); anyone can trigger it: the view asks for no login",
        "  ├ ResetView.post  shop/accounts/views.py:40",
        "  ├ send_code  shop/accounts/sms.py:31",
        "  ├ get_backend().send",
        "  │   shop/gateway/__init__.py:12  chosen at run time, inferred",
        "  ├─ if settings.SMS_BACKEND == 'cmpp2'",
        "  │  ├ CmppClient.submit  shop/gateway/cmpp.py:120",
        "  │  └ → CMPP (China Mobile's protocol): far end not known",
        "  └─ if settings.SMS_BACKEND == 'tencent'",
        "     ├ SendSms  shop/gateway/tencent.py:31",
        "     └ → Tencent Cloud SMS: sms.tencentcloudapi.com:443",
        "",
    ]


def test_a_flow_without_a_known_caller_counts_as_live() -> None:
    assert "no caller was found; it counts as live" in flat(conditional_c())


def test_steps_that_were_not_resolved_exactly_are_marked() -> None:
    assert "SendSms  shop/gateway/tencent.py:31  by-name" in page(conditional_c())


def many_flows(count: int, steps: int = 2) -> AuditResult:
    result = conditional_c()
    flows = tuple(
        Flow(
            entry_point=None,
            channel="cmpp",
            steps=tuple(Step(location=place(f"m{at}.py", n + 1), name=f"f{n}") for n in range(steps)),
        )
        for at in range(count)
    )
    return replace(result, flows=flows)


def test_flows_beyond_the_sixth_are_counted() -> None:
    assert "and 14 more; -v prints them all" in page(many_flows(20))
    assert page(many_flows(20), View(detail=Detail.EVERYTHING)).count("→ CMPP") == 20


def ways_that_meet(*names: str) -> AuditResult:
    """One flow for each name; all go on alike from their second step."""
    result = conditional_c()
    shared = (
        Step(location=place("m.py", 50), name="publish"),
        Step(location=place("m.py", 60), name="submit"),
    )
    flows = tuple(
        Flow(entry_point=None, channel="cmpp", steps=(Step(location=place("m.py", at), name=name), *shared))
        for at, name in enumerate(names, start=1)
    )
    return replace(result, flows=flows)


def test_what_ways_share_is_drawn_once() -> None:
    written = page(ways_that_meet("first", "second"))
    assert written.count("submit  m.py:60") == 1
    assert written.count("→ CMPP") == 1
    assert "└ on as above from publish  m.py:50" in written


def test_entry_points_that_lead_into_one_function_share_its_tree() -> None:
    result = conditional_c()
    entries = tuple(
        replace(result.entry_points[0], id=f"e{at}", route=route, location=place("urls.py", at))
        for at, route in enumerate(("a/", "b/"), start=1)
    )
    steps = (
        Step(location=place("m.py", 50), name="publish"),
        Step(location=place("m.py", 60), name="submit"),
    )
    flows = tuple(Flow(entry_point=entry.id, channel="cmpp", steps=steps) for entry in entries)
    written = page(replace(result, entry_points=entries, flows=flows))
    assert written.count("submit  m.py:60") == 1
    assert written.index("a/  ") < written.index("b/  ") < written.index("├ publish")
    assert written.count("anyone can trigger it") == 1


def test_what_is_left_out_is_counted_by_channel() -> None:
    result = many_flows(8)
    flows = (*result.flows, replace(result.flows[0], channel="tencent"))
    assert "and 3 more (2 to cmpp, 1 to tencent); -v prints them all" in flat(replace(result, flows=flows))


def test_the_first_screen_holds_decision_conditions_channels_and_what_to_do() -> None:
    screen = "\n".join(page(conditional_c()).splitlines()[:24])
    for told in ("[C, U1]", "Depends on", "C  CMPP", "B  Tencent Cloud SMS [B2]", "Next", "1. "):
        assert told in screen


def test_a_channel_whose_name_is_too_long_for_the_first_screen_goes_by_its_id() -> None:
    result = conditional_c()
    judged = result.whole.judgements[0]
    channel = replace(judged.channel, name=Words.same("Gateway " * 20))
    whole = replace(result.whole, judgements=(replace(judged, channel=channel),))
    assert "C  cmpp [U1]  shop/gateway/cmpp.py:120" in page(replace(result, whole=whole))


def test_evidence_lacks_a_fact_only_where_one_is_open() -> None:
    result = own_sims_a()
    settled = replace(result.whole.verdict, confidence=Confidence.MEDIUM, conditional_on=())
    asked = replace(settled, conditional_on=("service.reach",))
    one, other = (
        flat(replace(result, whole=replace(result.whole, verdict=each))) for each in (settled, asked)
    )
    assert "fair: seen in the code; this outcome or part of the evidence allows no firmer" in one
    assert "but a fact that people must declare is missing" in other


def test_gaps_that_are_alike_are_one_row_with_their_number() -> None:
    result = conditional_c()
    gap = next(each for each in result.gaps if each.bears)
    gaps = tuple(replace(gap, path=TreePath(f"app/part{at}.py"), line=None) for at in range(1, 5))
    written = flat(replace(result, gaps=gaps))
    assert "app/part1.py and 3 more alike (-v)" in written
    assert "app/part4.py" not in written
    assert "app/part4.py" in flat(replace(result, gaps=gaps), View(detail=Detail.EVERYTHING))


def test_a_duty_that_is_not_met_is_always_told() -> None:
    result = conditional_c()
    duty = replace(result.advice.duties[0], state=DutyState.UNMET)
    duties = tuple(replace(duty, id=f"d{at}", text=Words.same(f"Duty {at}.")) for at in range(9))
    written = flat(replace(result, advice=replace(result.advice, duties=duties)))
    assert [at for at in range(9) if f"Duty {at}." not in written] == []


def test_a_long_run_of_steps_is_cut_in_its_middle() -> None:
    written = page(many_flows(1, steps=30))
    assert "… 17 more steps" in written
    assert "f29  m0.py:30" in written
    assert "more steps" not in page(many_flows(1, steps=30), View(detail=Detail.EVERYTHING))


def test_a_contested_licence_says_that_sources_differ() -> None:
    assert "Sources differ: a guide asks for the licence" in flat(conditional_c())
    assert "sending for others. Confirm with counsel." in flat(conditional_c())
    assert "来源不一致：指南认为" in flat(conditional_c(), ZH)


def test_a_settled_statement_is_a_plain_sentence() -> None:
    assert "- An SMS service provider is a network operator" in flat(conditional_c())


def test_an_unverified_duty_is_only_reported() -> None:
    assert "Reported by a guide, not confirmed: Check the provider's licence" in flat(conditional_c())


def test_a_sentence_that_is_worded_already_is_not_worded_twice() -> None:
    result = conditional_c()
    (licence,) = result.advice.licences
    worded = replace(licence.outcome, en="Sources differ: so it is. Confirm with counsel.")
    advice = replace(result.advice, licences=(replace(licence, outcome=worded, statements=()),))
    assert flat(replace(result, advice=advice)).count("Sources differ") == 1


def test_a_statement_that_is_due_to_be_read_again_says_so() -> None:
    assert "[SMS31 Art. 6] (read on 2026-11-01, due to be read again)" in flat(conditional_c())


def test_the_licence_names_the_places_that_point_to_it() -> None:
    assert "Points to it: shop/gateway/cmpp.py:88" in flat(conditional_c())


def test_nothing_found_is_never_no_licence_needed() -> None:
    for name in ("nothing", "own-sims-a"):
        assert "That does not show that none is needed." in flat(SAMPLES[name]())


def test_what_could_hide_a_sender_comes_before_other_gaps() -> None:
    written = flat(conditional_c())
    assert written.index("Could hide a sender (1)") < written.index("without bearing on the result")
    assert "too large (2), git submodule that is not checked out (1)" in written


def test_full_coverage_is_said() -> None:
    assert "Nothing that could hide a sender was left out." in flat(nothing())


def test_the_result_speaks_of_what_is_not_known_only_if_something_is_not() -> None:
    assert "What is not known" in page(own_sims_a())
    assert "What is not known" not in page(undetermined())


@pytest.mark.parametrize("name", SAMPLES)
def test_the_disclaimer_stands_once(name: str) -> None:
    assert flat(SAMPLES[name]()).count(DISCLAIMER.en) == 1


def test_suppressed_places_are_counted_and_listed_on_demand() -> None:
    assert "Part of the result, but left out of the policy's check by a comment or the baseline: 1." in flat(
        hostile()
    )
    everything = flat(hostile(), View(detail=Detail.EVERYTHING))
    assert everything.index("Part of the result, but left out") < everything.rindex("cmpp.connect")


def test_terms_of_the_trade_are_explained_where_they_occur() -> None:
    assert "far end: who answers on the other side" in flat(conditional_c())
    assert "SP licence: the value-added" not in flat(nothing())


def test_a_chinese_page_has_no_english_sentence_of_its_own() -> None:
    bare = replace(nothing(), name="blog")
    words = re.findall(r"[A-Za-z]{3,}", page(bare, ZH))
    assert set(words) <= {"blog", "smsaudit", "python", "yaml", "dotenv", "none"}


def test_two_patterns_on_one_line_are_one_row() -> None:
    result = own_sims_a()
    judged = result.whole.judgements[0]
    first = judged.channel.detections[0]
    twin = replace(first, pattern=PatternId("gammu.other"))
    channel = replace(judged.channel, detections=(first, twin))
    whole = replace(result.whole, judgements=(replace(judged, channel=channel),))
    assert page(replace(result, whole=whole)).count("state_machine.SendSMS") == 1


def test_a_name_that_repeats_is_printed_once() -> None:
    result = nothing()
    because = tuple(reason(f"Reason {n}.", f"理由{n}。") for n in range(4))
    whole = replace(result.whole, verdict=replace(result.whole.verdict, because=because))
    written = page(replace(result, whole=whole))
    assert written.count("Why also") == 1
    assert "Reason 3." in written


def test_a_question_without_fixed_answers_names_its_key_alone() -> None:
    result = own_sims_a()
    question = replace(result.advice.open_questions[0], values=())
    advice = replace(result.advice, open_questions=(question,))
    changed = replace(result, advice=advice)
    assert "service.reach" in flat(changed)
    assert "proof: internal-use policy" not in flat(changed)
    assert "service.reach; proof: internal-use policy" in flat(changed, View(detail=Detail.EVERYTHING))
