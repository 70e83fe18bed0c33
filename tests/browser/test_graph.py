"""The flow graph in a browser: paths light up, keys move along them, lines lead to their evidence."""

from __future__ import annotations

from itertools import combinations

import pytest
from playwright.sync_api import Locator, Page, expect

from smsaudit.model.words import Language
from tests.browser.conftest import PHONE, Opening


@pytest.fixture
def tab(visit: Opening) -> Page:
    return visit("conditional-c")


def figure(tab: Page, language: str = "en") -> Locator:
    return tab.locator(f"figure[lang={language}]")


def drawn(tab: Page, language: str = "en") -> Locator:
    """The drawing that is seen."""
    return figure(tab, language).locator(".sheet:not([hidden]) svg")


def boxes(tab: Page) -> str:
    """What the boxes say that neither fade nor are left out."""
    return " ".join(drawn(tab).locator("[data-box]:not(.dim, .gone) title").all_text_contents())


def test_one_drawing_is_seen_and_it_is_that_of_the_language(tab: Page) -> None:
    expect(figure(tab, "en")).to_be_visible()
    expect(figure(tab, "zh")).not_to_be_visible()
    tab.get_by_text("中文", exact=True).click()
    expect(drawn(tab, "zh")).to_be_visible()
    expect(figure(tab, "en")).not_to_be_visible()
    assert drawn(tab, "zh").bounding_box()


def test_every_line_of_a_box_leads_to_something_on_the_page(tab: Page) -> None:
    for language in Language:
        links = figure(tab, language.value).locator(".canvas a")
        assert links.count() > 5
        targets = [link.get_attribute("href") or "" for link in links.all()]
        assert [target for target in targets if not tab.locator(f"[id='{target[1:]}']").count()] == []
    figure(tab).locator(".canvas a text").first.click()
    assert tab.evaluate("location.hash.length") > 1


@pytest.mark.parametrize(("choice", "other"), [("CMPP", "Tencent"), ("Tencent", "CMPP")])
def test_a_channel_that_is_asked_for_shows_its_paths_alone_and_in_full(
    tab: Page, choice: str, other: str
) -> None:
    select = figure(tab).locator("select")
    name = next(text for text in select.locator("option").all_text_contents() if text.startswith(choice))
    select.select_option(label=name)
    assert choice in boxes(tab)
    assert other not in boxes(tab)
    assert "the phones that receive" in boxes(tab)
    assert figure(tab).locator(".sheet:not([hidden]) path.line.gone").count() > 0
    assert "Function by function" in figure(tab).locator("[aria-pressed=true]").inner_text()
    select.select_option(value="")
    assert "the phones that receive" not in boxes(tab)
    assert other in boxes(tab)


def test_what_is_drawn_alone_is_drawn_together_and_no_box_lies_on_another(tab: Page) -> None:
    button = figure(tab).get_by_role("button", name="Function by function")
    button.click()
    whole = drawn(tab).get_attribute("viewBox")
    figure(tab).locator("select").select_option(label="POST reset/")
    alone = drawn(tab).get_attribute("viewBox")
    assert whole
    assert alone
    assert float(alone.split()[2]) <= float(whole.split()[2]) + 1
    assert float(alone.split()[3]) <= float(whole.split()[3]) + 1
    spots = [
        box
        for each in drawn(tab).locator("[data-box]:not(.gone) .outline").all()
        if (box := each.bounding_box())
    ]
    assert len(spots) > 3
    for one, other in combinations(spots, 2):
        apart_x = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
        apart_y = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
        assert apart_x or apart_y
    button.click()
    assert "reset/" in (drawn(tab).locator("[data-box].current title").text_content() or "")


def test_an_entry_point_shows_where_it_leads_and_escape_shows_everything(tab: Page) -> None:
    select = figure(tab).locator("select")
    select.select_option(label="POST reset/")
    assert "reset/" in boxes(tab)
    assert "remind_unpaid" not in boxes(tab)
    figure(tab).locator(".canvas").press("Escape")
    assert "remind_unpaid" in boxes(tab)
    assert figure(tab).locator(".dim").count() == 0
    assert select.input_value() == ""


def test_a_drawing_that_is_small_is_whole_and_what_is_not_asked_for_fades(visit: Opening) -> None:
    tab = visit("provider-b")
    assert figure(tab).locator(".sheet").count() == 1
    assert figure(tab).get_by_role("button", name="Function by function").count() == 0
    assert "the phones that receive" in boxes(tab)
    everything = len(boxes(tab))
    figure(tab).locator("select").select_option(index=2)
    assert len(boxes(tab)) < everything
    assert figure(tab).locator(".gone").count() == 0


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
        box = drawn(tab).bounding_box()
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
    drawn(tab).dispatch_event("click")
    assert figure(tab).locator(".dim").count() == 0


def test_the_graph_is_one_stop_for_the_keyboard(tab: Page) -> None:
    assert figure(tab).locator(".canvas a:not([tabindex='-1'])").count() == 0
    assert figure(tab).locator(".canvas").get_attribute("tabindex") == "0"


def test_without_scripts_the_drawing_is_there_its_controls_are_not_and_its_lines_are_links(
    visit: Opening,
) -> None:
    tab = visit("conditional-c", scripts=False, size=PHONE)
    expect(drawn(tab)).to_be_visible()
    expect(figure(tab).locator(".controls")).not_to_be_visible()
    link = figure(tab).locator(".canvas a").first
    target = link.get_attribute("href")
    link.locator("text").first.click()
    assert tab.url.endswith(str(target))


def test_on_paper_the_drawing_fits_the_sheet(tab: Page) -> None:
    figure(tab).get_by_role("button", name="Larger").click()
    tab.set_viewport_size({"width": 1040, "height": 700})
    tab.emulate_media(media="print")
    box = drawn(tab).bounding_box()
    assert box
    assert box["width"] <= 1040
    expect(figure(tab).locator(".controls")).not_to_be_visible()


def test_nothing_is_drawn_where_nothing_sends(visit: Opening) -> None:
    assert visit("nothing").locator("figure").count() == 0
