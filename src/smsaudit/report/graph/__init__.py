"""The message-flow graph of a result, and the formats it is written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from smsaudit.report.graph.build import message_graph

if TYPE_CHECKING:
    from smsaudit.model.result import AuditResult
    from smsaudit.model.words import Language

__all__ = ["FORMATS", "message_graph"]


def _mermaid(result: AuditResult, language: Language) -> str:
    from smsaudit.report.graph import mermaid
    from smsaudit.report.graph.paint import picture

    return mermaid.render(picture(result, language))


def _dot(result: AuditResult, language: Language) -> str:
    from smsaudit.report.graph import dot
    from smsaudit.report.graph.paint import picture

    return dot.render(picture(result, language))


def _svg(result: AuditResult, language: Language) -> str:
    from smsaudit.report.graph import svg
    from smsaudit.report.graph.paint import picture

    return svg.render(picture(result, language), language)


def _graphml(result: AuditResult, language: Language) -> str:
    from smsaudit.report.graph import interchange

    return interchange.graphml(result, language)


def _json(result: AuditResult, language: Language) -> str:
    from smsaudit.report.graph import interchange

    return interchange.node_link(result, language)


FORMATS: Mapping[str, Callable[[AuditResult, Language], str]] = MappingProxyType(
    {"mermaid": _mermaid, "dot": _dot, "svg": _svg, "graphml": _graphml, "json": _json}
)
"""Every format by the name that the command line knows it by."""
