"""What the commands that decide a tree more than once, or write about it, have in common: reading it once."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from smsaudit.cli import options
from smsaudit.cli.progress import progress
from smsaudit.cli.run import complain
from smsaudit.cli.target import target

if TYPE_CHECKING:
    from smsaudit.pipeline import Observed, Options
    from smsaudit.settings import Settings

Command = TypeVar("Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which tree, and how it is read."""

    path: Path
    directories: tuple[Path, ...]
    config: Path | None
    as_of: date
    include_ignored: bool = False


def what_is_read(command: Command) -> Command:
    """PATH and the options that say how a tree is read, passed as in `Request`."""
    for decorate in (
        click.option(
            "--include-ignored", is_flag=True, help="Read configuration that git ignores, such as .env."
        ),
        options.as_of,
        options.language,
        click.option(
            "--config",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="Configuration, instead of smsaudit.toml or [tool.smsaudit] in the tree.",
        ),
        options.signature_directories,
        click.argument("path", type=click.Path(path_type=Path), default="."),
    ):
        command = decorate(command)
    return command


def observed(request: Request) -> tuple[Observed, Options, Settings]:
    """The tree as it was read, with the options and settings under which it is to be decided."""
    from smsaudit import settings
    from smsaudit.discover import open_tree
    from smsaudit.pipeline import Options, observe

    root = target(request.path)
    project = settings.read(root, request.config, request.as_of)
    for problem in project.expired:
        complain(f"note: {problem}")
    with progress(wanted=True) as show:
        chosen = Options(
            signature_directories=(*project.signatures, *request.directories),
            as_of=request.as_of,
            include_ignored=request.include_ignored,
            jobs=os.cpu_count() or 1,
            cache=options.cache_directory(),
            declared=project.declared,
            configuration=project.digest,
            progress=show,
        )
        tree = open_tree(root, include_ignored=request.include_ignored)
        return observe(tree, chosen), chosen, project
