"""Where the keys of a TOML text stand."""

from __future__ import annotations

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.model.toml_lines import Key, Lines

_TEXT = """\
id = "a" # [[pattern]]
"quoted key" = '''one''' # x
notes = '''
[[pattern]]
id = 1
'''
[[pattern]]
python.call = "b"
where = {
  x = "y",
}
[pattern.unless]
0 = "z"
[[pattern]]
list = [
  "one",
  "two = 2",
]
[[deep.inner]]
a = \"""x
b = 1\"""
c = 2
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ((), 0),
        (("id",), 1),
        (("quoted key",), 2),
        (("notes",), 3),
        (("pattern", 0), 7),
        (("pattern", 0, "id"), 7),
        (("pattern", 0, "python", "call"), 8),
        (("pattern", 0, "where", "x"), 9),
        (("pattern", 0, "unless", "0"), 13),
        (("pattern", 0, "unless", "1"), 12),
        (("pattern", 1), 14),
        (("pattern", 1, "list"), 15),
        (("deep", "inner", 0, "a"), 20),
        (("deep", "inner", 0, "c"), 22),
        (("missing",), 0),
    ],
)
def test_tables_and_keys_are_found(key: Key, line: int) -> None:
    assert Lines(_TEXT).of(key) == line


def test_a_text_below_a_key_is_found_on_its_own_line() -> None:
    lines = Lines(_TEXT)
    assert lines.of(("pattern", 1, "list"), "two") == 17
    assert lines.of(("pattern", 1, "list"), "elsewhere") == 15


@given(st.text(alphabet="ab=[].\"'#\n\\ ", max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    lines = Lines(text)
    assert 0 <= lines.of(("a",)) <= text.count("\n") + 1
    try:
        keys = tomli.loads(text)
    except tomli.TOMLDecodeError:
        return
    assert all(lines.of((key,)) <= text.count("\n") + 1 for key in keys)


def test_a_key_that_is_not_written_has_the_line_of_its_table() -> None:
    lines = Lines("[[channel]]\n\n[[channel]]\nid = 1\n")
    assert lines.of(("channel", 1, "peer")) == 3
    assert lines.of(("nothing",)) == 0
