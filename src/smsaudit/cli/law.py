"""`smsaudit law`: what is known about the law, and how firmly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from smsaudit.cli import options
from smsaudit.cli.exit import Exit
from smsaudit.cli.output import emit
from smsaudit.cli.program import Commands
from smsaudit.cli.values import Choice
from smsaudit.model.words import Language

if TYPE_CHECKING:
    from smsaudit.model.law import Law

KINDS = ("leaves", "licences", "statements", "conflicts", "questions", "duties", "instruments", "sources")
"""What can be listed, in the order in which `show` looks for an id."""


@click.group("law", cls=Commands, short_help="List and show what is known about the law.")
@options.debug
def command() -> None:
    """List and show the outcomes, licences, statements, conflicts, questions and duties that verdicts rest on."""


@command.command("list")
@click.argument("kind", type=Choice(KINDS), default="statements")
@options.language
@options.debug
def list_(*, kind: str, lang: Language) -> int:
    """Print one line for each entry of a kind (default: statements)."""
    from smsaudit.cache import Cache
    from smsaudit.known import known_law
    from smsaudit.report.law import lines_of

    emit("".join(f"{line}\n" for line in lines_of(known_law(Cache(None)), kind, lang)))
    return Exit.OK


@command.command("show")
@click.argument("id_", metavar="ID")
@options.language
@options.debug
def show(*, id_: str, lang: Language) -> int:
    """Print everything that is known about one entry: a leaf, licence, statement, conflict, question or duty."""
    from smsaudit.cache import Cache
    from smsaudit.known import known_law
    from smsaudit.report.law import page_of

    statutes = known_law(Cache(None))
    emit("".join(f"{line}\n" for line in page_of(statutes, _kind_of(statutes, id_), id_, lang)))
    return Exit.OK


def _kind_of(law: Law, id_: str) -> str:
    """The first kind that has an entry of this id."""
    from difflib import get_close_matches

    known: Mapping[str, str] = {name: kind for kind in reversed(KINDS) for name in getattr(law, kind)}
    if id_ not in known:
        close = get_close_matches(id_, known, n=1)
        mend = f"did you mean {close[0]}?" if close else "smsaudit law list shows the ids"
        message = f"there is no entry {id_!r}; {mend}"
        raise click.BadParameter(message, param_hint="ID")
    return known[id_]
