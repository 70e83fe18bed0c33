"""`smsaudit what-if`: the verdict that would follow from another channel, exposure or fact."""

from __future__ import annotations

import click

from smsaudit.cli import options
from smsaudit.cli.audited import Request, observed, requested
from smsaudit.cli.exit import Exit
from smsaudit.cli.output import emit
from smsaudit.cli.values import Choice
from smsaudit.model.words import Language


@click.command("what-if", short_help="Say which verdict would follow from a change.")
@requested
@click.option(
    "--replace",
    "replacements",
    metavar="CHANNEL=CHANNEL",
    multiple=True,
    help="Suppose that the sends of one channel go out through another. Repeatable.",
)
@click.option(
    "--expose",
    "exposed",
    metavar="ENTRY",
    multiple=True,
    help="Suppose that anyone can trigger an entry point.",
)
@click.option(
    "--close",
    "closed",
    metavar="ENTRY",
    multiple=True,
    help="Suppose that only internal systems can. ENTRY is an id, a place (path:line), a route or a name.",
)
@click.option(
    "--declare",
    "facts",
    metavar="KEY=VALUE",
    multiple=True,
    help="Suppose a declared fact: service.reach=internal, or channel.cmpp.peer=carrier for one channel.",
)
@click.option(
    "-f",
    "--format",
    "format_",
    type=Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Format.",
)
@options.debug
def command(
    *,
    request: Request,
    lang: Language,
    replacements: tuple[str, ...],
    exposed: tuple[str, ...],
    closed: tuple[str, ...],
    facts: tuple[str, ...],
    format_: str,
) -> int:
    """Audit the source tree at PATH (default: here) once, and decide it twice: as it is, and as it would be.

    Nothing is written, and the tree is not changed.
    """
    if not (replacements or exposed or closed or facts):
        message = "suppose something: --replace, --expose, --close or --declare"
        raise click.UsageError(message)
    from msgspec.structs import replace

    from smsaudit.pipeline import conclude
    from smsaudit.report import what_if
    from smsaudit.settings.supposed import with_supposed
    from smsaudit.suppose import Supposition, supposed

    pairs = tuple(_pair(each) for each in replacements)
    seen, chosen, project = observed(request)
    changed = supposed(seen, Supposition(replacements=pairs, exposed=exposed, closed=closed))
    declared = with_supposed(project.declared, facts, request.as_of)
    told = what_if.WhatIf(
        supposed=tuple(
            [f"{old} → {new}" for old, new in pairs]
            + [f"--expose {entry}" for entry in exposed]
            + [f"--close {entry}" for entry in closed]
            + list(facts)
        ),
        before=conclude(seen, chosen),
        after=conclude(changed, replace(chosen, declared=declared)),
    )
    emit(what_if.as_json(told, lang) if format_ == "json" else what_if.text(told, lang))
    return Exit.OK


def _pair(text: str) -> tuple[str, str]:
    old, equals, new = (part.strip() for part in text.partition("="))
    if not (old and equals and new):
        message = f"{text!r} is not CHANNEL=CHANNEL; write cmpp=tencent"
        raise click.BadParameter(message, param_hint="--replace")
    return old, new
