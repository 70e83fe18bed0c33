from __future__ import annotations

from pathlib import Path

import pytest

from smsaudit.model.words import Language
from smsaudit.signatures.describe import page
from smsaudit.signatures.files import shipped_directory
from smsaudit.signatures.load import load_file
from tests.unit.signatures.sample import WHOLE, loaded


@pytest.mark.parametrize("language", list(Language))
def test_a_page_names_everything_in_the_file(language: Language) -> None:
    signature = load_file(shipped_directory() / "_template.toml")
    text = page(signature, language)
    things: list[str] = [pattern.id for pattern in signature.patterns]
    things += [entry.id for entry in signature.entries] + [guard.id for guard in signature.guards]
    assert [thing for thing in things if f"`{thing}`" not in text] == []
    assert [example.source for example in signature.examples if example.source not in text] == []
    assert [host for host in signature.hosts if host not in text] == []
    assert "acme_sms.client.AcmeClient.post_message" in text
    assert text.startswith(f"# {signature.name.in_(language)}\n")


def test_a_page_is_in_the_language_asked_for(tmp_path: Path) -> None:
    signature = loaded(tmp_path, WHOLE)
    assert "## Patterns" in page(signature, Language.EN)
    assert "## 特征" in page(signature, Language.ZH)


def test_markup_in_a_file_stays_text(tmp_path: Path) -> None:
    signature = loaded(tmp_path, WHOLE.replace('"Sends."', '"<script>[x](y) *z*"'))
    assert r"\<script\>\[x\](y) \*z\*" in page(signature, Language.EN)


def test_backticks_in_a_source_do_not_end_its_fence(tmp_path: Path) -> None:
    signature = loaded(tmp_path, WHOLE.replace("import acme_mail", "````\nimport acme_mail"))
    assert "\n`````python\n````\nimport acme_mail\n`````\n" in page(signature, Language.EN)


def test_listed_expectations_are_shown_below_the_source(tmp_path: Path) -> None:
    text = WHOLE.replace("  # expect: acme.send", "").replace(
        'language = "python"', 'path = "a.conf"\nexpect = [{ line = 2, pattern = "acme.send" }]', 1
    )
    assert "Fires: `acme.send` (line 2)" in page(loaded(tmp_path, text), Language.EN)
