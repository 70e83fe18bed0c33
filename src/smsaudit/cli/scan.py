"""`smsaudit scan`: audit a tree."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from smsaudit.cli import options
from smsaudit.cli.audited import Request, audit_options, notes, observed, packed
from smsaudit.cli.ended import ended
from smsaudit.cli.exit import Exit
from smsaudit.cli.output import check, deliver, destinations
from smsaudit.cli.page import laid_out
from smsaudit.model.words import Language
from smsaudit.report import FORMATS, Detail, View
from smsaudit.told import Told

if TYPE_CHECKING:
    from smsaudit.discover import Tree
    from smsaudit.model.result import AuditResult


@click.command("scan", short_help="Audit a source tree.")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@options.reports(FORMATS)
@audit_options
@options.policy
@click.option(
    "--show-suppressed", is_flag=True, help="List what is suppressed in SARIF as well, marked as such."
)
@click.option("--strict", is_flag=True, help="Exit 3 if something that could hide a sender was not read.")
@click.option("-q", "--quiet", is_flag=True, help="Print the decision and its main reason only.")
@click.option("-v", "--verbose", is_flag=True, help="Print every detection, flow and gap.")
@options.debug
@packed
def command(
    *,
    request: Request,
    format_: str | None,
    outputs: tuple[str, ...],
    lang: Language,
    show_suppressed: bool,
    strict: bool,
    verbose: bool,
) -> int:
    """Audit the source tree at PATH (default: here) without running any of it.

    The report says how a message gets from the code to a phone, which scenario that is (A own SIM cards,
    B a provider's API, C an own link to a carrier), which licence follows, and what could not be seen.
    """
    if request.quiet and verbose:
        message = "-q and -v contradict each other; give one of them"
        raise click.UsageError(message)
    wanted = destinations(format_, outputs)
    check(wanted)
    request = replace(request, writes_baseline=any(each.format == "baseline" for each in wanted))
    detail = Detail.DECISION if request.quiet else Detail.EVERYTHING if verbose else Detail.SUMMARY
    view = View(language=lang, detail=detail, suppressed=show_suppressed)
    reports = [(each.format, laid_out(view, each)) for each in wanted]
    asked = (request.as_of, request.include_ignored, request.max_scenario, request.fail_on, reports, strict)
    told = ended(request, asked, partial(_run, request, reports, strict=strict))
    deliver(list(zip((each.file for each in wanted), told.reports, strict=True)))
    return told.code


def _run(
    request: Request, reports: Iterable[tuple[str, View]], tree: Tree, *, strict: bool
) -> tuple[Told, bool]:
    """Make every report before the first is written."""
    from smsaudit.pipeline import conclude

    seen, chosen, project = observed(request, tree)
    result = conclude(seen, chosen)
    told = Told(
        code=ending(result, strict=strict),
        notes=notes(project),
        reports=tuple(FORMATS[name](result, view) for name, view in reports),
    )
    return told, seen.lasts and not project.signatures and project.baseline is None


def ending(result: AuditResult, *, strict: bool) -> Exit:
    """The exit code that a result asks for; a violated policy comes before an incomplete audit."""
    if result.policy is not None and result.policy.fails:
        return Exit.VIOLATED
    return Exit.INCOMPLETE if strict and any(gap.bears for gap in result.gaps) else Exit.OK
