"""A mistake in the arguments as one line: which command, what is wrong, and what to do."""

from __future__ import annotations

import click
from click.exceptions import MissingParameter, NoSuchOption

from smsaudit.cli.suggest import suggestion


def told(error: click.ClickException) -> str:
    """What our user is told."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context is not None else "smsaudit"
    what = _what(error)
    return f"{command}: {what}" if _MEND in what else f"{command}: {what}; see {command} --help"


_MEND = "; "
"""Parts what is wrong from what to do."""


def _what(error: click.ClickException) -> str:
    match error:
        case NoSuchOption():
            return f"there is no option {error.option_name}{_near_option(error)}"
        case MissingParameter():
            return f"{_name(error)} is missing"
        case click.BadParameter():
            return f"{_name(error)}: {error.message}"
        case _:
            message = error.message.rstrip(".")
            return message[:1].lower() + message[1:] if message[1:2].islower() else message


def _near_option(error: NoSuchOption) -> str:
    options = [name for each in error.ctx.command.params for name in each.opts] if error.ctx else []
    near = suggestion(error.option_name, [name for name in options if name.startswith("--")], otherwise="")
    return f"{_MEND}{near}" if near else ""


def _name(error: click.BadParameter) -> str:
    """The option or argument as `--help` calls it."""
    if error.param_hint:
        return str(error.param_hint)
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return error.param.human_readable_name if error.param is not None else "an argument"
