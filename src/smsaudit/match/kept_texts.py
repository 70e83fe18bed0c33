"""Commands and folders that Python code keeps under a name: the send stands where something is done with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from msgspec.structs import replace

from smsaudit.match import programs
from smsaudit.match.catalogue import Catalogue
from smsaudit.match.chains import last
from smsaudit.match.expressions import is_in
from smsaudit.match.found import Match
from smsaudit.match.questions import Questions
from smsaudit.model.fact import Called, Facts, ScopeKind
from smsaudit.model.location import Place, TreePath
from smsaudit.model.signature import Pattern, Role, TextTarget
from smsaudit.model.value import Joined, Name, Result

_PUTS = re.compile(
    r"os\.(?:rename|replace|link|write)|shutil\.(?:move|copy\w*)|(?:builtins|io|codecs|aiofiles)\.open"
    r"|pathlib\..*\.(?:write_\w+|rename|replace|open)"
)
"""Puts a file somewhere."""
_TAKES = re.compile(
    r"(?i)_*(?:execute(?:_?many)?|exec_command|(?:run|write|send|exec)(?:_?\w*(?:command|cmd|at|line|shell|process))?|(?:at_?)?(?:command|cmd))"
)
"""Of a function of the tree, or a method of what nothing is known of: it is given a command to carry out."""
_TO_DEVICE = re.compile(
    r"(?:.*\.)?(?:Serial|serial_for_url|RS485|UART|Telnet|open_serial_connection|create_serial_connection)(?:\([^()]*\))?\.(?:write\w*|send\w*)"
)
"""Writes to a serial line, or what stands for one."""
_FILLS = frozenset(["format", "format_map", "replace", "substitute", "safe_substitute", "split"])
"""Puts a command together out of its template."""


def at_uses(
    path: TreePath, facts: Facts, found: Iterable[Match], known: Catalogue, ask: Questions
) -> Iterator[Match]:
    """The matches of one file, each text that sends and is kept under a name moved to the calls that use it.

    What another file keeps, a setting mostly, is a send where it is used as well.
    """
    found = list(found)
    here = {match.pattern.id for match in found}
    uses = _Uses(path, facts, ask)
    for pattern in known.texts:
        if pattern.role is Role.SEND and pattern.id not in here:
            yield from uses.of_elsewhere(pattern)
    for match in found:
        there = list(uses.of(match)) if _is_kept(facts, match) else []
        yield from (match,) if any(_holds(use.place, match.place) for use in there) else there or (match,)


def _is_kept(facts: Facts, match: Match) -> bool:
    """Whether it is a text of a send that stands in a module, in a class, or in an attribute of an object."""
    if match.pattern.role is not Role.SEND or not isinstance(match.pattern.target, TextTarget):
        return False
    return facts.scopes[match.scope].kind in {ScopeKind.MODULE, ScopeKind.CLASS} or any(
        _holds(each.place, match.place) for each in facts.index.stores[match.scope]
    )


class _Uses:
    """The calls of one file that do something with a text."""

    def __init__(self, path: TreePath, facts: Facts, ask: Questions) -> None:
        self._path, self._facts, self._ask = path, facts, ask
        self._texts: dict[int, Collection[str]] = {}

    def of(self, match: Match) -> Iterator[Match]:
        """Calls that carry out, or hand on, a text which this file keeps."""
        target = match.pattern.target
        if not isinstance(target, TextTarget):
            return
        for number, call in enumerate(self._facts.calls):
            if self._says(number, call, target) and (self._acts(number, call) or self._hands_on(number)):
                yield replace(match, place=call.place, scope=call.scope, call=number, resolution="inferred")

    def of_elsewhere(self, pattern: Pattern) -> Iterator[Match]:
        """Calls that carry out a command which stands elsewhere, or do so once it was filled in the same function."""
        target = pattern.target
        filled: set[int] = set()
        if not isinstance(target, TextTarget):
            return
        for number, call in enumerate(self._facts.calls):
            acts = bool(call.arguments) and self._acts(number, call)
            carries = self._says(number, call, target)
            if carries and not acts and last(call.callee) not in _FILLS:
                acts = self._hands_on(number)
            if acts and (carries or (filled and _takes_one_of(self._facts, call, filled))):
                yield Match(pattern, call.place, call.scope, number, "inferred")
            elif carries:
                filled.add(number)

    def _says(self, number: int, call: Called, target: TextTarget) -> bool:
        if number not in self._texts:
            given = self._ask.values(self._path, call, "*", parameters=False) if call.arguments else None
            self._texts[number] = given or ()
        return any(is_in(target.pattern, text) for text in self._texts[number])

    def _acts(self, number: int, call: Called) -> bool:
        origins = self._ask.origins(self._path, number)
        if any(_carries_out(origin.text) or _PUTS.fullmatch(origin.text) for origin in origins):
            return True
        return all(origin.in_tree for origin in origins) and _TAKES.fullmatch(last(call.callee)) is not None

    def _hands_on(self, number: int) -> bool:
        """Whether a call of the tree's own gives what it is given to one that carries it out."""
        origins = self._ask.origins(self._path, number)
        is_own = bool(origins) and all(origin.in_tree for origin in origins)
        return is_own and self._ask.hands_on(self._path, number, _carries_out)


def _takes_one_of(facts: Facts, call: Called, made: Collection[int]) -> bool:
    """Whether a call is given what one of these calls made, by itself or in a variable of the same function."""
    variables = {
        each.name
        for each in facts.index.bindings[call.scope]
        if isinstance(each.value, Result) and each.value.call in made
    }
    values = [argument.value for argument in call.arguments]
    values += [part for value in values if isinstance(value, Joined) for part in value.parts]
    return any(
        (isinstance(value, Result) and value.call in made)
        or (isinstance(value, Name) and value.name in variables)
        for value in values
    )


def _carries_out(origin: str) -> bool:
    """Whether a call starts another program, or writes to a line that a device hangs on."""
    return programs.starts(origin) or _TO_DEVICE.fullmatch(origin) is not None


def _holds(outer: Place, inner: Place) -> bool:
    return outer.line <= inner.line and inner.end_line <= outer.end_line
