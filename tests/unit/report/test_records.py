"""Evidence for auditors: every row there, and no cell that a spreadsheet program would run."""

from __future__ import annotations

import csv
import re
import zipfile
from collections import Counter
from io import BytesIO, StringIO

import pytest
from msgspec.structs import replace

from smsaudit.model.result import AuditResult
from smsaudit.model.words import Language
from smsaudit.report import csv as csv_report
from smsaudit.report import xlsx
from smsaudit.report.records import COLUMNS, Kind, records
from smsaudit.report.view import View
from tests.support.results import SAMPLES, conditional_c

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "＝1", "\t=1", "\r=1")


def rows(result: AuditResult, language: Language = Language.EN) -> list[dict[str, str]]:
    text = csv_report.render(result, View(language=language))
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def parts(result: AuditResult) -> dict[str, str]:
    book = xlsx.render(result, View())
    assert isinstance(book, bytes)
    with zipfile.ZipFile(BytesIO(book)) as files:
        return {name: files.read(name).decode() for name in files.namelist()}


def saying(text: str) -> AuditResult:
    """A tree whose first line of code is `text`."""
    result = conditional_c()
    first, *others = result.detections
    return replace(result, detections=(replace(first, text=text), *others))


@pytest.mark.parametrize("sample", SAMPLES)
def test_there_is_a_row_for_every_detection_hop_duty_and_gap(sample: str) -> None:
    result = SAMPLES[sample]()
    assert Counter(record.kind for record in records(result, Language.EN)) == Counter(
        {
            Kind.DETECTION: len(result.detections),
            Kind.HOP: sum(len(flow.steps) for flow in result.flows),
            Kind.DUTY: len(result.advice.duties),
            Kind.GAP: len(result.gaps),
        }
    )
    assert len(rows(result)) == len(list(records(result, Language.EN)))


def test_a_hop_names_its_flow_its_start_and_how_firm_it_is() -> None:
    hop = next(row for row in rows(conditional_c()) if row["Id"] == "f1.3")
    assert hop == {
        "Record": "flow hop",
        "Id": "f1.3",
        "Channel": "cmpp",
        "Outcome": "U1",
        "File": "shop/gateway/__init__.py",
        "Line": "12",
        "What it does": "chosen at run time",
        "Name": "get_backend().send",
        "Text": "POST reset/ ResetView.post",
        "How firm": "inferred",
        "Context": "anyone can trigger it",
        "Condition": "settings.SMS_BACKEND == 'cmpp2'",
        "Sources": "",
    }


@pytest.mark.parametrize("language", Language)
def test_the_heading_is_in_the_language_of_the_reader(language: Language) -> None:
    assert list(rows(conditional_c(), language)[0]) == [title.in_(language) for _, title in COLUMNS]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_csv_begins_like_a_formula(text: str) -> None:
    cells = [cell for row in rows(saying(text)) for cell in row.values()]
    assert [cell for cell in cells if re.match(r"\s*[=+@＝＋－＠-]", cell)] == []
    assert any(text.strip() in cell for cell in cells)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_workbook_is_a_formula_or_a_link(text: str) -> None:
    found = parts(saying(text))
    sheets = {name: text for name, text in found.items() if name.startswith("xl/worksheets/")}
    assert len(sheets) == 5
    assert not any(re.search(r"<f[ >]|hyperlink", sheet) for sheet in sheets.values())
    assert not any(name.endswith(".rels") for name in sheets)


def test_the_workbook_knows_no_day_but_that_of_the_audit() -> None:
    dates = set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", parts(conditional_c())["docProps/core.xml"]))
    assert dates == {"2026-11-21T00:00:00Z"}


def test_spreadsheet_programs_are_told_that_the_csv_is_utf_8() -> None:
    assert csv_report.render(conditional_c(), View()).startswith("\ufeffRecord,")
