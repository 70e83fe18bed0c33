"""`smsaudit graph --calls`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from smsaudit.cli import main

EXPECTED = {"<builtin>.print": [], "p.a": [], "p.a.f": ["<builtin>.print"]}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "a.py").write_text("def f():\n    print(1)\n", encoding="utf-8")
    return tmp_path


def test_the_call_graph_is_printed_as_json(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "--calls", str(tree), "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == EXPECTED


def test_the_call_graph_is_written_to_a_file(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "--calls", str(tree), "-o", str(tree / "g.json")]) == 0
    assert json.loads((tree / "g.json").read_text(encoding="utf-8")) == EXPECTED
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "arguments", [["graph", "--calls", "nowhere"], ["graph", "--calls", "-o", "no/such"]]
)
def test_mistakes_in_arguments_end_with_2(arguments: list[str]) -> None:
    assert main(arguments) == 2
