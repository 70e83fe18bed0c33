"""The evidence as comma-separated values, which no spreadsheet program takes for formulas."""

from __future__ import annotations

import csv
from io import StringIO

from smsaudit.model.result import AuditResult
from smsaudit.report.records import COLUMNS, Kind, records
from smsaudit.report.view import View
from smsaudit.report.visible import visible

_MARK = "\ufeff"
"""Without it, a spreadsheet program takes the file for the local encoding and garbles Chinese."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What begins a formula, in both widths."""


def render(result: AuditResult, view: View) -> str:
    """One heading, then one row per detection, flow hop, duty and gap."""
    page = StringIO()
    page.write(_MARK)
    rows = csv.writer(page, lineterminator="\n")
    rows.writerow(title.in_(view.language) for _, title in COLUMNS)
    for record in records(result, view.language):
        values = (getattr(record, field) for field, _ in COLUMNS)
        rows.writerow(
            _cell(value.value.in_(view.language) if isinstance(value, Kind) else value) for value in values
        )
    return page.getvalue()


def _cell(value: str | int | None) -> str | int | None:
    """Text of the tree, harmless for whoever opens it."""
    if not isinstance(value, str):
        return value
    text = visible(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
