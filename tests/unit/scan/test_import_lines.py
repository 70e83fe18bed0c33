from __future__ import annotations

import pytest

from smsaudit.scan.import_lines import import_lines


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"import a", [("a", 0, ())]),
        (b"import a.b as c, d\n", [("a.b", 0, ()), ("d", 0, ())]),
        (b"from a import b as c, d  # e\n", [("a", 0, ("b", "d"))]),
        (b"from . import a\nfrom ..b import c\n", [("", 1, ("a",)), ("b", 2, ("c",))]),
        (b"from a import (  # first\n    b,\n    c as d,\n)\nx = 1\n", [("a", 0, ("b", "c"))]),
        (b"def f():\n\timport a\n", [("a", 0, ())]),
        (b"from a.important import b\n", [("a.important", 0, ("b",))]),
        (b"# import a\nimportant = 1\nx = importlib\nreimport a\n", []),
        (b'"""\nimport a\n"""\n', [("a", 0, ())]),
        (b"", []),
        (b"import", []),
    ],
)
def test_every_import_that_a_line_seems_to_make_is_found(
    source: bytes, expected: list[tuple[str, int, tuple[str, ...]]]
) -> None:
    assert list(import_lines(source)) == expected
