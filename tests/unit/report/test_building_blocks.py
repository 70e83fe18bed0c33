"""Escapes, line breaks and folding of flows, each by itself."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from smsaudit.model.flow import Flow, Step
from smsaudit.model.words import Words
from smsaudit.report import View
from smsaudit.report.branches import DEEPEST, Branch, folded
from smsaudit.report.text.layout import cut, fill, padded
from smsaudit.report.text.wrapping import wrapped
from smsaudit.report.visible import json_text, shortened, visible
from tests.support.building import place


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("短信，é", "短信，é"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b0m", "\\x9b0m"),
        ("\u202egnp", "\\u202egnp"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("\u2028", "\\u2028"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_what_a_reader_could_not_see_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_visible_text_is_one_printable_line(text: str) -> None:
    assert all(character.isprintable() or character.isspace() for character in visible(text))
    assert len(visible(text).splitlines()) <= 1


@given(st.recursive(st.text() | st.integers(-(2**53), 2**53) | st.none() | st.booleans(), st.lists))
def test_a_document_of_json_means_the_same(value: object) -> None:
    assert json.loads(json_text({"value": value})) == {"value": value}


def test_a_document_of_json_is_indented_and_keeps_half_a_pair_of_surrogates() -> None:
    assert json_text({"a": [], "b": ["\u2028"]}) == '{\n  "a": [],\n  "b": [\n    "\\u2028"\n  ]\n}\n'
    assert json_text({"a": "\udcff"}, indent=1) == '{\n "a": "\\udcff"\n}\n'


@given(st.text(), st.integers(min_value=1, max_value=30))
def test_a_shortened_text_fits(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert len(short) <= limit
    assert short == text or "…" in short


@given(st.text(alphabet="ab cd-短信（），。“”é\u3000", max_size=60), st.integers(min_value=2, max_value=20))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = [line.plain for line in wrapped(Text(text), width)]
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_chinese_line_neither_begins_with_a_stop_nor_ends_with_an_opening_bracket() -> None:
    lines = [line.plain for line in wrapped(Text("一二三四，五六七（八九十）。"), 8)]
    assert lines == ["一二三", "四，五六", "七（八九", "十）。"]


def test_styles_survive_a_line_break() -> None:
    text = Text("aa ").append("bb", style="bold")
    assert wrapped(text, 3)[1].spans[0].style == "bold"


def test_a_filled_sentence_takes_nothing_from_its_parts() -> None:
    assert fill(Words("{a}!", "{a}！"), View(), a="{b}").plain == "{b}!"


def test_cut_and_padded_count_columns_not_characters() -> None:
    assert cell_len(cut(Text("短信短信"), 5).plain) <= 5
    assert cell_len(padded(Text("短"), 4).plain) == 4


def flow(*names: str, condition: str = "") -> Flow:
    steps = tuple(Step(location=place("a.py", 1), name=name) for name in names)
    return Flow(entry_point=None, channel="c", steps=steps, condition=condition)


def names(branch: Branch) -> list[str]:
    return [step.name for step in branch.steps]


def test_flows_share_what_they_begin_with() -> None:
    tree = folded([flow("a", "b", "c"), flow("a", "b", "d"), flow("a", "b")])
    assert names(tree) == ["a", "b"]
    assert [names(fork) for fork in tree.forks] == [["c"], ["d"]]
    assert tree.ends == [flow("a", "b")]


def test_a_branch_has_a_condition_only_if_all_its_flows_have_it() -> None:
    tree = folded([flow("a", "b", condition="x"), flow("a", "c", condition="y")])
    assert tree.condition == ""
    assert [fork.condition for fork in tree.forks] == ["x", "y"]


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=12), max_size=12))
def test_folding_keeps_every_flow_and_stays_shallow(paths: list[list[str]]) -> None:
    flows = [flow(*path) for path in paths]
    tree = folded(flows)
    assert sorted(map(repr, tree.flows())) == sorted(map(repr, flows))
    assert depth(tree) <= DEEPEST + 2


def depth(branch: Branch) -> int:
    return 1 + max((depth(fork) for fork in branch.forks), default=0)
