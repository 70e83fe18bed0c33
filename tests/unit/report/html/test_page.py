"""The page for counsel: well-formed, sealed, complete."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections import Counter

import pytest
from msgspec.structs import replace

from smsaudit.model.declared import FACT_KEYS
from smsaudit.model.words import Language, Words
from smsaudit.report import html
from smsaudit.report.html.bilingual import Bilingual, both, fill, listed, shown
from smsaudit.report.html.chips import PARTS, SECTIONS, SOURCE_KINDS, STANCES
from smsaudit.report.view import View
from smsaudit.report.wording import OPEN_FACTS
from tests.support.page import Page, read
from tests.support.results import EVIL, SAMPLES, conditional_c, hostile

ASSETS = ("style", "script")


def page(sample: str, language: Language = Language.EN) -> Page:
    return read(html.render(SAMPLES[sample](), View(language=language)))


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_page_is_well_formed_and_every_link_within_it_leads_somewhere(sample: str) -> None:
    found = page(sample)
    assert found.faults == []
    assert [id_ for id_, count in Counter(found.ids).items() if count > 1] == []
    inner = {link[1:] for link in found.links if link.startswith("#")}
    assert inner - set(found.ids) == set()
    assert len(inner) > 5


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_page_asks_for_nothing_from_elsewhere_and_runs_only_what_was_built_in(sample: str) -> None:
    text = html.render(SAMPLES[sample](), View())
    found = read(text)
    assert found.fetched == ["data:,"]
    assert found.inline == []
    assert text.count("<script") == text.count("<style") == 1
    policy = found.metas["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag in ASSETS:
        digest = hashlib.sha256(found.content[tag][0].encode()).digest()
        assert f"{tag}-src 'sha256-{b64encode(digest).decode()}'" in policy


def test_links_out_of_the_page_are_those_of_legal_sources_and_are_web_addresses() -> None:
    outer = {link for link in page("conditional-c").links if not link.startswith("#")}
    assert outer == {"https://example.cn/sms31"}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", " //x"])
def test_an_address_that_is_none_of_the_web_is_no_link(address: str) -> None:
    result = conditional_c()
    first = result.advice.statements[1]
    bad = replace(first, sources=tuple(replace(each, address=address) for each in first.sources))
    text = html.render(replace(result, advice=replace(result.advice, statements=(bad,))), View())
    assert address not in text


def test_markup_in_names_is_shown_and_never_read() -> None:
    text = html.render(hostile(), View())
    found = read(text)
    assert "<script>" not in text.replace("<script>//", "", 1)
    assert "&lt;script&gt;" in text
    assert found.tags == page("conditional-c").tags
    assert EVIL not in text


def test_the_assets_hold_no_end_tag_and_no_address() -> None:
    text = html.render(conditional_c(), View())
    for tag in ASSETS:
        (asset,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert "</" not in asset
        assert "://" not in asset
        assert "@import" not in asset
        assert "url(" not in asset


@pytest.mark.parametrize("language", Language)
def test_the_language_asked_for_is_the_one_shown_first(language: Language) -> None:
    text = html.render(conditional_c(), View(language=language))
    other = next(each for each in Language if each is not language)
    assert re.search(rf'id="lang-{language.value}"[^>]* checked>', text)
    assert not re.search(rf'id="lang-{other.value}"[^>]* checked>', text)
    without = re.compile(r"<html lang=\S+|<title>.*</title>| checked")
    assert without.sub("", text) == without.sub("", html.render(conditional_c(), View(language=other)))


def test_every_section_is_in_the_contents_and_the_other_way_round() -> None:
    text = html.render(conditional_c(), View())
    sections = re.findall(r'<section id="([\w-]+)"', text)
    listed_there = re.findall(
        r'<li><a href="#([\w-]+)">', text.partition('<nav class="toc"')[2].partition("</nav>")[0]
    )
    assert sections == listed_there
    assert set(sections) == set(SECTIONS) - {"policy", "units"}


def test_every_detection_gap_duty_question_and_conflict_is_told() -> None:
    result, found = conditional_c(), page("conditional-c")
    wanted = [f"d{at}" for at in range(1, len(result.detections) + 1)]
    wanted += [f"e{at}" for at in range(1, len(result.entry_points) + 1)]
    wanted += [f"st-{each.id}" for each in result.advice.statements]
    wanted += [f"question-{each.id}" for each in result.advice.open_questions]
    wanted += [f"duty-{each.id}" for each in result.advice.duties]
    wanted += [each.id for each in result.advice.conflicts]
    assert set(wanted) <= set(found.ids)


def test_a_reason_is_told_where_it_first_bears_and_what_a_verdict_depends_on_stands_at_the_top() -> None:
    result = conditional_c()
    shared = result.whole.verdict.because[0]
    judged = tuple(replace(each, because=(shared,)) for each in result.whole.judgements)
    written = html.render(replace(result, whole=replace(result.whole, judgements=judged)), View())
    channels = written.partition('id="channels"')[2].partition('id="flows"')[0]
    assert "A CMPP link is opened here" not in channels
    assert channels.count("as for the result or a channel above stands there.") == 2
    head = written.partition('id="decision"')[2].partition('id="next"')[0]
    assert "Depends on" in head


def test_the_registers_are_folded_and_whole() -> None:
    written = html.render(conditional_c(), View())
    evidence = written.partition('id="evidence"')[2].partition("</details>")[0]
    assert evidence.count("<li id=") == len(conditional_c().detections)


def test_a_statement_past_its_review_is_marked() -> None:
    assert html.render(conditional_c(), View()).count('class="chip overdue"') == 1


def test_the_parts_of_a_licence_sheet_hold_every_kind_of_statement_once() -> None:
    from smsaudit.law import schema

    kinds = [kind for _, kinds in PARTS for kind in kinds]
    assert sorted(kinds) == sorted(schema.STATEMENT_KINDS)
    assert set(SOURCE_KINDS) == set(schema.SOURCE_KINDS)
    assert set(STANCES) == set(schema.STANCES)


def test_text_of_both_languages_is_escaped_and_marked() -> None:
    made = fill(Words("{a} & {b}", "{a}和{b}"), a="<x>", b=Words("one", "一"))
    assert made.__html__() == '<span lang="en">&lt;x&gt; &amp; one</span><span lang="zh">&lt;x&gt;和一</span>'
    assert both(Words.same("<b>")).__html__() == "&lt;b&gt;"
    assert listed(["a", "b"]).__html__() == '<span lang="en">a, b</span><span lang="zh">a、b</span>'
    assert shown("\u202ex") == "\\u202ex"
    assert isinstance(shown(Words("a", "b")), Bilingual)


def test_duties_stand_under_their_state_with_what_shows_it() -> None:
    text = html.render(conditional_c(), View())
    duties = text.partition('<section id="duties"')[2].partition("</section>")[0]
    order = ('class="chip not-met"', 'id="duty-D-consent"', "shop/texts.py:9", 'class="chip not-seen"')
    assert [duties.index(each) for each in order] == sorted(duties.index(each) for each in order)
    assert duties.index('class="chip not-seen"') < duties.index('id="duty-D-provider"')


def test_a_fact_that_is_open_is_asked_for_in_words_and_leads_to_its_question() -> None:
    result = conditional_c()
    keys = ("settings.SMS == 'x'", "channel.peer", "service.reach")
    verdict = replace(result.whole.verdict, conditional_on=keys)
    text = html.render(replace(result, whole=replace(result.whole, verdict=verdict)), View())
    question = next(each for each in result.advice.open_questions if each.fact_key == keys[2])
    assert "<li><code>settings.SMS == &#39;x&#39;</code></li>" in text
    assert "who answers the link or interface (<code>channel.peer</code>)" in text
    assert f'(<a href="#question-{question.id}"><code>{keys[2]}</code></a>)' in text
    assert "链路或接口的对端是谁（<code>channel.peer</code>）" in text


def test_every_fact_that_a_verdict_can_wait_for_has_words() -> None:
    assert set(OPEN_FACTS) == set(FACT_KEYS.values())


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0</b> entry points,"), (1, "1</b> entry point,"), (2, "2</b> entry points,")]
)
def test_one_is_told_as_one(count: int, told: str) -> None:
    sample = conditional_c()
    result = replace(sample, entry_points=(sample.entry_points * 2)[:count])
    text = re.sub(r"<span[^>]*>", "", html.render(result, View(language=Language.EN)))
    assert told in text
