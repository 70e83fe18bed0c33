"""`smsaudit graph`: how messages flow, or who calls whom."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from smsaudit.cli import options
from smsaudit.cli.audited import Request, audit_options, audited, cores, packed
from smsaudit.cli.exit import Exit
from smsaudit.cli.output import STDOUT, Destination, check, deliver
from smsaudit.cli.progress import progress
from smsaudit.cli.values import Choice
from smsaudit.model.words import Language
from smsaudit.report.graph import FORMATS

if TYPE_CHECKING:
    from smsaudit.model.result import AuditResult

_BY_SUFFIX = {
    ".dot": "dot",
    ".gv": "dot",
    ".graphml": "graphml",
    ".json": "json",
    ".mmd": "mermaid",
    ".svg": "svg",
}


@click.command("graph", short_help="Draw how messages flow.")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option(
    "-f",
    "--format",
    "format_",
    type=Choice(list(FORMATS)),
    help="Format of the graph.  [default: as FILE ends, else mermaid; with --calls: json]",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    metavar="FILE",
    multiple=True,
    default=[STDOUT],
    help="Write to FILE; - is standard output. Repeatable, each in the format that its name ends in.",
)
@click.option(
    "--focus",
    metavar="WHAT",
    help="Only what leads to a channel (by its id) or comes from an entry point (by name, route or PATH:LINE).",
)
@click.option(
    "--calls", is_flag=True, help="The whole call graph of the Python files below PATH, instead of messages."
)
@audit_options
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@options.debug
@packed
def command(
    *,
    request: Request,
    format_: str | None,
    outputs: tuple[str, ...],
    focus: str | None,
    calls: bool,
    lang: Language,
) -> int:
    """Draw how messages get from entry points to phones in the source tree at PATH (default: here).

    From left to right: entry points, functions, the line that sends, the channel, who answers at its far end.
    Mermaid, DOT and SVG are for people and put together what belongs together; JSON (node-link) and GraphML hold
    every node and edge. A hop is drawn solid where the code says so, dashed where it was inferred, dotted where
    only names agree.

    With --calls: who calls whom, as an object of dotted names relative to PATH, each with the names of what it calls.

    \b
    Examples:
      smsaudit graph -o flows.svg
      smsaudit graph src --focus cmpp -f mermaid
      smsaudit graph --focus views.py:12 -o flow.svg -o flow.json
    """  # noqa: D301 - click reads the backspace: the lines below it are not wrapped
    wanted = [Destination(_format(file, format_, calls=calls), file) for file in outputs]
    check(wanted)
    if calls:
        _refuse_for_calls(wanted, focus)
        text = _call_graph(request.path, request.jobs or cores(), quiet=request.quiet)
        deliver([(each.file, text) for each in wanted])
        return Exit.OK
    result = _focused(audited(request), focus)
    deliver([(each.file, FORMATS[each.format](result, lang)) for each in wanted])
    return Exit.OK


def _format(file: str, chosen: str | None, *, calls: bool) -> str:
    return chosen or ("json" if calls else _BY_SUFFIX.get(PurePath(file).suffix, "mermaid"))


def _focused(result: AuditResult, focus: str | None) -> AuditResult:
    from smsaudit.cli.suggest import suggestion
    from smsaudit.report.graph.focus import choices, focused

    if focus is None:
        return result
    narrowed = focused(result, focus)
    if narrowed is None:
        mend = suggestion(focus, choices(result), otherwise="smsaudit graph without --focus shows them all")
        message = f"no channel and no entry point is called {focus!r}; {mend}"
        raise click.BadParameter(message, param_hint="--focus")
    return narrowed


def _refuse_for_calls(wanted: Sequence[Destination], focus: str | None) -> None:
    other = [each.format for each in wanted if each.format != "json"]
    if other:
        message = f"--calls prints JSON only, not {other[0]}"
        raise click.UsageError(message)
    if focus is not None:
        message = "--focus is for messages; leave out --calls or --focus"
        raise click.UsageError(message)


def _call_graph(root: Path, jobs: int, *, quiet: bool) -> str:
    from smsaudit.calls import call_graph

    with progress(wanted=not quiet) as show:
        found = call_graph(root, jobs=jobs, progress=show)
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
