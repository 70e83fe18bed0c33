"""A file of the audited tree."""

from __future__ import annotations

from msgspec import Struct

from smsaudit.model.location import TreePath

NOTEBOOK = ".ipynb"
MODULES = (".py", ".pyw")
"""Endings of Python that other Python can import."""
PYTHON = (*MODULES, NOTEBOOK)
"""Endings of Python that runs: modules, and notebooks."""


class SourceFile(Struct, frozen=True, gc=False):
    """A regular text file that the audit may read; `blob` is git's object id of its content, if known."""

    path: TreePath
    size: int
    blob: str | None = None
