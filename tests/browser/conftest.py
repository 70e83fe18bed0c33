"""A real Chromium, and pages that are watched while they are open."""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright

from smsaudit.model.words import Language
from smsaudit.report import html
from smsaudit.report.view import View
from tests.support.results import SAMPLES

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LAPTOP, PHONE = (1280, 800), (390, 844)


class Opening(Protocol):
    """Opens a file, or the page of a sample, and answers the tab."""

    def __call__(
        self,
        page: str | Path,
        language: Language = Language.EN,
        *,
        size: tuple[int, int] = LAPTOP,
        scripts: bool = True,
    ) -> Page: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip(f"none of these is installed: {', '.join(PROGRAMS)}")
    # Its sandbox refuses to run for root, which is who runs checks in a container.
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Callable[[bool], BrowserContext]:
    """With scripts or without; a page keeps nothing there that another could find."""
    return functools.cache(lambda scripts: browser.new_context(java_script_enabled=scripts))


@pytest.fixture
def visit(windows: Callable[[bool], BrowserContext], tmp_path: Path) -> Iterator[Opening]:
    """Open a page; whatever it complains of, asks for or pops up fails the test."""
    seen: list[str] = []
    tabs: list[Page] = []

    def refused(dialog: Dialog) -> None:
        seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def opened(
        page: str | Path,
        language: Language = Language.EN,
        *,
        size: tuple[int, int] = LAPTOP,
        scripts: bool = True,
    ) -> Page:
        if isinstance(page, str):
            text = html.render(SAMPLES[page](), View(language=language))
            page = tmp_path / f"{page}-{language.value}.html"
            page.write_text(text, encoding="utf-8")
        address = page.as_uri()
        tab = windows(scripts).new_page()
        tab.set_viewport_size({"width": size[0], "height": size[1]})
        tab.on("console", lambda message: seen.append(f"console: {message.text}"))
        tab.on("pageerror", lambda error: seen.append(f"error: {error}"))
        tab.on("dialog", refused)
        tab.on("popup", lambda _: seen.append("a window was opened"))
        tab.on("request", lambda sent: None if sent.url in {address, "data:,"} else seen.append(sent.url))
        tab.goto(address)
        tabs.append(tab)
        return tab

    yield opened
    for tab in tabs:
        tab.close()
    assert seen == []
