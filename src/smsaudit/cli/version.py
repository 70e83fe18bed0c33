"""What `--version` prints: the program, and how old its signatures and its law are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from smsaudit import __version__

Command = TypeVar("Command", bound=Callable[..., object])

_SHORT = 12


def version_option(command: Command) -> Command:
    """`--version`, which ends the run."""
    return click.option(
        "--version",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_print,
        help="Show the version, with digests and dates of signatures and law, and exit.",
    )(command)


def _print(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    if not value or ctx.resilient_parsing:
        return
    click.echo("\n".join(_lines()))
    ctx.exit()


def _lines() -> list[str]:
    from smsaudit.installed import ages, installed

    there, age = installed(), ages()
    again = f"first statement to be read again by {age.again}"
    return [
        f"smsaudit {__version__}",
        f"signatures {there.signatures[:_SHORT]}, names verified up to {age.verified}",
        f"law {there.law[:_SHORT]}, read up to {age.read}, {again}",
    ]
