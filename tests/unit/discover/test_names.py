import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.discover.names import actual, shown
from smsaudit.model.location import TreePath


@given(st.binary())
def test_every_name_on_disk_is_printable_and_can_be_found_again(name: bytes) -> None:
    written = os.fsdecode(name)
    path = shown(written)
    assert path.isprintable()
    assert actual(path) == written


@given(st.text())
def test_every_text_can_be_taken_for_a_path(text: str) -> None:
    assert isinstance(actual(TreePath(text)), str)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("短信/发送.py", "短信/发送.py"),
        ("a b.py", "a b.py"),
        ("\x1b]0;x\x07", r"\x1b]0;x\x07"),
        ("a\u202eb", r"a\u202eb"),
        ("a\u0085b", r"a\u0085b"),
        ("a\udc85b", r"a\x85b"),
        ("\U000e0001", r"\U000e0001"),
        ("C:\\x", r"C:\\x"),
    ],
)
def test_what_cannot_be_printed_is_escaped(name: str, path: str) -> None:
    assert shown(name) == path
