"""`smsaudit graph`: message flows, and calls."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from smsaudit.cli import main
from tests.support import results
from tests.unit.cli.support import FakePipeline, install

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
    "arguments",
    [
        ["--calls", "nowhere"],
        ["--calls", "-o", "no/such"],
        ["--calls", "-f", "svg"],
        ["--calls", "--focus", "cmpp"],
        ["-f", "png"],
        ["nowhere"],
    ],
)
def test_mistakes_in_arguments_end_with_2(arguments: list[str]) -> None:
    assert main(["graph", *arguments]) == 2


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> FakePipeline:
    return install(monkeypatch, results.conditional_c)


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        ([], "flowchart LR"),
        (["-f", "dot"], "digraph messages {"),
        (["-f", "svg"], "<svg "),
        (["-f", "graphml"], "<graphml "),
        (["-f", "json"], "{"),
    ],
)
def test_message_flows_are_printed_in_the_format_asked_for(
    arguments: list[str],
    begins: str,
    pipeline: FakePipeline,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["graph", str(tmp_path), *arguments]) == 0
    assert capsys.readouterr().out.startswith(begins)
    assert [root for root, _ in pipeline.asked] == [tmp_path]


def test_the_name_of_a_file_gives_its_format(pipeline: FakePipeline, tmp_path: Path) -> None:
    files = {
        "a.svg": "<svg ",
        "b.dot": "digraph",
        "c.mmd": "flowchart",
        "d.json": "{",
        "e.graphml": "<graphml",
    }
    outputs = [argument for name in files for argument in ("-o", str(tmp_path / name))]
    assert main(["graph", str(tmp_path), *outputs]) == 0
    for name, begins in files.items():
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert len(pipeline.asked) == 1, "one audit for all files"


def test_a_focus_leaves_the_rest_out(
    pipeline: FakePipeline, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["graph", str(tmp_path), "--focus", "cmpp"]) == 0
    assert "Tencent" not in capsys.readouterr().out
    assert pipeline.asked


def test_an_unknown_focus_is_refused_with_what_may_have_been_meant(
    pipeline: FakePipeline, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["graph", str(tmp_path), "--focus", "cmp"]) == 2
    assert "did you mean cmpp?" in capsys.readouterr().err
    assert pipeline.asked


def test_pictures_speak_chinese(
    pipeline: FakePipeline, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["graph", str(tmp_path), "-f", "svg", "--lang", "zh"]) == 0
    assert "短信如何由shop到达手机" in capsys.readouterr().out
    assert pipeline.asked
