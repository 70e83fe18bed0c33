"""One run from arguments to exit code: every way in which a run can end is decided here."""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from smsaudit.cli.exit import Exit
from smsaudit.cli.mistake import told
from smsaudit.cli.program import Session, program
from smsaudit.model.errors import SmsauditError
from smsaudit.report.visible import visible

_HELP: tuple[type[click.UsageError], ...] = (
    (click.exceptions.NoArgsIsHelpError,) if hasattr(click.exceptions, "NoArgsIsHelpError") else ()
)
"""Without arguments, the help is the answer; older versions of click print it themselves."""


def run(arguments: Sequence[str]) -> int:
    """Run a command; answers what `sys.exit` is to be given."""
    _write_utf8()
    gc.disable()  # a command makes few cycles and many lasting objects, and soon gives back all it has
    session = Session()
    try:
        code = program.main(list(arguments), prog_name="smsaudit", standalone_mode=False, obj=session)
    except SmsauditError as error:
        for problem in error.problems:
            complain(str(problem))
        return Exit.USAGE
    except _HELP as error:
        error.show()
        return Exit.USAGE
    except click.ClickException as error:
        complain(told(error))
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        complain("interrupted")
        return Exit.INTERRUPTED
    except MemoryError:
        complain("out of memory: audit a part of the tree, or somewhere with more")
        return Exit.INTERNAL
    except Exception as error:  # noqa: BLE001 - the last line of defence: a bug must not look like a result
        _report_bug(error, session)
        return Exit.INTERNAL
    return int(code or Exit.OK)


def complain(text: str) -> None:
    """One harmless line on standard error."""
    click.echo(visible(text), err=True)


def _write_utf8() -> None:
    """Reports are the same bytes whatever the system and its locale; what cannot be encoded is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _report_bug(error: Exception, session: Session) -> None:
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    file = Path(frames[-1].filename).as_posix().rpartition("smsaudit/")[2] if frames else ""
    place = f"{file}:{frames[-1].lineno}" if frames else "unknown"
    complain(
        f"smsaudit: internal error: {type(error).__name__}: {error} ({place}). This is a bug in smsaudit, not "
        "in your code: please report it with the command and the output of --debug"
    )
    if session.debug:
        click.echo("".join(traceback.format_exception(error)), err=True)
