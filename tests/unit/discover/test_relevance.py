"""Which files would matter if they could not be read."""

from __future__ import annotations

import pytest

from smsaudit.discover import may_hold_sender
from smsaudit.model.language import LANGUAGES, NO_PROGRAMS
from smsaudit.model.location import TreePath
from smsaudit.model.source import PYTHON


@pytest.mark.parametrize(
    "ending", [*PYTHON, *(each for each, language in LANGUAGES.items() if language not in NO_PROGRAMS)]
)
def test_code_of_every_language_that_is_read_could_send(ending: str) -> None:
    assert may_hold_sender(TreePath(f"src/a{ending}"))


@pytest.mark.parametrize("path", ["settings.yml", ".env", "deploy/prod.env", ".env.production", "Dockerfile"])
def test_configuration_could_name_a_sender(path: str) -> None:
    assert may_hold_sender(TreePath(path))


@pytest.mark.parametrize(
    "path", ["data.json", "page.html", "dump.sql", "tests/test_sms.py", "static/app.js", "logo.png", "README"]
)
def test_data_pages_tests_and_what_browsers_run_decide_nothing(path: str) -> None:
    assert not may_hold_sender(TreePath(path))
