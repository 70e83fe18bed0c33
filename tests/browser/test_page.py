"""The page in a browser: it asks for nothing, changes its language, folds, prints, and fits."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from smsaudit.model.words import Language
from tests.browser.conftest import LAPTOP, PHONE, Opening
from tests.support.results import SAMPLES

SMALL_PHONE = (320, 568)
CJK = "[\u4e00-\u9fff]"


def seen(tab: Page) -> str:
    """What a reader sees of the sections."""
    return tab.locator("main").inner_text()


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_page_opens_quietly_and_fits_every_window_in_both_languages(visit: Opening, sample: str) -> None:
    tab = visit(sample)
    for name in ("English", "中文"):
        tab.get_by_text(name, exact=True).click()
        for width, height in (LAPTOP, PHONE, SMALL_PHONE):
            tab.set_viewport_size({"width": width, "height": height})
            expect(tab.locator("#decision")).to_be_visible()
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, (name, width)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_switch_changes_the_language_of_everything(visit: Opening, scripts: bool) -> None:  # noqa: FBT001
    tab = visit("conditional-c", scripts=scripts)
    assert not re.search(CJK, tab.locator("#decision").inner_text())
    tab.get_by_text("中文", exact=True).click()
    chinese = tab.locator("#decision").inner_text()
    assert "暂按C" in chinese
    assert "unless" not in chinese
    tab.get_by_text("English", exact=True).click()
    assert "C unless shown otherwise" in seen(tab)
    assert "暂按C" not in seen(tab)


def test_the_switch_works_by_keyboard_and_changes_the_language_of_the_document(visit: Opening) -> None:
    tab = visit("conditional-c")
    english = tab.title()
    tab.keyboard.press("Tab")
    expect(tab.locator("#lang-en")).to_be_focused()
    tab.keyboard.press("ArrowRight")
    expect(tab.locator("#lang-zh")).to_be_checked()
    assert tab.locator("html").get_attribute("lang") == "zh-Hans"
    assert tab.title() != english
    assert "短信业务许可审计" in tab.title()
    tab.keyboard.press("ArrowLeft")
    assert (tab.locator("html").get_attribute("lang"), tab.title()) == ("en", english)


def test_what_is_being_read_stays_in_view_when_the_language_changes(visit: Opening) -> None:
    tab = visit("conditional-c")
    tab.evaluate("document.getElementById('questions').scrollIntoView()")
    top = "document.getElementById('questions').getBoundingClientRect().top"
    before = tab.evaluate(top)
    label = tab.locator("label[for=lang-zh]").bounding_box()
    assert label
    tab.mouse.click(label["x"] + 5, label["y"] + 5)
    expect(tab.locator("#lang-zh")).to_be_checked()
    assert abs(before - tab.evaluate(top)) < 4


def test_the_first_stop_after_the_switch_leads_past_the_bar(visit: Opening) -> None:
    tab = visit("conditional-c")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    focused = tab.locator(":focus")
    expect(focused).to_be_visible()
    assert focused.inner_text() == "Skip to the decision"


def test_a_link_into_something_folded_unfolds_it(visit: Opening) -> None:
    tab = visit("conditional-c")
    tab.evaluate("for (const each of document.querySelectorAll('details')) each.open = false")
    inner = tab.evaluate("document.querySelector('details .steps > li[id]').id")
    tab.evaluate(f"location.hash = '#{inner}'")
    expect(tab.locator(f"[id='{inner}']")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_paper_shows_everything_and_no_controls(visit: Opening, scripts: bool) -> None:  # noqa: FBT001
    tab = visit("mixed-monorepo", scripts=scripts)
    folded = tab.locator("details:not([open]) li").first
    expect(folded).not_to_be_visible()
    tab.emulate_media(media="print")
    expect(tab.locator(".bar")).not_to_be_visible()
    expect(folded).to_be_visible()
    assert tab.locator("details li:visible").count() == tab.locator("details li").count()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("sample", "turned"), [("provider-b", {(842, 595)}), ("conditional-c", set())])
def test_a_page_prints_on_sheets_of_a4_and_a_wide_drawing_on_one_across(
    visit: Opening, sample: str, turned: set[tuple[int, int]], language: Language
) -> None:
    paper = visit(sample, language).pdf(prefer_css_page_size=True)
    sizes = {tuple(map(float, size)) for size in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)}
    assert {(round(width), round(height)) for width, height in sizes} == {(595, 842), *turned}
    assert len(re.findall(rb"/Type /Page\b", paper)) > 3


@pytest.mark.parametrize("sample", SAMPLES)
def test_headings_go_down_by_one_and_everything_to_press_has_a_name(visit: Opening, sample: str) -> None:
    tab = visit(sample)
    levels = [
        int(name[1])
        for name in tab.evaluate(
            "[...document.querySelectorAll('main h1, main .sections :is(h2, h3, h4)')].map((each) => each.tagName)"
        )
    ]
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] - pair[0] > 1] == []
    tab.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    nameless = """[...document.querySelectorAll("a, button, summary")].filter(
        (each) => each.checkVisibility() && !each.innerText?.trim() && !each.ariaLabel && !each.textContent.trim())"""
    assert tab.evaluate(f"{nameless}.length") == 0
    for section in tab.locator("main section").all():
        named = section.get_attribute("aria-labelledby")
        assert tab.locator(f"[id='{named}']").count() == 1


def test_text_stands_out_from_its_ground_as_far_as_the_guidelines_ask(visit: Opening) -> None:
    tab = visit("conditional-c")
    faint = tab.evaluate(
        """() => {
        const light = (c) => { const [r, g, b] = c.map((v) => v / 255)
            .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const parsed = (c) => c.match(/[\\d.]+/g).map(Number);
        const ground = (e) => { for (; e; e = e.parentElement) {
            const c = parsed(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) return c; }
            return [255, 255, 255]; };
        const found = new Set();
        for (const each of document.querySelectorAll("body *")) {
            if (![...each.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !each.checkVisibility()) continue;
            if (each.closest("svg, script, style, .skip")) continue;
            const style = getComputedStyle(each);
            const [a, b] = [light(parsed(style.color)), light(ground(each))].sort((x, y) => y - x);
            if ((a + 0.05) / (b + 0.05) < 4.5) found.add(`${each.className || each.tagName} ${style.color}`);
        }
        return [...found];
    }"""
    )
    assert faint == []
