"""The audit that several commands begin with: its options, and its result."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from smsaudit.cli import options
from smsaudit.cli.progress import progress
from smsaudit.cli.run import complain
from smsaudit.cli.target import target
from smsaudit.cli.values import Count
from smsaudit.model.threshold import FailOn

if TYPE_CHECKING:
    from smsaudit.discover import Tree
    from smsaudit.model.result import AuditResult
    from smsaudit.pipeline import Observed, Options
    from smsaudit.settings import Settings

    Progress = Callable[[str, int, int], None]

Command = TypeVar("Command", bound=Callable[..., object])


class Request(Struct, frozen=True, kw_only=True):
    """What to audit, and how."""

    path: Path
    directories: tuple[Path, ...]
    config: Path | None
    as_of: date
    include_ignored: bool = False
    jobs: int | None = None
    cache: Path | None = None
    quiet: bool = False
    max_scenario: str = ""
    fail_on: FailOn | None = None
    baseline: Path | None = None
    writes_baseline: bool = False
    """A baseline is written; the one that the configuration names need not be there yet."""

    @property
    def reads_baseline(self) -> bool:
        """Whether the baseline that the configuration names is asked for."""
        return self.baseline is None and not self.writes_baseline


def audited(request: Request) -> AuditResult:
    """Audit a tree under its own configuration, with progress on a terminal."""
    from smsaudit.pipeline import audit

    with _chosen(request) as (chosen, _):
        return audit(request.path, chosen)


def observed(request: Request, tree: Tree | None = None) -> tuple[Observed, Options, Settings]:
    """The tree as it was read, with the options and settings under which it is to be decided."""
    from smsaudit.discover import open_tree
    from smsaudit.pipeline import observe

    with _chosen(request) as (chosen, project):
        tree = tree or open_tree(request.path, include_ignored=request.include_ignored)
        return observe(tree, chosen), chosen, project


@contextmanager
def _chosen(request: Request) -> Generator[tuple[Options, Settings]]:
    from smsaudit import settings

    project = settings.read(request.path, request.config, request.as_of, with_baseline=request.reads_baseline)
    for note in notes(project):
        complain(note)
    with progress(wanted=not request.quiet) as show:
        yield ruled(request, project, show), project


def notes(project: Settings) -> tuple[str, ...]:
    """What our user has to know beside a report."""
    return tuple(f"note: {problem}" for problem in project.expired)


def ruled(request: Request, project: Settings, show: Progress | None) -> Options:
    """The audit that a request asks for, under a project's settings."""
    from smsaudit import settings
    from smsaudit.pipeline import Options

    return Options(
        signature_directories=(*project.signatures, *request.directories),
        as_of=request.as_of,
        include_ignored=request.include_ignored,
        jobs=request.jobs or cores(),
        cache=request.cache,
        declared=project.declared,
        senders=project.senders,
        configuration=project.digest,
        policy=options.decided(project.policy, request.max_scenario, request.fail_on),
        baseline=settings.baseline(request.baseline) if request.baseline else project.baseline,
        progress=show,
    )


def audit_options(command: Command) -> Command:
    """The options of every command that audits a tree, each passed under the name that `Request` knows."""
    ignored = click.option(
        "--include-ignored", is_flag=True, help="Read configuration that git ignores, such as .env."
    )
    return _all(_UNDER_WHAT, ignored, _HOW)(command)


def packed(command: Callable[..., int]) -> Callable[..., int]:
    """The command, which gets all that `Request` knows as one."""

    @wraps(command)
    def called(**given: Any) -> int:
        own = {name: given.pop(name) for name in _OF_REQUEST & given.keys()}
        return command(request=Request(**own | {"path": target(own.get("path", Path()))}), **given)

    return called


def requested(command: Callable[..., int]) -> Callable[..., int]:
    """The same for a command on the tree at PATH, with the options of an audit."""
    return _PATH(audit_options(packed(command)))


def diff_options(command: Command) -> Command:
    """The same without files on disk that git ignores: a revision has none."""
    return _all(_UNDER_WHAT, _HOW)(command)


def _all(*parts: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Options in the order in which `--help` lists them."""

    def added(command: Command) -> Command:
        for part in reversed(parts):
            command = part(command)
        return command

    return added


_OF_REQUEST = frozenset(Request.__struct_fields__)
_PATH = click.argument("path", type=click.Path(path_type=Path), default=".")
_UNDER_WHAT = _all(
    options.signature_directories,
    click.option(
        "--config",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Configuration, instead of smsaudit.toml or [tool.smsaudit] in the tree.",
    ),
    options.language,
    options.as_of,
)
_HOW = _all(
    click.option("--jobs", type=Count(), help="Processes that read files.  [default: one per core]"),
    options.cache,
)


def cores() -> int:
    """How many processes can run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
