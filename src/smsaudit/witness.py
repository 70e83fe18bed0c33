"""Texts in the tree that speak for or against a duty: privacy policies, opt-outs, retention settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from smsaudit.discover import context_of
from smsaudit.library import SourceLibrary
from smsaudit.model.checks import TextCheck, Where, Witness, Witnesses
from smsaudit.model.context import Context
from smsaudit.model.flow import Channel
from smsaudit.model.law import Law
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.signature import SignatureKind

# Of names in lower case: a pattern that tells no case apart takes six times as long.
_PRIVACY = re.compile(r"privacy|隐私|个人信息")
_TEXTS = re.compile(
    r"privacy|隐私|个人信息|terms|policy|agreement|协议|条款|readme|footer|about|layout|internal"
)
_TEXT = (
    ".md",
    ".markdown",
    ".rst",
    ".txt",
    ".adoc",
    ".htm",
    ".html",
    ".xhtml",
    ".vue",
    ".jsx",
    ".tsx",
    ".svelte",
    ".astro",
    ".j2",
    ".jinja",
    ".jinja2",
    ".ejs",
    ".hbs",
    ".ftl",
    ".php",
    ".jsp",
    ".json",
    ".yml",
    ".yaml",
    ".po",
)
_SETTINGS = re.compile(r"setting|conf|env|const|default|values|compose")
_READ = frozenset({Where.READ, Where.READ_BY_TEXT})
_FOLLOWED = (".py", ".pyi")
_CONTEXTS = frozenset({Context.PRODUCTION, Context.DOCS})
_MOST_FILES = 60
_MOST_PLACES = 3
_LONGEST = 512 << 10
_SHORTEST_NAME = 3


def text_checks(law: Law) -> tuple[TextCheck, ...]:
    """The checks that look at texts."""
    return tuple(check for check in law.checks if isinstance(check, TextCheck))


def witnesses_in(
    library: SourceLibrary,
    checks: Iterable[TextCheck],
    channels: Sequence[Channel],
    parsed: Sequence[TreePath],
) -> Witnesses:
    """What the checks find, in files that were parsed and others; nothing is searched where nothing sends."""
    if not any(channel.production for channel in channels):
        return Witnesses()
    files = {where: _among(where, library, parsed) for where in Where}
    policies = files[Where.PRIVACY]
    return Witnesses(
        texts=tuple(found for check in checks for found in _matches(check, library, files[check.where])),
        policies=tuple(Location(path, Place(1)) for path in policies if _speaks(library, path)),
        named=tuple(found for path in policies for found in _named(library, path, channels)),
    )


def is_looked_at(path: TreePath) -> bool:
    """Whether some check may look at a file of this name."""
    return any(_fitting(where, (path,)) for where in Where if where not in _READ)


def _among(where: Where, library: SourceLibrary, parsed: Sequence[TreePath]) -> list[TreePath]:
    paths = parsed if where in _READ else library.paths
    return list(islice((path for path in _fitting(where, paths) if _is_ours(library, path)), _MOST_FILES))


def _fitting(where: Where, paths: Sequence[TreePath]) -> Sequence[TreePath]:
    """The files at which a check may look, by their names: few of ten thousand."""
    match where:
        case Where.READ:
            return paths
        case Where.READ_BY_TEXT:
            return [path for path in paths if not path.endswith(_FOLLOWED)]
        case Where.PRIVACY:
            return [path for path in _texts(paths) if _PRIVACY.search(path.casefold())]
        case Where.TEXTS:
            return [path for path in _texts(paths) if _TEXTS.search(path.casefold())]
        case Where.SETTINGS:
            return [path for path in paths if _SETTINGS.search(path.rpartition("/")[2].casefold())]


def _texts(paths: Sequence[TreePath]) -> list[TreePath]:
    return [path for path in paths if path.lower().endswith(_TEXT)]


def _is_ours(library: SourceLibrary, path: TreePath) -> bool:
    """By path and content, whoever else has read the file."""
    return context_of(path) in _CONTEXTS and bool(library.glance(path)) and library.context(path) in _CONTEXTS


def _matches(check: TextCheck, library: SourceLibrary, paths: Sequence[TreePath]) -> Iterator[Witness]:
    """The first few places, one for each file."""
    pattern, count = re.compile(check.pattern), 0
    needles = [needle.lower() for needle in check.needles]
    for path in paths:
        lowered = library.glance(path)[:_LONGEST].lower()
        if not any(needle in lowered for needle in needles):
            continue
        match = pattern.search(library.glance(path), 0, _LONGEST)
        if match is not None and count < _MOST_PLACES:
            count += 1
            yield Witness(
                check.id, _place(library, path, match.start()), (match[1] or "") if match.re.groups else ""
            )


def _speaks(library: SourceLibrary, path: TreePath) -> bool:
    """Whether a file holds a text for people, and not a title or a key alone."""
    return len(library.glance(path)) >= 200  # noqa: PLR2004 - no policy is shorter


def _named(library: SourceLibrary, path: TreePath, channels: Iterable[Channel]) -> Iterator[Witness]:
    text = library.glance(path).lower()
    for channel in channels:
        if not channel.production or channel.kind is not SignatureKind.PROVIDER:
            continue
        names = {
            channel.id,
            channel.name.zh.lower(),
            channel.name.en.lower(),
            channel.name.en.lower().split()[0],
        }
        names |= {channel.name.zh.lower().removesuffix("短信").removesuffix("短信服务")}
        at = [text.find(name) for name in names if len(name) >= _SHORTEST_NAME or not name.isascii()]
        if hits := [position for position in at if position >= 0]:
            yield Witness(channel.id, _place(library, path, min(hits)))


def _place(library: SourceLibrary, path: TreePath, position: int) -> Location:
    return Location(path, Place(library.glance(path).count("\n", 0, position) + 1))
