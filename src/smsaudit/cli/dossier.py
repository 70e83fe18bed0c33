"""`smsaudit dossier`: the licence checklist and the written consultation, for counsel."""

from __future__ import annotations

import sys
from pathlib import PurePath

import click

from smsaudit.cli import options
from smsaudit.cli.audited import Request, observed, requested
from smsaudit.cli.exit import Exit
from smsaudit.cli.output import STDOUT, Destination, check, emit, write
from smsaudit.cli.values import Choice
from smsaudit.model.words import Language

_FORMATS = ("markdown", "html", "docx")
_BY_SUFFIX = {".docx": "docx", ".htm": "html", ".html": "html"}


@click.command("dossier", short_help="Write the licence checklist and the written consultation.")
@requested
@click.option(
    "-f",
    "--format",
    "format_",
    type=Choice(_FORMATS),
    help="Format.  [default: by the name of the file, else markdown]",
)
@click.option(
    "-o", "--output", "output", metavar="FILE", default=STDOUT, help="Where to write it; docx needs a file."
)
@options.debug
def command(
    *,
    request: Request,
    lang: Language,
    format_: str | None,
    output: str,
) -> int:
    """Write a file for counsel about the source tree at PATH (default: here).

    It holds the licence checklist and a draft of the written consultation, filled in from code and declared facts.
    Every field says whether it is present, has to be confirmed, or is missing; nothing is invented. With --as-of
    the same tree gives the same file to the byte.
    """
    format_ = format_ or _BY_SUFFIX.get(PurePath(output).suffix, "markdown")
    if format_ == "docx" and output == STDOUT and sys.stdout.isatty():
        message = "a Word document is not for a terminal; name a file with -o"
        raise click.UsageError(message)
    check((Destination(format_, output),))
    made = _made(request, format_, lang)
    if output != STDOUT:
        write(output, made)
    elif format_ == "docx":
        sys.stdout.buffer.write(made)
    else:
        emit(made.decode())
    return Exit.OK


def _made(request: Request, format_: str, lang: Language) -> bytes:
    from smsaudit.pipeline import conclude
    from smsaudit.report.dossier import DOSSIER_FORMATS, dossier_of

    seen, chosen, _ = observed(request)
    render = DOSSIER_FORMATS[format_]
    return render(dossier_of(conclude(seen, chosen), seen.statutes, chosen.declared), seen.statutes, lang)
