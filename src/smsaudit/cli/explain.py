"""`smsaudit explain`: why."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from smsaudit.cli import options
from smsaudit.cli.audited import Request, audit_options, audited, packed
from smsaudit.cli.exit import Exit
from smsaudit.cli.output import STDOUT, Destination, emit
from smsaudit.cli.page import laid_out
from smsaudit.cli.suggest import suggestion
from smsaudit.cli.target import target
from smsaudit.cli.values import Choice
from smsaudit.model.words import Language
from smsaudit.report.view import View

if TYPE_CHECKING:
    from smsaudit.explain import Evidence
    from smsaudit.model.explanation import Explanation
    from smsaudit.model.law import Law
    from smsaudit.model.signature import Signature

_PLACE = re.compile(r"(?P<path>.+):(?P<line>[1-9][0-9]{0,8})")
_ONLY_IN_A_TREE = "other:"
"""Channels that the catalogue cannot know."""

_FEW, _ALL = 3, 1 << 20


def _completed(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Ids of the law; those of signatures take too long for a key press."""
    from smsaudit.explain import Knowledge

    return [id_ for id_ in Knowledge(_Known((), None).law, ()).ids() if id_.startswith(incomplete)]


@click.command("explain", short_help="Say why: a place, a channel, an outcome, a licence, a signature …")
@click.argument("what", shell_complete=_completed)
@click.argument("tree", metavar="[PATH]", type=click.Path(path_type=Path), required=False)
@click.option(
    "-f",
    "--format",
    "format_",
    type=Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Format of the answer.",
)
@audit_options
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@click.option("-v", "--verbose", is_flag=True, help="Print every flow, not only the first few.")
@options.debug
@packed
def command(
    *,
    what: str,
    tree: Path | None,
    request: Request,
    format_: str,
    lang: Language,
    verbose: bool,
) -> int:
    """Explain WHAT: in the source tree at PATH, or from the law and the signatures alone.

    FILE:LINE and a channel's id with PATH print the chain of evidence, hop by hop: entry point, functions, send, far
    end, outcome, statements of law and their sources. PATH is the current folder if WHAT is a place.

    Without PATH, an outcome (C5), scenario (C), licence (B25-SP), statement, conflict (K03), question, duty, instrument,
    signature (tencent), pattern (tencent.send) or kind of gap (gap:timed-out) is explained without looking at any tree.

    \b
    Examples:
      smsaudit explain gateway/cmpp.py:88
      smsaudit explain cmpp .
      smsaudit explain K03 --lang zh
    """  # noqa: D301 - click reads the backspace: the lines below it are not wrapped
    most = _ALL if verbose or format_ == "json" else _FEW
    known = _Known(request.directories, request.cache)
    if tree is None and not _PLACE.fullmatch(what) and not what.startswith(_ONLY_IN_A_TREE):
        found = known.explain(what)
        choices = known.ids() if found is None else []
    else:
        request = replace(request, path=target(tree or Path()))
        evidence = _evidence(request, known)
        found = _seen(what, evidence, most) or known.explain(what)
        choices = [] if found else _near(what, evidence, known)
    if found is None:
        raise click.BadParameter(_unknown(what, choices), param_hint="WHAT")
    emit(_written(found, format_, lang))
    return Exit.OK


class _Known:
    """The law, and the signatures only where the law does not know an id: they take a moment to load."""

    def __init__(self, directories: Sequence[Path], cache: Path | None) -> None:
        self._directories = directories
        self._cache = cache

    @cached_property
    def signatures(self) -> tuple[Signature, ...]:
        from smsaudit.cache import Cache
        from smsaudit.known import known_signatures

        with Cache(self._cache) as cache:
            return tuple(known_signatures(self._directories, cache).signatures.values())

    @cached_property
    def law(self) -> Law:
        from smsaudit.cache import Cache
        from smsaudit.known import known_law

        with Cache(self._cache) as cache:
            return known_law(cache)

    def explain(self, what: str) -> Explanation | None:
        from smsaudit.explain import Knowledge

        return Knowledge(self.law, ()).explain(what) or Knowledge(self.law, self.signatures).explain(what)

    def ids(self) -> list[str]:
        from smsaudit.explain import Knowledge

        return Knowledge(self.law, self.signatures).ids()


def _evidence(request: Request, known: _Known) -> Evidence:
    from smsaudit.discover import open_tree
    from smsaudit.explain import Evidence
    from smsaudit.explain.code_lines import CodeLines
    from smsaudit.model.words import Words

    result = audited(request)
    why = {
        pattern.id: Words.same(pattern.why)
        for signature in known.signatures
        for pattern in signature.patterns
    }
    lines = CodeLines(open_tree(request.path, include_ignored=request.include_ignored))
    return Evidence(result, known.law, why, lines.at)


def _seen(what: str, evidence: Evidence, most: int) -> Explanation | None:
    place = _PLACE.fullmatch(what)
    if place is None:
        return evidence.of_channel(what, most)
    return evidence.of_place(_as_listed(place["path"]), int(place["line"]), most)


def _as_listed(path: str) -> str:
    """A path as reports write it: with slashes, and without a leading dot."""
    return posixpath.normpath(path.replace("\\", "/"))


def _near(what: str, evidence: Evidence, known: _Known) -> list[str]:
    """What could have been meant; places by the distance of their lines."""
    place = _PLACE.fullmatch(what)
    if place is None:
        return [*evidence.channels(), *known.ids()]
    path, line = _as_listed(place["path"]), int(place["line"])
    spots = [spot.rpartition(":") for spot in evidence.places()]
    same_file = sorted((abs(int(at) - line), int(at)) for name, _, at in spots if name == path)
    return [f"{path}:{at}" for _, at in same_file] or [f"{name}:{at}" for name, _, at in spots]


def _unknown(what: str, choices: Iterable[str]) -> str:
    listed = list(choices)
    if _PLACE.fullmatch(what):
        near = (
            listed[:3]
            if any(each.startswith(f"{_as_listed(what.rpartition(':')[0])}:") for each in listed)
            else []
        )
        mend = (
            f"something is known at {', '.join(near)}"
            if near
            else suggestion(what, listed, otherwise=_NO_PLACE)
        )
        return f"nothing is known about {what}; {mend}"
    return f"{what!r} is no id that is known; {suggestion(what, listed, otherwise=_NO_ID)}"


_NO_PLACE = "smsaudit scan -v lists every place"
_NO_ID = "smsaudit scan and smsaudit signatures list print ids"


def _written(found: Explanation, format_: str, lang: Language) -> str:
    if format_ == "json":
        from smsaudit.report import explanation_json

        return explanation_json.as_json(found, lang)
    from smsaudit.report.text import explanation

    return explanation.render(found, laid_out(View(language=lang), Destination("text", STDOUT)))
