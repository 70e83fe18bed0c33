"""The page that a report is laid out for."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TypeVar

from msgspec.structs import replace

from smsaudit.cli.output import STDOUT, Destination
from smsaudit.report import View
from smsaudit.report.view import PLAIN_WIDTH

WIDEST = 120
"""Columns; longer lines are hard to read however wide the terminal is."""

_NARROWEST = 40
AnyView = TypeVar("AnyView", bound=View)


def laid_out(view: AnyView, destination: Destination) -> AnyView:
    """Colour and the terminal's width for a terminal; for everything else a page that is always the same."""
    is_terminal = destination.file == STDOUT and sys.stdout.isatty()
    width = min(shutil.get_terminal_size().columns, WIDEST) if is_terminal else PLAIN_WIDTH
    colour = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return replace(view, width=max(width, _NARROWEST), colour=colour)
