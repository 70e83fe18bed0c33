"""The documents of the catalogue are those that its files give."""

from __future__ import annotations

from pathlib import Path

from smsaudit.signatures.load import shipped
from smsaudit.signatures.pages import pages

FOLDER = Path(__file__).parents[1] / "docs" / "catalogue"
COMMAND = "run: smsaudit signatures docs"


def test_every_document_of_the_catalogue_is_fresh() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    wanted = pages(shipped())
    assert sorted(written) == sorted(wanted), COMMAND
    assert [name for name in wanted if written[name] != wanted[name]] == [], COMMAND


def test_every_pattern_stands_on_a_page() -> None:
    text = "".join(pages(shipped()).values())
    missing = [p.id for each in shipped() for p in each.patterns if f"`{p.id}`" not in text]
    assert missing == []
