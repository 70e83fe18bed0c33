"""Reports: one module per format, loaded only when its format is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from smsaudit.report.view import Detail, View

if TYPE_CHECKING:
    from smsaudit.model.result import AuditResult

__all__ = ["FORMATS", "Detail", "View"]


def _text(result: AuditResult, view: View) -> str:
    from smsaudit.report import text

    return text.render(result, view)


def _json(result: AuditResult, view: View) -> str:
    from smsaudit.report import json_v1

    return json_v1.render(result, view.language)


FORMATS: Mapping[str, Callable[[AuditResult, View], str]] = MappingProxyType({"text": _text, "json": _json})
"""Every format by the name that the command line knows it by."""
