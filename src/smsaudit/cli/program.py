"""The command `smsaudit` and the commands below it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import click
from msgspec import Struct

from smsaudit.cli.suggest import suggestion
from smsaudit.cli.version import version_option

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "scan": "smsaudit.cli.scan",
        "diff": "smsaudit.cli.diff",
        "explain": "smsaudit.cli.explain",
        "graph": "smsaudit.cli.graph",
        "what-if": "smsaudit.cli.what_if",
        "dossier": "smsaudit.cli.dossier",
        "init": "smsaudit.cli.init",
        "law": "smsaudit.cli.law",
        "signatures": "smsaudit.cli.signatures",
    }
)
"""Command -> the module whose `command` it is, in the order of `--help`."""


class Session(Struct):
    """What one run needs to know beyond its command's own arguments."""

    debug: bool = False
    """Print the traceback of an internal error."""


class Commands(click.Group):
    """Commands by name; a name that is not among them is answered with the nearest."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with."""
        written = args[0]
        if self.get_command(ctx, written) is None and not written.startswith("-"):
            commands = self.list_commands(ctx)
            near = suggestion(written, commands, otherwise=f"there are {', '.join(commands)}")
            message = f"there is no command {written!r}; {near}"
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)


class LazyGroup(Commands):
    """A group whose commands are imported when they are named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@version_option
def program() -> None:
    """Find how a source tree sends text messages, and which telecom licence that needs in mainland China.

    Nothing of the tree is run, and the network is never asked. Reports go to standard output, notes and progress to
    standard error. Colour and the width of the terminal are used on a terminal only, and no colour if NO_COLOR is
    set.

    Exit codes: 0 within policy, 1 policy violated, 2 something to mend in arguments or configuration,
    3 audit incomplete (with --strict), 4 internal error, 130 interrupted.
    """
