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
    from smsaudit.law.dates import dates
    from smsaudit.law.files import digest as digest_of_law
    from smsaudit.signatures.dates import last_verified
    from smsaudit.signatures.digest import digest
    from smsaudit.signatures.files import shipped_directory

    shipped = (shipped_directory(),)
    read, again = dates()
    return [
        f"smsaudit {__version__}",
        f"signatures {digest(shipped)[:_SHORT]}, names verified up to {last_verified(shipped)}",
        f"law {digest_of_law()[:_SHORT]}, read up to {read}, first statement to be read again by {again}",
    ]
