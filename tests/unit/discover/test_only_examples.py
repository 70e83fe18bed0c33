"""Whether examples are all that a tree has."""

from __future__ import annotations

import pytest

from smsaudit.discover import is_only_examples, lies_in_examples
from smsaudit.model.location import TreePath


@pytest.mark.parametrize(
    ("paths", "is_so"),
    [
        (["examples/send.py"], True),
        (["README.md", "examples/send.py", "examples/README.md"], True),
        (["setup.py", "examples/send.py", "tests/test_send.py"], True),
        (["vite.config.ts", "demos/web/send.ts"], True),
        (["message_test.py", "Procfile"], True),
        (["node_modules/acme/index.js", "examples/send.js"], True),
        (["acme/client.py", "examples/send.py"], False),
        (["src/lib.rs", "examples/send.py"], False),
        (["settings.example.py"], False),
        (["README.md", "kannel.conf"], False),
        ([], False),
    ],
)
def test_a_tree_whose_code_lies_among_examples_has_nothing_else(paths: list[str], is_so: bool) -> None:  # noqa: FBT001
    assert is_only_examples(map(TreePath, paths)) is is_so


@pytest.mark.parametrize(
    ("path", "is_so"),
    [
        ("examples/send.py", True),
        ("examples/config/kannel.conf", True),
        ("examples/settings.example.py", False),
        ("settings.example.py", False),
        ("acme/send.py", False),
        ("tests/examples/send.py", False),
    ],
)
def test_a_template_to_be_filled_in_is_no_code_among_examples(path: str, is_so: bool) -> None:  # noqa: FBT001
    assert lies_in_examples(TreePath(path)) is is_so
