"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click

from smsaudit.cli.program import Session
from smsaudit.model.words import Language

Command = TypeVar("Command", bound=Callable[..., object])


def as_of(command: Command) -> Command:
    """`--as-of`, passed as `as_of`."""
    return click.option(
        "--as-of",
        metavar="DATE",
        type=click.DateTime(formats=["%Y-%m-%d"]),
        default=lambda: datetime.now().astimezone(),
        show_default="today",
        callback=lambda _ctx, _param, value: value.date(),
        help="Day for which laws and declared facts are read; with it, output is the same to the byte.",
    )(command)


def language(command: Command) -> Command:
    """`--lang`, passed as `lang`."""
    return click.option(
        "--lang",
        type=click.Choice([each.value for each in Language]),
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
