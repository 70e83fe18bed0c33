"""The report for wikis and issues: what is ours is markup, what the tree says is not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from smsaudit.model.words import Language
from smsaudit.report import markdown
from smsaudit.report.markdown.escape import code, in_html, prose
from smsaudit.report.view import View
from tests.support.page import read
from tests.support.results import SAMPLES, conditional_c, hostile

OURS = {
    *("h2", "h3", "p", "blockquote", "strong", "em", "br", "ol", "ul", "li", "code", "sub"),
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


def test_everything_behind_the_decision_that_is_long_is_folded() -> None:
    text = markdown.render(conditional_c(), View())
    head = text.partition("<details>")[0]
    assert "C unless shown otherwise" in head
    assert "shop/gateway/cmpp.py:88" in head
    assert text.count("<details>") == text.count("</details>") > 5
