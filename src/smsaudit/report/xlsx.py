"""The evidence as a workbook for auditors: a sheet for the result, and one for every kind of row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from smsaudit.model.result import AuditResult
from smsaudit.model.words import Language, Words
from smsaudit.report import wording
from smsaudit.report.firmness import evidence, firm
from smsaudit.report.records import COLUMNS, Kind, Record, records
from smsaudit.report.view import View
from smsaudit.report.visible import brief, visible

Cell = str | int | None
Row = Sequence[Cell]

_LONGEST: Final = 30_000
"""Characters; a cell holds 32,767."""

_SHEETS: tuple[tuple[Kind, Words], ...] = (
    (Kind.DETECTION, Words("Detections", "检出")),
    (Kind.HOP, Words("Flow hops", "路径步骤")),
    (Kind.DUTY, Words("Duties", "义务")),
    (Kind.GAP, Words("Gaps", "遗漏")),
)
_WIDTHS = {"id": 8, "channel": 16, "path": 44, "line": 7, "name": 34, "text": 60, "condition": 40}
_WIDTH = 18


_TITLE = Words("smsaudit: {name}", "smsaudit：{name}")
_RESULT = Words("Result", "结论")


def render(result: AuditResult, view: View) -> bytes:
    """The workbook; nothing in it is a formula or a link, and its only date is that of the audit."""
    content, language = BytesIO(), view.language
    told = tuple(records(result, language))
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as book:
        book.set_properties(
            {
                "title": _TITLE.in_(language).format(name=visible(result.name)),
                "created": datetime.combine(result.as_of, time()),
            }
        )
        _write(book, _RESULT.in_(language), (24, 110), _summary(result, language))
        for kind, title in _SHEETS:
            rows = tuple(record for record in told if record.kind is kind)
            fields = [(name, heading) for name, heading in COLUMNS[1:] if _is_used(name, rows)]
            heading = [heading.in_(language) for _, heading in fields]
            sheet = _write(
                book,
                title.in_(language),
                [_WIDTHS.get(name, _WIDTH) for name, _ in fields],
                [heading, *([getattr(record, name) for name, _ in fields] for record in rows)],
            )
            sheet.freeze_panes(1, 0)
            if rows:
                sheet.autofilter(0, 0, len(rows), len(fields) - 1)
    return content.getvalue()


def _is_used(field: str, rows: Iterable[Record]) -> bool:
    return field == "id" or any(getattr(record, field) not in {"", None} for record in rows)


def _write(book: Workbook, title: str, widths: Sequence[int], rows: Iterable[Row]) -> Worksheet:
    """A sheet whose first row and first column stand out; texts wrap."""
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    strong = book.add_format({"text_wrap": True, "valign": "top", "bold": True})
    sheet = book.add_worksheet(title)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            style = plain if number and column else strong
            if isinstance(cell, int):
                sheet.write_number(number, column, cell, style)
            elif cell:
                sheet.write_string(number, column, brief(cell, _LONGEST), style)
    return sheet


def _summary(result: AuditResult, language: Language) -> Iterator[Row]:
    """Name and value: the decision, why, how firm, the licences, and what exactly was audited."""
    verdict, tool = result.whole.verdict, result.tool
    rows: list[tuple[Words, str]] = [
        (Words("Decision", "结论"), f"{verdict.leaf.display.in_(language)} [{verdict.leaf.id}]"),
        (Words("Scenario", "场景"), wording.LABELS[verdict.label].in_(language)),
        (Words("Evidence", "证据"), evidence(verdict).in_(language)),
        (Words("Law", "法规"), wording.STATUSES[verdict.status].in_(language)),
        *((Words("Because", "依据"), found.text.in_(language)) for found in verdict.because),
        *((Words("Against it", "相反情况"), found.text.in_(language)) for found in verdict.despite),
        *(
            (Words("Licence", "许可证"), f"{each.id}: {firm(each.outcome, each.status).in_(language)}")
            for each in result.advice.licences
        ),
        *(
            (Words("Open question", "待答问题"), each.ask.in_(language))
            for each in result.advice.open_questions
        ),
        (Words("Audited", "审计对象"), result.name),
        (Words("Commit", "提交"), result.commit or ""),
        (Words("As of", "截至"), result.as_of.isoformat()),
        (Words("Tool", "工具"), f"smsaudit {tool.version}"),
        (Words("Signatures (SHA-256)", "特征库（SHA-256）"), tool.signatures),
        (Words("Law (SHA-256)", "法规库（SHA-256）"), tool.law),
        (Words("Note", "说明"), result.advice.disclaimer.in_(language)),
    ]
    return ((name.in_(language), value) for name, value in rows)
