from __future__ import annotations

import difflib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.diff.edits import Edits
from smsaudit.model.location import Location, Place, TreePath


def edits(before: Mapping[str, str], after: Mapping[str, str]) -> Edits:
    return Edits(
        {TreePath(name) for name in before},
        {TreePath(name) for name in after},
        lambda path: before[path],
        lambda path: after[path],
    )


def at(path: str, line: int, end: int = 0) -> Location:
    return Location(TreePath(path), Place(line, 1, end))


def new(before: str, after: str) -> list[int]:
    found = edits({"a.py": before}, {"a.py": after})
    lines = len(after.split("\n"))
    return [line for line in range(1, lines + 1) if found.new_line(at("a.py", line))]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("a\nb\nc", "a\nb\nc", []),
        ("a\nc", "a\nb\nc", [2]),
        ("a\nb\nc", "a\nB\nc", [2]),
        ("a\nb\nc", "a\nc", []),
        ("a\nb\nc", "c\nb\na", []),
        ("", "a", [1]),
        ("a", "a\na", [2]),
        ("x\na\ny", "x\na\na\ny", [3]),
        ("a\r\nb", "a\nb", []),
        ("\ta", "    a", [1]),
    ],
)
def test_lines_that_came_are_told_from_those_that_moved(before: str, after: str, lines: list[int]) -> None:
    assert new(before, after) == lines


def test_of_a_place_over_several_lines_the_first_that_came_counts() -> None:
    found = edits({"a.py": "f(\n1,\n2)\n"}, {"a.py": "f(\n1,\n3)\n"})
    assert found.new_line(at("a.py", 1, 3)) == 3
    assert found.gone_line(at("a.py", 1, 3)) == 3
    assert found.new_line(at("a.py", 1, 2)) is None


def test_every_line_of_a_new_file_came_and_of_a_lost_one_went() -> None:
    found = edits({"old.py": "a\nb"}, {"new.go": "c\nd"})
    assert found.new_line(at("new.go", 2)) == 2
    assert found.gone_line(at("old.py", 1)) == 1
    assert found.renamed_from(TreePath("new.go")) is None
    assert found.renamed_to(TreePath("old.py")) is None


def test_a_file_that_was_renamed_keeps_its_lines() -> None:
    found = edits({"a/x.py": "1\n2\n3\n4", "b.py": "9"}, {"c/x.py": "1\n2\n3\n5", "b.py": "9"})
    assert found.renamed_from(TreePath("c/x.py")) == "a/x.py"
    assert found.renamed_to(TreePath("a/x.py")) == "c/x.py"
    assert found.new_line(at("c/x.py", 1)) is None
    assert found.new_line(at("c/x.py", 4)) == 4
    assert found.gone_line(at("a/x.py", 4)) == 4
    assert found.gone_line(at("a/x.py", 1)) is None


def test_files_that_have_little_in_common_are_not_one_renamed() -> None:
    found = edits({"a.py": "1\n2\n3\n4"}, {"b.py": "1\n6\n7\n8"})
    assert found.renamed_from(TreePath("b.py")) is None


def test_a_line_of_either_tree_can_be_shown() -> None:
    found = edits({"a.py": "old\n"}, {"a.py": "new\n"})
    assert found.line(at("a.py", 1), 1) == "new"
    assert found.line(at("a.py", 1), 1, old=True) == "old"
    assert found.line(at("a.py", 1), 9) == ""


text = st.lists(st.sampled_from("abc"), max_size=12).map("\n".join)


@given(text, text)
def test_a_line_that_came_is_one_that_a_longest_match_adds_as_well(before: str, after: str) -> None:
    one, other = before.split("\n"), after.split("\n")
    came = len(new(before, after))
    kept = sum(
        block.size
        for block in difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    )
    assert came <= len(other) - kept


@given(text)
def test_what_is_the_same_has_no_edits(same: str) -> None:
    assert new(same, same) == []


@given(text, text)
def test_lines_are_kept_as_often_as_they_were_there(before: str, after: str) -> None:
    lines = after.split("\n")
    kept = [line for number, line in enumerate(lines, start=1) if number not in new(before, after)]
    assert all(kept.count(line) <= before.split("\n").count(line) for line in kept)
