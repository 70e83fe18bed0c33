"""One line on a terminal that says how far the audit is; silence everywhere else."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import click

_PAUSE = 0.1
"""Seconds between two lines; a terminal need not be faster than its reader."""

_START_OF_LINE = "\r\x1b[K"


@contextmanager
def progress(*, wanted: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """A callback `(stage, done, all)` while the block runs; None where nobody would see it."""
    if not wanted or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    try:
        yield _Line().show
    finally:
        _write(_START_OF_LINE)


class _Line:
    def __init__(self) -> None:
        self._next = 0.0
        self._stage = ""

    def show(self, stage: str, done: int, everything: int) -> None:
        """Print the state, unless it was printed a moment ago."""
        now = monotonic()
        if stage == self._stage and now < self._next:
            return
        self._stage, self._next = stage, now + _PAUSE
        count = f" {done}/{everything}" if everything else ""
        columns = shutil.get_terminal_size().columns
        _write(_START_OF_LINE + f"{stage}{count}"[: columns - 1])


def _write(text: str) -> None:
    """On older Windows, click sees to what the codes of a terminal mean."""
    click.echo(text, file=sys.stderr, nl=False)
