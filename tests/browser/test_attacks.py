"""A tree that attacks whoever reads the report on it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from smsaudit.cli import main
from tests.browser.conftest import Opening
from tests.support.audits import AS_OF

MARKUP = "\"'><img src=x onerror=alert(1)><script>alert(2)<!--script>"
SEND = """
from flask import Flask
from twilio.rest import Client
app = Flask(__name__)

@app.route({route!r})
def hook(request):
    if request.args["by"] == {markup!r}:
        Client("A", "B").messages.create(to="1", body={markup!r})
    Client("A", "B").messages.create(to="1")  # </code></li></script>{markup}

import smpplib.client
smpplib.client.Client({markup!r} + ".example.cn", 2775).send_message()
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="such names cannot be given to files there")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("attack")
    tree = tmp_path / 'tree"><svg onload=alert(3)>'
    tree.mkdir()
    name = MARKUP.replace("/", "")
    (tree / f"{name}.py").write_text(SEND.format(route=f"/{MARKUP}", markup=MARKUP), encoding="utf-8")
    (tree / f"{name} javascript:alert(4).zip").write_bytes(b"PK")
    report = tmp_path / "report.html"
    assert main(["scan", str(tree), f"--as-of={AS_OF}", "-q", "-o", str(report)]) == 0
    return report


@pytest.mark.parametrize("language", ["English", "中文"])
def test_markup_of_a_tree_is_text_on_the_page(visit: Opening, page: Path, language: str) -> None:
    tab = visit(page)
    tab.get_by_text(language, exact=True).click()
    tab.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    expect(tab.locator("main")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(tab.locator("h1")).to_contain_text('tree"><svg onload=alert(3)>')
    assert tab.evaluate("document.scripts.length") == 1
    assert tab.evaluate("document.querySelectorAll('img, iframe, object, embed, form, base').length") == 0
    assert tab.evaluate("[...document.links].every((each) => /^(https?|file):/.test(each.href))")
    handlers = "[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames()).filter((n) => n.startsWith('on'))"
    assert tab.evaluate(handlers) == []


def test_the_policy_stops_what_would_get_through(browser: Browser, page: Path, tmp_path: Path) -> None:
    hole = "<p id=hole></p><script>document.getElementById('hole').textContent = 'ran'</script><img src=http://x>"
    pierced = tmp_path / "pierced.html"
    pierced.write_text(
        page.read_text(encoding="utf-8").replace("</main>", f"{hole}</main>"), encoding="utf-8"
    )
    tab, complaints = browser.new_page(), []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.goto(pierced.as_uri())
    expect(tab.locator("#hole")).to_have_text("")
    assert len(complaints) == 2
    assert all("Content Security Policy" in each for each in complaints)
    tab.close()
