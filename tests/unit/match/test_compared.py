"""Texts that something is only compared with."""

from __future__ import annotations

import pytest

from smsaudit.model.signature import CombinationTarget, TextTarget
from tests.support.program import Sources
from tests.unit.match.patterns import lines, pattern

LEAVES = {"==": "^AT"}
TEXT = pattern(TextTarget(r"\+ACME="), unless=LEAVES)
WORDS = pattern(CombinationTarget(((1, (r"(AT)?\+ACME=?",)), (1, ("serial",)))), unless=LEAVES)


@pytest.mark.parametrize(
    ("sources", "at"),
    [
        ("serial.write('AT+ACME=')\n", [1]),
        ("if got.startswith('AT+ACME='):\n    serial.write(ok)\n", []),
        ("if 'AT+ACME=' in got:\n    serial.write(ok)\n", []),
        ("if got == 'AT+ACME=':\n    serial.write(ok)\n", []),
        ("if got in ('AT', 'AT+ACME='):\n    serial.write(ok)\n", []),
        ("if got.startswith('AT+ACME='):\n    ok()\nserial.write('AT+ACME=')\n", [3]),
        ("if got.startswith('+ACME='):\n    serial.write(ok)\n", [1]),
        ({"a.cpp": 'bool f() {\n  return startsWith(cmd, "AT+ACME=") && serial;\n}\n'}, []),
        ({"a.cpp": 'bool f() {\n  return strncmp(cmd, "AT+ACME=", 8) == 0 && serial;\n}\n'}, []),
        ({"a.cpp": 'void f() {\n  serial.print("AT+ACME=");\n}\n'}, [2]),
    ],
)
def test_a_text_that_is_only_compared_with_is_not_sent(sources: str | Sources, at: list[int]) -> None:
    assert sorted(set(lines(sources, TEXT))) == at
    assert lines(sources, WORDS) == at[:1]
