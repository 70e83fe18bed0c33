"""`smsaudit diff`: what a change does to the verdict."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsaudit.cli import options
from smsaudit.cli.audited import cores
from smsaudit.cli.exit import Exit
from smsaudit.cli.output import Destination, check, deliver, destinations
from smsaudit.cli.page import laid_out
from smsaudit.cli.progress import progress
from smsaudit.cli.run import complain
from smsaudit.cli.sides import Sides, sides
from smsaudit.cli.target import target
from smsaudit.model.errors import SmsauditError
from smsaudit.model.policy import FailOn, Policy
from smsaudit.model.words import Language
from smsaudit.report.change import CHANGE_FORMATS, ChangeView
from smsaudit.report.view import Detail

if TYPE_CHECKING:
    from smsaudit.comparing import Named
    from smsaudit.model.comparison import Comparison
    from smsaudit.pipeline import Options
    from smsaudit.settings import Settings

    Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """The arguments of one comparison."""

    path: Path
    sides: Sides
    judged_by: str
    config: Path | None
    directories: tuple[Path, ...]
    as_of: date
    jobs: int
    cache: Path | None
    quiet: bool
    max_scenario: str
    fail_on: FailOn | None


@click.command("diff", short_help="Say what a change does to the verdict.")
@click.argument("revisions", metavar="[BASE [HEAD]]", nargs=-1)
@click.option("--staged", is_flag=True, help="Compare with what is staged (BASE is HEAD unless given).")
@click.option(
    "--worktree", is_flag=True, help="Compare with the files on disk, untracked ones included (likewise)."
)
@click.option(
    "--pushed", is_flag=True, help="Compare what is pushed with what the remote has, in a pre-push hook."
)
@click.option("--merge-base", is_flag=True, help="Compare with where the history of HEAD left that of BASE.")
@click.option(
    "--path",
    type=click.Path(path_type=Path),
    default=".",
    show_default="here",
    help="The folder to audit on both sides, as in scan.",
)
@click.option(
    "-f", "--format", "format_", type=click.Choice(list(CHANGE_FORMATS)), help="Format.  [default: text]"
)
@click.option(
    "-o",
    "--output",
    "outputs",
    metavar="[FORMAT=]FILE",
    multiple=True,
    help="FILE takes the place of standard output; FORMAT=FILE writes one report more. Repeatable; - is standard output.",
)
@click.option(
    "--judged-by",
    type=click.Choice(["base", "change"]),
    help="Whose policy, declared facts and signatures hold.  [default: base between revisions, else change]",
)
@click.option(
    "--config",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Configuration for both sides, instead of what they hold themselves.",
)
@options.signature_directories
@click.option(
    "--links", metavar="URL", default="", help="Address of the repository, to make places links in Markdown."
)
@options.language
@options.as_of
@click.option(
    "--jobs", type=click.IntRange(min=1), help="Processes that read files.  [default: one per core]"
)
@options.cache
@options.policy
@click.option("-q", "--quiet", is_flag=True, help="Print nothing unless something changed.")
@click.option("-v", "--verbose", is_flag=True, help="Print every difference.")
@options.debug
def command(  # noqa: PLR0913 - click passes one argument per option
    *,
    revisions: tuple[str, ...],
    staged: bool,
    worktree: bool,
    pushed: bool,
    merge_base: bool,
    path: Path,
    format_: str | None,
    outputs: tuple[str, ...],
    judged_by: str | None,
    config: Path | None,
    directories: tuple[Path, ...],
    links: str,
    lang: Language,
    as_of: date,
    jobs: int | None,
    cache: Path | None,
    max_scenario: str,
    fail_on: FailOn | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Audit two versions of a tree and report what is different.

    That is the verdict and the line that changed it, channels, who can make them send, licences and duties.
    BASE and HEAD are revisions as git names them; HEAD is what is checked out unless another is given. Nothing is
    checked out, and the work tree is not touched. The exit code is 1 only if the change makes things worse than
    the policy allows.
    """
    if quiet and verbose:
        message = "-q and -v contradict each other; give one of them"
        raise click.UsageError(message)
    asked = sides(revisions, staged=staged, worktree=worktree, pushed=pushed, merge_base=merge_base)
    wanted = destinations(format_, outputs, CHANGE_FORMATS)
    check(wanted)
    request = _Request(
        path=target(path),
        sides=asked,
        judged_by=judged_by or ("change" if asked.is_own else "base"),
        config=config,
        directories=directories,
        as_of=as_of,
        jobs=jobs or cores(),
        cache=cache,
        quiet=quiet,
        max_scenario=max_scenario,
        fail_on=fail_on,
    )
    if quiet and asked.is_commit and not _can_matter(request):
        return Exit.OK
    comparison = _compared(request)
    if not (quiet and comparison.is_quiet):
        # A hook's output stands between a person and the commit: the decision, and how to see the rest.
        is_hook = bool(os.environ.get("PRE_COMMIT"))
        detail = Detail.EVERYTHING if verbose else Detail.DECISION if is_hook else Detail.SUMMARY
        _deliver(comparison, wanted, ChangeView(language=lang, detail=detail, links=links.rstrip("/")))
    return Exit.VIOLATED if comparison.fails else Exit.OK


def _can_matter(request: _Request) -> bool:
    """Whether a commit touches anything that is read; if not, there is nothing to audit and nothing to say."""
    from smsaudit.discover import Repository
    from smsaudit.trigger import can_matter

    staged = Repository(request.path).staged()
    return staged is None or can_matter(staged)


def _compared(request: _Request) -> Comparison:
    from smsaudit.comparing import Terms, compare
    from smsaudit.discover import Repository
    from smsaudit.gate import gate_changes

    repository = Repository(request.path)
    after = request.sides.after(repository)
    befores = request.sides.befores(repository)
    is_own = request.judged_by == "change"
    judge, other = (after, befores[0]) if is_own else (befores[0], after)
    changes = gate_changes(befores[0].tree, after.tree)
    with ExitStack() as stack:
        project = stack.enter_context(_settings(request, judge))
        for problem in project.expired:
            complain(f"note: {problem}")
        show = stack.enter_context(progress(wanted=not request.quiet))
        ruled = _options(request, project, show)
        proposed = None
        # What the change says of itself may not even load: then it is no better than the base's.
        with suppress(SmsauditError):
            if changes and not is_own and request.config is None:
                proposed = _options(request, stack.enter_context(_settings(request, other)), None)
        return compare(
            befores,
            after,
            Terms(
                options=ruled,
                judged_by=judge.name,
                changes=changes,
                folder=repository.prefix,
                by_itself=is_own,
                proposed=proposed,
            ),
        )


def _options(request: _Request, project: Settings, show: Progress | None) -> Options:
    """Without a policy of its own, a project's is that nothing gets worse."""
    from smsaudit.pipeline import Options

    decided = options.decided(project.policy, request.max_scenario, request.fail_on) or Policy()
    if decided.fail_on is None:
        decided = replace(decided, fail_on=FailOn.WORSE)
    return Options(
        signature_directories=(*project.signatures, *request.directories),
        as_of=request.as_of,
        jobs=request.jobs,
        declared=project.declared,
        senders=project.senders,
        configuration=project.digest,
        policy=decided,
        cache=request.cache,
        progress=show,
    )


@contextmanager
def _settings(request: _Request, judge: Named) -> Iterator[Settings]:
    from smsaudit import settings
    from smsaudit.gate import settings_of

    if request.config is not None:
        yield settings.read(request.path, request.config, request.as_of)
        return
    with settings_of(judge.tree, judge.name, request.as_of) as found:
        yield found


def _deliver(comparison: Comparison, wanted: Sequence[Destination], view: ChangeView) -> None:
    """Make every report before the first is written."""
    deliver([(each.file, CHANGE_FORMATS[each.format](comparison, laid_out(view, each))) for each in wanted])
