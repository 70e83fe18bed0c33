"""The licence dossier and the written consultation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from smsaudit.model.dossier import Dossier
from smsaudit.model.law import Law
from smsaudit.model.words import Language
from smsaudit.report.dossier.blocks import blocks_of
from smsaudit.report.dossier.fill import dossier_of

__all__ = ["DOSSIER_FORMATS", "dossier_of"]


def _markdown(dossier: Dossier, law: Law, language: Language) -> bytes:
    from smsaudit.report.dossier import markdown

    return markdown.render(blocks_of(dossier, law, language)).encode("utf-8", "backslashreplace")


def _html(dossier: Dossier, law: Law, language: Language) -> bytes:
    from smsaudit.report.dossier import html

    return html.render(blocks_of(dossier, law, language), language).encode("utf-8", "backslashreplace")


def _docx(dossier: Dossier, law: Law, language: Language) -> bytes:
    from smsaudit.report.dossier import word

    return word.render(blocks_of(dossier, law, language), dossier.name, dossier.as_of)


DOSSIER_FORMATS: Mapping[str, Callable[[Dossier, Law, Language], bytes]] = MappingProxyType(
    {"markdown": _markdown, "html": _html, "docx": _docx}
)
"""Every format of a dossier by the name that the command line knows it by."""
