"""Files that put a name together to look a function up by it: `getattr(self, f"send_by_{channel}")`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from smsaudit.flow.program import Program
from smsaudit.model.fact import Facts
from smsaudit.model.location import TreePath
from smsaudit.model.value import Filled, Joined, Name, Text, Value

_LOOKING_UP = ("eval", "getattr", "globals")
_LOOKS_UP = frozenset(map(Name, _LOOKING_UP))
_QUOTES = ("'", '"')
_HOLE = re.compile(r"\{\w*\}|%\(\w+\)s|%s")
_SHORTEST = 2
"""Shorter parts of names say nothing."""
_MOST = 8
"""What more files have a part of is no name's part."""


class Assembled:
    """Finds them by the part of a name that is written there, among the files that look anything up by name."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._files: list[TreePath] | None = None

    def files(self, names: Iterable[str]) -> set[TreePath]:
        """Files that may look one of the names up, in which no more of it is written than a part."""
        written: dict[str, set[str]] = defaultdict(set)
        for name in names:
            for part in _parts(name):
                written[part].add(name)
        among = self._looking_up() if written else ()
        found: dict[str, set[TreePath]] = defaultdict(set)
        for path, parts in (self._program.files_hinting(written, among) if among else {}).items():
            for name in {name for part in parts for name in written[part]}:
                found[name].add(path)
        return {path for paths in found.values() if len(paths) <= _MOST for path in paths}

    def _looking_up(self) -> list[TreePath]:
        if self._files is None:
            named = self._program.files_with(_LOOKING_UP)
            self._files = [path for path in named if self._program.is_live(path)]
        return self._files


def ends(name: str) -> Iterator[tuple[str, str]]:
    """The words that a name begins with, and what is left: `send_` and `_sms` of `send_sms`; one of each is empty if it is short."""
    for number, letter in enumerate(name):
        if letter == "_":
            parts = name[: number + 1], name[number:]
            before, after = (part if len(part.strip("_")) >= _SHORTEST else "" for part in parts)
            yield before, after


def left_open(facts: Facts) -> frozenset[str]:
    """Beginnings and ends of the names that a file puts together to look something up by them."""
    if not any(call.callee in _LOOKS_UP for call in facts.calls):
        return frozenset()
    found = {piece for text in facts.texts for piece in _pieces(text.value)}
    return frozenset(piece for piece in found if piece.isidentifier())


def _pieces(value: Value) -> Iterator[str]:
    """What stands before the first and behind the last hole of a text, or is added to one, as far as these are parts of a name."""
    match value:
        case Joined((first, *_, last)):
            pieces = [part.value if isinstance(part, Text) else "" for part in (first, last)]
        case Filled(Text(template)) | Text(template) if _HOLE.search(template):
            pieces = _HOLE.split(template)
        case Text(part):
            pieces = [part]
        case _:
            return
    yield from (piece for piece in pieces[:1] if piece.endswith("_"))
    yield from (piece for piece in pieces[-1:] if piece.startswith("_"))


def _parts(name: str) -> Iterator[str]:
    """How the beginning and the end of a name are written where the rest of it is left open."""
    for before, after in ends(name):
        for quote in _QUOTES:
            if before:
                yield from (f"{quote}{before}{end}" for end in ("{", "%", quote))
            if after:
                yield from (f"{start}{after}{quote}" for start in ("}", "%s", quote))
