"""The legal knowledge base: TOML files, read, checked and typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsaudit.law.files import digest

if TYPE_CHECKING:
    from smsaudit.model.law import Law

__all__ = ["digest", "shipped"]


def shipped() -> Law:
    """The law as packaged, or as it stands in a checkout; loaded when it is first asked for."""
    from smsaudit.law.load import shipped as loaded

    return loaded()
