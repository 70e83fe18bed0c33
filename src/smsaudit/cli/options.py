"""Options that several commands share."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from msgspec.structs import replace

from smsaudit.cli.program import Session
from smsaudit.cli.suggest import suggestion
from smsaudit.cli.values import Choice, Day
from smsaudit.model.threshold import SCENARIOS, FailOn
from smsaudit.model.words import Language

if TYPE_CHECKING:
    from smsaudit.model.policy import Policy

Command = TypeVar("Command", bound=Callable[..., object])

CACHE_VARIABLE = "SMSAUDIT_CACHE"
"""Environment variable with the folder for kept answers; empty to keep none."""


def as_of(command: Command) -> Command:
    """`--as-of`, passed as `as_of`."""
    return click.option(
        "--as-of",
        metavar="DATE",
        type=Day(),
        default=lambda: datetime.now().astimezone().date(),
        show_default="today",
        help="Day for which laws and declared facts are read; with it, output is the same to the byte.",
    )(command)


def language(command: Command) -> Command:
    """`--lang`, passed as `lang`."""
    return click.option(
        "--lang",
        type=Choice([each.value for each in Language]),
        default=Language.EN.value,
        show_default=True,
        callback=lambda _ctx, _param, value: Language(value),
        help="Language of everything people read.",
    )(command)


def signature_directories(command: Command) -> Command:
    """`--signatures`, passed as `directories`."""
    return click.option(
        "--signatures",
        "directories",
        metavar="DIR",
        type=click.Path(path_type=Path),
        multiple=True,
        help="Folder with signatures of your own, besides those that come with smsaudit; repeatable.",
    )(command)


def reports(formats: Collection[str]) -> Callable[[Command], Command]:
    """`--format` and `--output`, passed as `format_` and `outputs`."""

    def added(command: Command) -> Command:
        command = click.option(
            "-o",
            "--output",
            "outputs",
            metavar="[FORMAT=]FILE",
            multiple=True,
            help="FILE takes the place of standard output; FORMAT=FILE writes one report more. Repeatable; - is standard output.",
        )(command)
        return click.option(
            "-f",
            "--format",
            "format_",
            type=Choice(list(formats)),
            help="Format of the report.  [default: text]",
        )(command)

    return added


def policy(command: Command) -> Command:
    """`--max-scenario`, `--fail-on` and `--baseline`, which come before those of the configuration."""
    command = click.option(
        "--baseline",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Known findings, as written by scan -o baseline=FILE; the policy is checked without them.",
    )(command)
    command = click.option(
        "--fail-on",
        type=Choice([each.value for each in FailOn]),
        callback=lambda _ctx, _param, value: value and FailOn(value),
        help="From which scenario on the run ends with exit code 1.  [default: every violation of the policy]",
    )(command)
    return click.option(
        "--max-scenario",
        metavar="none|A|B|C|LEAF",
        default="",
        callback=_scenario,
        help="The heaviest scenario, or outcome such as B2, that is within policy.",
    )(command)


def decided(written: Policy | None, max_scenario: str, fail_on: FailOn | None) -> Policy | None:
    """The policy of the configuration with what the command line says instead; None where neither says anything."""
    if not (max_scenario or fail_on):
        return written
    from smsaudit.model.mention import Mention
    from smsaudit.model.policy import Policy

    policy = written or Policy()
    if fail_on:
        policy = replace(policy, fail_on=fail_on)
    if max_scenario:
        mention = Mention("--max-scenario", 0, "", max_scenario)
        limits = replace(policy.limits, max_scenario=max_scenario)
        policy = replace(policy, limits=limits, leaf_names=(*policy.leaf_names, mention))
    return policy


def cache(command: Command) -> Command:
    """`--no-cache`, passed as `cache`: the folder of kept answers, or None."""
    return click.option(
        "--no-cache",
        "cache",
        is_flag=True,
        callback=lambda _ctx, _param, value: None if value else cache_directory(),
        help=f"Read everything anew, and keep nothing.  [folder: {CACHE_VARIABLE}, or the user's cache folder]",
    )(command)


def cache_directory() -> Path | None:
    """Where answers are kept between runs; None if the variable is set to nothing."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen is not None:
        return Path(chosen) if chosen else None
    from platformdirs import user_cache_path

    return user_cache_path("smsaudit", appauthor=False)


def debug(command: Command) -> Command:
    """`--debug`, kept in the session."""

    def remember(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's
        session = ctx.find_object(Session)
        if session is not None:
            session.debug = session.debug or value

    return click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=remember,
        help="On an internal error, print its traceback.",
    )(command)


def _scenario(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    if not value or value in SCENARIOS or re.fullmatch(r"[A-Z]{1,2}[0-9]?", value):
        return value
    near = suggestion(value, SCENARIOS, otherwise=f"write {', '.join(SCENARIOS)}, or an outcome such as B2")
    message = f"{value!r} is no scenario; {near}"
    raise click.BadParameter(message)
