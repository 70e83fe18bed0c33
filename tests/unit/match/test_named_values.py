"""Numbers under a name, in code as in settings."""

from __future__ import annotations

import pytest

from smsaudit.model.signature import Role, SettingTarget
from tests.unit.match.patterns import lines, pattern

KEYS = SettingTarget(keys=("(?i)src_?id",), values=(r"1069\d+",))
NUMBER = pattern(KEYS, Role.NUMBER, "acme.number")


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("a.py", 'src_id = "10690000"\n', [1]),
        ("a.py", 'class A:\n    src_id = "10690000"\n', [2]),
        ("a.py", 'class A:\n    def __init__(self):\n        self.src_id = "10690000"\n', [3]),
        ("a.py", 'send(src_id="10690000")\n', [1]),
        ("a.py", 'conf = {"src_id": "10690000"}\n', [1]),
        ("a.py", 'conf["src_id"] = "10690000"\n', [1]),
        ("A.java", 'class A { static String SRC_ID = "10690000"; }', [1]),
        ("A.java", 'class A { void f() { c.setSrcId("10690000"); } }', [1]),
        ("a.yml", "src_id: 10690000\n", [1]),
        ("a.py", "timestamp = 1069000000\n", []),
        ("a.py", 'user_id = "10690000"\n', []),
        ("a.py", 'src_id = "node-10690000"\n', []),
        ("a.py", '# src_id = "10690000"\n', []),
    ],
)
def test_a_number_counts_where_a_name_tells_what_it_is(path: str, source: str, expected: list[int]) -> None:
    assert sorted(set(lines({path: source}, NUMBER))) == expected


def test_other_settings_are_not_looked_for_in_the_names_of_code() -> None:
    config = pattern(KEYS, Role.CONFIG, "acme.config")
    assert lines({"a.py": 'class A:\n    src_id = "10690000"\n'}, config) == []
