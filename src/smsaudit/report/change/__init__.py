"""Reports on a change: one module per format, loaded only when its format is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from smsaudit.report.view import View

if TYPE_CHECKING:
    from smsaudit.model.comparison import Comparison

__all__ = ["CHANGE_FORMATS", "ChangeView"]


class ChangeView(View, frozen=True, kw_only=True):
    """How a reader wants to see a report on a change."""

    links: str = ""
    """Address of the repository on its platform; with it, places become links."""


def _text(comparison: Comparison, view: ChangeView) -> str:
    from smsaudit.report.change import text

    return text.render(comparison, view)


def _json(comparison: Comparison, view: ChangeView) -> str:
    from smsaudit.report.change import json_v1

    return json_v1.render(comparison, view.language)


def _markdown(comparison: Comparison, view: ChangeView) -> str:
    from smsaudit.report.change import markdown

    return markdown.comment(comparison, view)


def _summary(comparison: Comparison, view: ChangeView) -> str:
    from smsaudit.report.change import markdown

    return markdown.summary(comparison, view)


def _github(comparison: Comparison, view: ChangeView) -> str:
    from smsaudit.report.change import github

    return github.render(comparison, view.language)


def _sarif(comparison: Comparison, view: ChangeView) -> str:
    from smsaudit.report.change import sarif

    return sarif.render(comparison, view)


CHANGE_FORMATS: Mapping[str, Callable[[Comparison, ChangeView], str]] = MappingProxyType(
    {
        "text": _text,
        "json": _json,
        "markdown": _markdown,
        "github": _github,
        "summary": _summary,
        "sarif": _sarif,
    }
)
"""Every format of `smsaudit diff` by the name that the command line knows it by."""
