"""`smsaudit law`: every entry of the knowledge base, worded no firmer than it is."""

from __future__ import annotations

import pytest

from smsaudit.cli import main
from smsaudit.cli.exit import Exit
from smsaudit.cli.law import KINDS
from smsaudit.law import shipped

Output = pytest.CaptureFixture[str]


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_has_one_line_for_each_entry(kind: str, capsys: Output) -> None:
    assert main(["law", "list", kind]) == Exit.OK
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(getattr(shipped(), kind))
    assert all(": " in line and not line.endswith(": ") for line in lines)


@pytest.mark.parametrize(
    ("id_", "told"),
    [
        ("C5", "needs: contract, code"),
        ("SP-own-use-direct", "worded: Sources differ: "),
        ("K03", "tool_says: Contested"),
        ("B25-SP", "  - when: C1"),
        ("reach", "fact_key: service.reach"),
        ("verify-provider", "statements: ADVICE-B-verify"),
        ("TELREG", "text_seen: "),
    ],
)
def test_a_page_tells_what_is_known(id_: str, told: str, capsys: Output) -> None:
    assert main(["law", "show", id_]) == Exit.OK
    assert told in capsys.readouterr().out


def test_pages_are_told_in_chinese(capsys: Output) -> None:
    assert main(["law", "show", "SP-own-use-direct", "--lang=zh"]) == Exit.OK
    assert "worded: 来源不一致：" in capsys.readouterr().out


def test_an_unknown_id_is_met_with_a_near_one(capsys: Output) -> None:
    assert main(["law", "show", "TEL-69-fines"]) == Exit.USAGE
    assert "did you mean TEL-69-fine?" in capsys.readouterr().err
