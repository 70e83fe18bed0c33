"""Small complete projects, each telling one story: what people expect of them, and what is reported."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.support.golden import (
    ROOT,
    STORIES,
    Story,
    audited,
    columns,
    disagreements,
    drawn,
    golden,
    lasting,
    missing,
    reports_of,
    schema,
    stories,
    unmarked,
)

MOBILE = re.compile(r"(?<![\d+])1[3-9]\d{9}(?!\d)")
INTERNATIONAL = re.compile(r"\+[1-9]\d{7,14}\b")
FICTITIOUS = re.compile(r"13800000000|\+447700900\d{3}|\+15005550006")
"""A number that is printed on no SIM, the range that Ofcom keeps for drama, and a provider's own test number."""
LIVE_LOOKING = re.compile(
    r"\b(?:LTAI|AKID|AKIA|AC[0-9a-f]{32}|SK[0-9a-f]{32}|gh[pousr]_|sk-)[A-Za-z0-9]{12,}"
)

WIDEST = 80

Reports = Mapping[str, str]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Reports]:
    return Once(tmp_path_factory)


class Once(dict[str, Reports]):
    """Story -> its reports; made when they are first asked for."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        super().__init__()
        self._folders = folders

    def __missing__(self, name: str) -> Reports:
        self[name] = audited(Story(name), self._folders.mktemp("story"))
        return self[name]


def parsed(reports: Reports) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(reports["report.json"])
    return read


@pytest.mark.parametrize("name", stories())
def test_the_verdict_is_what_people_expect(name: str, reports: Mapping[str, Reports]) -> None:
    assert "\n".join(disagreements(Story(name), parsed(reports[name]))) == ""


@pytest.mark.parametrize("name", stories())
def test_every_mark_is_found(name: str, reports: Mapping[str, Reports]) -> None:
    assert missing(Story(name), parsed(reports[name])) == []


@pytest.mark.parametrize("name", stories())
def test_nothing_sends_where_no_mark_stands(name: str, reports: Mapping[str, Reports]) -> None:
    assert unmarked(Story(name), parsed(reports[name])) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, kind) for name in stories() for kind in reports_of(name)],
)
def test_the_report_is_the_golden_one(
    name: str,
    kind: str,
    reports: Mapping[str, Reports],
    regenerate: bool,  # noqa: FBT001 - a fixture
) -> None:
    path, text = golden(Story(name), kind), lasting(kind, reports[name][kind])
    if regenerate:
        faults = disagreements(Story(name), parsed(reports[name]))
        assert faults == [], "a golden report is only written where the expectation holds"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.exists(), "run: python3 run.py test tests/test_goldens.py --regenerate"
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", stories())
def test_the_drawings_are_the_golden_ones(
    name: str,
    tmp_path: Path,
    regenerate: bool,  # noqa: FBT001 - a fixture
) -> None:
    for kind, text in drawn(Story(name), tmp_path).items():
        path = golden(Story(name), kind)
        if regenerate:
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), "run: python3 run.py test tests/test_goldens.py --regenerate"
        assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", stories())
def test_the_report_fits_the_published_schema(name: str, reports: Mapping[str, Reports]) -> None:
    checker = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
    checker.validate(parsed(reports[name]))


@pytest.mark.parametrize("name", stories())
def test_the_text_report_is_plain_and_eighty_columns_wide(name: str, reports: Mapping[str, Reports]) -> None:
    text = reports[name]["report.txt"]
    assert [line for line in text.splitlines() if columns(line) > WIDEST] == []
    assert "\x1b" not in text


@pytest.mark.parametrize("name", stories())
def test_two_processes_report_the_same_as_one(
    name: str, reports: Mapping[str, Reports], tmp_path: Path
) -> None:
    assert audited(Story(name), tmp_path, jobs=2) == reports[name]


def test_there_is_a_story_for_every_label() -> None:
    labels = {Story(name).expected["label"] for name in stories()}
    assert labels == {"A", "B", "C", "none", "undetermined"}
    assert any(Story(name).expected["mixed"] for name in stories())


@pytest.mark.parametrize("name", stories())
def test_a_story_is_told_in_three_lines(name: str) -> None:
    lines = (STORIES / name / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    expected = Story(name).expected
    assert lines[2].startswith(f"Expected: {expected['label']}, leaf {expected['leaf']}")


@pytest.mark.parametrize("name", stories())
def test_marks_name_lines_that_exist(name: str) -> None:
    tree = STORIES / name / "tree"
    for path, line, _ in Story(name).marks:
        assert line <= len((tree / path).read_text(encoding="utf-8").splitlines())


def test_the_index_names_every_story() -> None:
    text = (ROOT / "fixtures" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `repos/([\w-]+)` \| ([\w -]+) \|", text, re.MULTILINE)
    assert rows == [
        (name, f"{expected['label']} {expected['leaf']}")
        for name in stories()
        for expected in [Story(name).expected]
    ]


def test_fixtures_hold_no_number_and_no_secret_that_could_be_real() -> None:
    found = []
    for path in sorted((ROOT / "fixtures").rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            numbers = [*MOBILE.findall(text), *INTERNATIONAL.findall(text)]
            found += [(path.name, number) for number in numbers if not FICTITIOUS.fullmatch(number)]
            found += [(path.name, secret) for secret in LIVE_LOOKING.findall(text)]
    assert found == []
