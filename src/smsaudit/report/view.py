"""How a reader wants to see a report."""

from __future__ import annotations

from enum import IntEnum

from msgspec import Struct

from smsaudit.model.words import Language

PLAIN_WIDTH = 80
"""Columns of a report that is not written to a terminal."""


class Detail(IntEnum):
    """How much of the result is printed."""

    DECISION = 0
    SUMMARY = 1
    EVERYTHING = 2


class View(Struct, frozen=True, kw_only=True):
    """Language, detail, width and colour; formats for machines look at the language alone."""

    language: Language = Language.EN
    detail: Detail = Detail.SUMMARY
    width: int = PLAIN_WIDTH
    colour: bool = False
    suppressed: bool = False
    """SARIF lists what is suppressed as well, marked as such."""
