"""What else a tree holds decides what its examples and its plain files among tests are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from smsaudit.model.context import Context
from smsaudit.model.signature import Role
from smsaudit.pipeline import Options, audit
from tests.support.audits import audited, planted

_SENDER = (
    "from twilio.rest import Client\n\n\n"
    "def send(to):\n    Client('a', 'b').messages.create(to=to, from_='+1', body='hi')\n"
)
_LIBRARY = "def answer():\n    return 42\n"
_TEST = f"import unittest\n{_SENDER}\n\nclass SendTest(unittest.TestCase):\n    def test_it(self):\n        send('+2')\n"
_CALLER = "from app.test.texts import send\n\n\ndef reset(phone):\n    send(phone)\n"


def contexts(root: Path, files: Mapping[str, str]) -> set[str]:
    found = audited(root, files).detections
    return {str(each.context) for each in found if each.role is Role.SEND}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"examples/send.py": _SENDER}, "production", id="nothing but an example"),
        pytest.param(
            {"examples/send.py": _SENDER, "setup.py": "from setuptools import setup\nsetup()\n"},
            "production",
            id="an example and its packaging",
        ),
        pytest.param(
            {"examples/send.py": _SENDER, "acme/client.py": _LIBRARY},
            "example",
            id="an example beside a library",
        ),
        pytest.param({"message_test.py": _SENDER}, "production", id="a script that is named as a test"),
        pytest.param({"message_test.py": _TEST}, "test", id="a test and nothing else"),
        pytest.param(
            {"message_test.py": _SENDER, "app.py": _LIBRARY}, "test", id="such a script beside code"
        ),
        pytest.param(
            {"app/test/texts.py": _SENDER, "app/login.py": _CALLER},
            "production",
            id="a plain file among tests that production code imports",
        ),
        pytest.param(
            {"app/test/texts.py": _TEST, "app/login.py": _CALLER},
            "test",
            id="a test that production code imports",
        ),
        pytest.param(
            {"app/test/texts.py": _SENDER, "app/test/test_texts.py": _CALLER, "app/login.py": _LIBRARY},
            "test",
            id="a plain file among tests that only tests import",
        ),
    ],
)
def test_the_rest_of_the_tree_tells_what_a_file_is(
    files: Mapping[str, str], expected: str, tmp_path: Path
) -> None:
    assert contexts(tmp_path, files) == {expected}


def test_code_that_comes_beside_examples_makes_them_examples_in_a_warm_run_as_well(tmp_path: Path) -> None:
    tree, cache = tmp_path / "tree", tmp_path / "cache"
    options = Options(as_of=date(2026, 11, 21), cache=cache)
    planted(tree, {"examples/send.py": _SENDER})
    before = audit(tree, options)
    planted(tree, {"lib.go": "package lib\n\nfunc Answer() int { return 42 }\n"})
    after = audit(tree, options)
    assert {d.context for d in before.detections} == {Context.PRODUCTION}
    assert {d.context for d in after.detections} == {Context.EXAMPLE}
