"""The flow graph in a browser: paths light up, keys move along them, lines lead to their evidence."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from smsaudit.model.words import Language
from tests.browser.conftest import PHONE, Opening


@pytest.fixture
def tab(visit: Opening) -> Page:
    return visit("conditional-c")


def figure(tab: Page, language: str = "en") -> Locator:
    return tab.locator(f"figure[lang={language}]")


def test_one_drawing_is_seen_and_it_is_that_of_the_language(tab: Page) -> None:
    expect(figure(tab, "en")).to_be_visible()
    expect(figure(tab, "zh")).not_to_be_visible()
    tab.get_by_text("中文", exact=True).click()
    expect(figure(tab, "zh").locator(".canvas svg")).to_be_visible()
    expect(figure(tab, "en")).not_to_be_visible()
    assert figure(tab, "zh").locator(".canvas svg").bounding_box()


def test_every_line_of_a_box_leads_to_something_on_the_page(tab: Page) -> None:
    for language in Language:
        links = figure(tab, language.value).locator(".canvas a")
        assert links.count() > 5
        targets = [link.get_attribute("href") or "" for link in links.all()]
        assert [target for target in targets if not tab.locator(f"[id='{target[1:]}']").count()] == []
    figure(tab).locator(".canvas a text").first.click()
    assert tab.evaluate("location.hash.length") > 1


@pytest.mark.parametrize(("choice", "dark"), [("CMPP", "Tencent"), ("Tencent", "CMPP")])
def test_a_channel_that_is_asked_for_shows_its_paths_alone(tab: Page, choice: str, dark: str) -> None:
    everything = figure(tab).locator("[data-box]").count()
    select = figure(tab).locator("select")
    name = next(text for text in select.locator("option").all_text_contents() if text.startswith(choice))
    select.select_option(label=name)
    shown = figure(tab).locator("[data-box]:not(.dim)")
    assert 0 < shown.count() < everything
    titles = " ".join(shown.locator("title").all_text_contents())
    assert choice in titles
    assert dark not in titles
    assert figure(tab).locator("path.line.dim").count() > 0
    select.select_option(value="")
    assert figure(tab).locator(".dim").count() == 0


def test_an_entry_point_shows_where_it_leads_and_escape_shows_everything(tab: Page) -> None:
    select = figure(tab).locator("select")
    select.select_option(label="POST reset/")
    titles = " ".join(figure(tab).locator("[data-box]:not(.dim) title").all_text_contents())
    assert "reset/" in titles
    assert "remind_unpaid" not in titles
    figure(tab).locator(".canvas").press("Escape")
    assert figure(tab).locator(".dim").count() == 0
    assert select.input_value() == ""


def test_keys_go_along_the_paths_and_open_the_evidence(tab: Page) -> None:
    canvas = figure(tab).locator(".canvas")
    canvas.focus()
    said = []
    for _ in range(4):
        canvas.press("ArrowRight")
        said.append(figure(tab).locator(".said").text_content())
    assert len(set(said)) > 2
    now = canvas.get_attribute("aria-activedescendant")
    assert now
    assert "current" in (tab.locator(f"[id='{now}']").get_attribute("class") or "")
    canvas.press("ArrowLeft")
    assert canvas.get_attribute("aria-activedescendant") != now
    canvas.press("Enter")
    assert tab.evaluate("location.hash.length") > 1


def test_keys_and_buttons_zoom(tab: Page) -> None:
    def width() -> float:
        box = figure(tab).locator(".canvas svg").bounding_box()
        assert box
        return box["width"]

    before = width()
    figure(tab).get_by_role("button", name="Larger").click()
    assert width() > before
    figure(tab).locator(".canvas").press("-")
    assert abs(width() - before) < before / 50
    figure(tab).get_by_role("button", name="Fit").click()
    canvas = figure(tab).locator(".canvas").bounding_box()
    assert canvas
    assert width() <= canvas["width"]


def test_a_click_on_a_box_shows_its_paths_and_one_beside_it_everything(tab: Page) -> None:
    figure(tab).locator("[data-box] .outline").first.dispatch_event("click")
    assert figure(tab).locator("[data-box].dim").count() > 0
    figure(tab).locator(".canvas svg").dispatch_event("click")
    assert figure(tab).locator(".dim").count() == 0


def test_the_graph_is_one_stop_for_the_keyboard(tab: Page) -> None:
    assert figure(tab).locator(".canvas a:not([tabindex='-1'])").count() == 0
    assert figure(tab).locator(".canvas").get_attribute("tabindex") == "0"


def test_without_scripts_the_drawing_is_there_its_controls_are_not_and_its_lines_are_links(
    visit: Opening,
) -> None:
    tab = visit("conditional-c", scripts=False, size=PHONE)
    expect(figure(tab).locator(".canvas svg")).to_be_visible()
    expect(figure(tab).locator(".controls")).not_to_be_visible()
    link = figure(tab).locator(".canvas a").first
    target = link.get_attribute("href")
    link.locator("text").first.click()
    assert tab.url.endswith(str(target))


def test_on_paper_the_drawing_fits_the_sheet(tab: Page) -> None:
    figure(tab).get_by_role("button", name="Larger").click()
    tab.set_viewport_size({"width": 1040, "height": 700})
    tab.emulate_media(media="print")
    box = figure(tab).locator(".canvas svg").bounding_box()
    assert box
    assert box["width"] <= 1040
    expect(figure(tab).locator(".controls")).not_to_be_visible()


def test_nothing_is_drawn_where_nothing_sends(visit: Opening) -> None:
    assert visit("nothing").locator("figure").count() == 0
