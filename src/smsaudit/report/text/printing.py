"""Lines as the text that leaves the program."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from smsaudit.report.text.layout import Lines
from smsaudit.report.view import View


def printed(lines: Lines, view: View) -> str:
    """The page; with colour codes only if the view asks for colour."""
    for line in lines:
        line.rstrip()
    if view.colour:
        return _coloured(lines, view)
    return "".join(f"{line.plain}\n" for line in lines)


def _coloured(lines: Lines, view: View) -> str:
    # Every choice is given, so that the console takes none from the environment.
    console = Console(
        file=StringIO(),
        force_terminal=True,
        color_system="standard",
        width=view.width,
        no_color=False,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as captured:
        for line in lines:
            console.print(line, no_wrap=True, overflow="ignore", crop=False)
    return captured.get()
