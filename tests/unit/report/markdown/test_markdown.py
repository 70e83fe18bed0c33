"""The report for wikis and issues: what is ours is markup, what the tree says is not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from smsaudit.model.flow import Flow, Step
from smsaudit.model.words import Language
from smsaudit.report import markdown
from smsaudit.report.graph import mermaid
from smsaudit.report.graph.focus import focused
from smsaudit.report.graph.paint import picture
from smsaudit.report.graph.picture import Picture
from smsaudit.report.markdown import drawing
from smsaudit.report.markdown.escape import code, in_html, prose
from smsaudit.report.order import by_weight
from smsaudit.report.view import View
from tests.support.building import place
from tests.support.page import read
from tests.support.results import SAMPLES, conditional_c, hostile, mixed_monorepo

OURS = {
    *("h2", "h3", "p", "blockquote", "strong", "em", "br", "ol", "ul", "li", "code", "sub"),
    "pre",
    *("table", "thead", "tbody", "tr", "th", "td", "details", "summary"),
}
ATTACKS = (
    "<img src=x onerror=alert(1)>",
    "[x](https://evil.example)",
    "![x](https://evil.example/p.png)",
    "https://evil.example/a",
    "www.evil.example",
    "a | b | c",
    "`a` ``b`` ```c",
    "- item",
    "1. item",
    "# heading",
    "* * *",
    "</summary></details><script>alert(1)</script>",
    "&lt;b&gt; &amp;",
    "$x$ ~~gone~~ __b__",
    "a\\",
    "\\`x`",
)


def rendered(text: str) -> str:
    """As GitHub's dialect reads it, bare addresses included."""
    made: str = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    return made


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("sample", SAMPLES)
def test_a_report_becomes_nothing_but_what_we_write(sample: str, language: Language) -> None:
    page = read(rendered(markdown.render(SAMPLES[sample](), View(language=language))))
    assert page.faults == []
    assert page.tags <= OURS
    assert page.links == page.fetched == page.inline == []


def test_every_table_keeps_its_columns_whatever_stands_in_it() -> None:
    text = rendered(markdown.render(hostile(), View()))
    for table in re.findall(r"<table>.*?</table>", text, re.DOTALL):
        rows = [len(re.findall(r"<t[hd]", row)) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)]
        assert len(set(rows)) == 1


@pytest.mark.parametrize("attack", ATTACKS)
def test_prose_shows_what_it_was_given(attack: str) -> None:
    page = read(rendered(f"- {prose(attack)}"))
    assert page.tags == {"ul", "li"}
    assert "".join(page.content["li"]).strip() == attack


@pytest.mark.parametrize("attack", ATTACKS)
def test_code_shows_what_it_was_given_also_in_a_table(attack: str) -> None:
    page = read(rendered(f"| a |\n| --- |\n| {code(attack)} |\n"))
    assert page.tags == {"table", "thead", "tbody", "tr", "th", "td", "code"}
    assert "".join(page.content["code"]) == attack


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_summary_shows_what_it_was_given(attack: str) -> None:
    page = read(rendered(f"<details>\n<summary>{in_html(attack)}</summary>\n\nx\n\n</details>"))
    assert page.tags == {"details", "summary", "p"}
    assert "".join(page.content["summary"]) == attack


@given(st.text(min_size=1, max_size=40))
def test_no_text_becomes_a_tag_or_a_link(text: str) -> None:
    page = read(
        rendered(f"x {prose(text)} {code(text)}\n\n<details>\n<summary>{in_html(text)}</summary>\n</details>")
    )
    assert page.tags <= {"p", "code", "details", "summary"}


@pytest.mark.parametrize("text", ["@admin", "see #12", "a/b#3", "!4", "x@y.example"])
def test_nobody_is_mentioned_and_nothing_referred_to(text: str) -> None:
    for made in (prose(text), in_html(text)):
        assert not re.search(r"[@#!]\w", made)


def test_what_ways_share_is_told_once() -> None:
    result = conditional_c()
    steps = tuple(Step(location=place("m.py", 50 + at), name=f"hop{at}") for at in range(5))
    flows = tuple(
        Flow(
            entry_point=None,
            channel="cmpp",
            steps=(Step(location=place("m.py", at), name=f"start{at}"), *steps),
        )
        for at in (1, 2)
    )
    written = markdown.render(replace(result, flows=flows), View())
    told = written.partition("## How a message gets there")[2]
    assert told.count("`hop4`") == 1
    assert "goes on as after `start1` `m.py:1` above" in told


def test_everything_behind_the_decision_that_is_long_is_folded() -> None:
    text = markdown.render(conditional_c(), View())
    head = text.partition("<details>")[0]
    assert "C unless shown otherwise" in head
    assert "shop/gateway/cmpp.py:88" in head
    assert text.count("<details>") == text.count("</details>") > 5


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_drawing_is_one_block_and_its_text_stays_in_it(sample: str, language: Language) -> None:
    result = SAMPLES[sample]()
    text = markdown.render(result, View(language=language))
    blocks = [
        each
        for each in MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(text)
        if each.type == "fence"
    ]
    assert [each.info for each in blocks] == (["mermaid"] if result.flows else [])
    assert all(each.content == mermaid.render(picture(result, language)) for each in blocks)


def characters(drawn: Picture) -> int:
    return len(mermaid.render(drawn))


def arrows(drawn: Picture) -> int:
    return len(drawn.arrows)


@pytest.mark.parametrize(("limit", "size"), [("MOST_CHARACTERS", characters), ("MOST_ARROWS", arrows)])
def test_a_drawing_too_large_for_viewers_is_narrowed_then_left_out(
    limit: str, size: Callable[[Picture], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    result = mixed_monorepo()
    part = focused(result, by_weight(result)[0].channel.id)
    assert part is not None
    whole, narrow = (picture(each, Language.EN) for each in (result, part))
    assert size(narrow) < size(whole)
    monkeypatch.setattr(drawing, limit, size(narrow))
    narrowed = markdown.render(result, View())
    assert f"```mermaid\n{mermaid.render(narrow)}```" in narrowed
    assert "`smsaudit graph` draws the rest" in narrowed
    monkeypatch.setattr(drawing, limit, 0)
    without = markdown.render(result, View())
    assert "```mermaid" not in without
    assert "`smsaudit graph` draws it" in without


def test_duties_stand_under_their_state_with_what_shows_it() -> None:
    text = markdown.render(conditional_c(), View())
    unmet, unseen = text.index("**Not met**"), text.index("**Not shown by code or declarations**")
    assert unmet < text.index("Send marketing messages only with consent") < unseen
    assert "  - No template names a way to refuse. `shop/texts.py:9`" in text


def test_a_fact_that_is_open_is_asked_for_in_words() -> None:
    result = conditional_c()
    verdict = replace(result.whole.verdict, conditional_on=("settings.SMS == 'x'", "channel.peer"))
    text = markdown.render(replace(result, whole=replace(result.whole, verdict=verdict)), View())
    assert "- `settings.SMS == 'x'`\n- who answers the link or interface (`channel.peer`)" in text
