"""`smsaudit graph`: who calls whom."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from smsaudit.cli import options
from smsaudit.cli.exit import Exit
from smsaudit.cli.output import STDOUT, Destination, check, emit, write
from smsaudit.cli.progress import progress
from smsaudit.cli.target import target


@click.command("graph", short_help="Print who calls whom.")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--calls", is_flag=True, help="The whole call graph of the Python files below PATH.")
@click.option(
    "-f", "--format", "format_", type=click.Choice(["json"]), default="json", help="Format of the graph."
)
@click.option("-o", "--output", metavar="FILE", default=STDOUT, help="Write to FILE; - is standard output.")
@click.option(
    "--jobs", type=click.IntRange(min=1), help="Processes that read files.  [default: one per core]"
)
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@options.debug
def command(*, path: Path, calls: bool, format_: str, output: str, jobs: int | None, quiet: bool) -> int:
    """Print the call graph of the Python files below PATH (default: here), without running any of them.

    With --calls: an object of dotted names, relative to PATH, each with the names of what it calls.
    """
    if not calls:
        message = "say which graph: --calls"
        raise click.UsageError(message)
    check([Destination(format_, output)])
    text = _calls(target(path), jobs or os.cpu_count() or 1, quiet=quiet)
    if output == STDOUT:
        emit(text)
    else:
        write(output, text)
    return Exit.OK


def _calls(root: Path, jobs: int, *, quiet: bool) -> str:
    from smsaudit.calls import call_graph

    with progress(wanted=not quiet) as show:
        found = call_graph(root, jobs=jobs, progress=show)
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
