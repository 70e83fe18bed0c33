"""Reports: one module per format, loaded only when its format is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from smsaudit.report.view import Detail, View

if TYPE_CHECKING:
    from smsaudit.model.result import AuditResult

__all__ = ["BINARY", "FORMATS", "Detail", "View"]


def _text(result: AuditResult, view: View) -> str:
    from smsaudit.report import text

    return text.render(result, view)


def _json(result: AuditResult, view: View) -> str:
    from smsaudit.report import json_v1

    return json_v1.render(result, view.language)


def _sarif(result: AuditResult, view: View) -> str:
    from smsaudit.report import sarif

    return sarif.render(result, view.language, suppressed=view.suppressed)


def _github(result: AuditResult, view: View) -> str:
    from smsaudit.report import github

    return github.render(result, view.language)


def _gitlab(result: AuditResult, view: View) -> str:
    from smsaudit.report import gitlab

    return gitlab.render(result, view.language)


def _junit(result: AuditResult, view: View) -> str:
    from smsaudit.report import junit

    return junit.render(result, view.language)


def _cyclonedx(result: AuditResult, view: View) -> str:
    from smsaudit.report import cyclonedx

    return cyclonedx.render(result, view.language)


def _baseline(result: AuditResult, _view: View) -> str:
    from smsaudit.report import baseline

    return baseline.render(result)


def _markdown(result: AuditResult, view: View) -> str:
    from smsaudit.report import markdown

    return markdown.render(result, view)


def _csv(result: AuditResult, view: View) -> str:
    from smsaudit.report import csv

    return csv.render(result, view)


def _xlsx(result: AuditResult, view: View) -> bytes:
    from smsaudit.report import xlsx

    return xlsx.render(result, view)


def _html(result: AuditResult, view: View) -> str:
    from smsaudit.report import html

    return html.render(result, view)


FORMATS: Mapping[str, Callable[[AuditResult, View], str | bytes]] = MappingProxyType(
    {
        "text": _text,
        "json": _json,
        "html": _html,
        "markdown": _markdown,
        "csv": _csv,
        "xlsx": _xlsx,
        "sarif": _sarif,
        "github": _github,
        "gitlab": _gitlab,
        "junit": _junit,
        "cyclonedx": _cyclonedx,
        "baseline": _baseline,
    }
)
"""Every format by the name that the command line knows it by."""

BINARY = frozenset({"xlsx"})
"""Formats that no terminal can show."""
