"""`smsaudit diff`: what a change does to the verdict."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from smsaudit.cli import options
from smsaudit.cli.audited import Request, diff_options, notes, packed, ruled
from smsaudit.cli.exit import Exit
from smsaudit.cli.output import STDOUT, Destination, check, deliver, destinations
from smsaudit.cli.page import laid_out
from smsaudit.cli.progress import progress
from smsaudit.cli.run import complain
from smsaudit.cli.sides import Sides, sides
from smsaudit.cli.values import Choice
from smsaudit.model.errors import SmsauditError
from smsaudit.model.threshold import FailOn
from smsaudit.model.words import Language
from smsaudit.report.change import CHANGE_FORMATS, ChangeView
from smsaudit.report.view import Detail

if TYPE_CHECKING:
    from smsaudit.comparing import Named
    from smsaudit.model.comparison import Comparison
    from smsaudit.pipeline import Options
    from smsaudit.settings import Settings


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
@options.reports(CHANGE_FORMATS)
@click.option(
    "--judged-by",
    type=Choice(["base", "change"]),
    help="Whose policy, declared facts and signatures hold.  [default: base between revisions, else change]",
)
@click.option(
    "--links", metavar="URL", default="", help="Address of the repository, to make places links in Markdown."
)
@diff_options
@options.policy
@click.option("-q", "--quiet", is_flag=True, help="Print nothing unless something changed.")
@click.option("-v", "--verbose", is_flag=True, help="Print every difference.")
@options.debug
@packed
def command(  # noqa: PLR0913 - click passes one argument per option
    *,
    revisions: tuple[str, ...],
    staged: bool,
    worktree: bool,
    pushed: bool,
    merge_base: bool,
    request: Request,
    format_: str | None,
    outputs: tuple[str, ...],
    judged_by: str | None,
    links: str,
    lang: Language,
    verbose: bool,
) -> int:
    """Audit two versions of a tree and report what is different.

    That is the verdict and the line that changed it, channels, who can make them send, licences and duties.
    BASE and HEAD are revisions as git names them; HEAD is what is checked out unless another is given. Nothing is
    checked out, and the work tree is not touched. The exit code is 1 only if the change makes things worse than
    the policy allows.
    """
    if request.quiet and verbose:
        message = "-q and -v contradict each other; give one of them"
        raise click.UsageError(message)
    asked = sides(revisions, staged=staged, worktree=worktree, pushed=pushed, merge_base=merge_base)
    wanted = destinations(format_, outputs, CHANGE_FORMATS)
    check(wanted)
    files = [each for each in wanted if each.file != STDOUT]
    judge = judged_by or ("change" if asked.is_own else "base")
    is_hook = request.quiet and not files and asked.is_commit
    if is_hook and _is_known_quiet(request, judge):
        return Exit.OK
    comparison = _compared(request, asked, judge, is_kept=is_hook)
    # A hook's output stands between a person and the commit: the decision, and how to see the rest.
    is_short = bool(os.environ.get("PRE_COMMIT"))
    detail = Detail.EVERYTHING if verbose else Detail.DECISION if is_short else Detail.SUMMARY
    told = files if request.quiet and comparison.is_quiet else wanted
    _deliver(comparison, told, ChangeView(language=lang, detail=detail, links=links.rstrip("/")))
    return Exit.VIOLATED if comparison.fails else Exit.OK


def _is_known_quiet(request: Request, judged_by: str) -> bool:
    from smsaudit.cli.hook import is_known_quiet

    return is_known_quiet(request, judged_by)


def _compared(request: Request, asked: Sides, judged_by: str, *, is_kept: bool) -> Comparison:
    from smsaudit.cli.hook import keep_known
    from smsaudit.comparing import Terms, compare
    from smsaudit.discover import Repository
    from smsaudit.gate import gate_changes

    repository = Repository(request.path)
    after = asked.after(repository)
    befores = asked.befores(repository)
    is_own = judged_by == "change"
    judge, other = (after, befores[0]) if is_own else (befores[0], after)
    changes = gate_changes(befores[0].tree, after.tree)
    with ExitStack() as stack:
        project = stack.enter_context(_settings(request, judge))
        for note in notes(project):
            complain(note)
        show = stack.enter_context(progress(wanted=not request.quiet))
        chosen = _not_worse(ruled(request, project, show))
        proposed = None
        # What the change says of itself may not even load: then it is no better than the base's.
        with suppress(SmsauditError):
            if changes and not is_own and request.config is None:
                proposed = _not_worse(ruled(request, stack.enter_context(_settings(request, other)), None))
        comparison = compare(
            befores,
            after,
            Terms(
                options=chosen,
                judged_by=judge.name,
                changes=changes,
                folder=repository.prefix,
                by_itself=is_own,
                proposed=proposed,
            ),
        )
        if is_kept:
            keep_known(request, judged_by, repository, (befores[0].tree, after.tree), project, comparison)
        return comparison


def _not_worse(chosen: Options) -> Options:
    """Without a policy of its own, a project's is that nothing gets worse."""
    from smsaudit.model.policy import Policy

    policy = chosen.policy or Policy()
    return replace(chosen, policy=replace(policy, fail_on=policy.fail_on or FailOn.WORSE))


@contextmanager
def _settings(request: Request, judge: Named) -> Iterator[Settings]:
    from smsaudit import settings
    from smsaudit.gate import settings_of

    wanted = request.reads_baseline
    if request.config is not None:
        yield settings.read(request.path, request.config, request.as_of, with_baseline=wanted)
        return
    with settings_of(judge.tree, judge.name, request.as_of, with_baseline=wanted) as found:
        yield found


def _deliver(comparison: Comparison, wanted: Sequence[Destination], view: ChangeView) -> None:
    """Make every report before the first is written."""
    deliver([(each.file, CHANGE_FORMATS[each.format](comparison, laid_out(view, each))) for each in wanted])
