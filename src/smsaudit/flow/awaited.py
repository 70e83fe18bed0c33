"""Functions that are entered because of what they wait for, or because of their name and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from smsaudit.flow import arguments
from smsaudit.flow.program import Program
from smsaudit.flow.registered import Kind
from smsaudit.model.fact import Called, ScopeKind
from smsaudit.model.framework import CallingEntry, ConventionEntry, EntryPattern
from smsaudit.model.location import Location, TreePath
from smsaudit.model.origin_glob import GlobIndex
from smsaudit.model.referent import External, Frame
from smsaudit.model.signature import Signature
from smsaudit.model.value import Attribute, Name

Found = tuple[Signature, EntryPattern, Location, str]


class Awaited:
    """Looks into the body, and at the head, of a function."""

    def __init__(self, program: Program, kinds: Iterable[Kind]) -> None:
        self._program = program
        known = list(kinds)
        self._calls = GlobIndex(
            (glob, (s, e))
            for s, e in known
            if isinstance(e.target, CallingEntry)
            for glob in e.target.origins
        )
        self._conventions = [(s, e, e.target) for s, e in known if isinstance(e.target, ConventionEntry)]

    def by(self, function: Frame) -> Iterator[Found]:
        """The first call of each kind in its body by which a function waits for what comes from outside."""
        seen: set[str] = set()
        for number, call in self._waiting(function):
            for signature, entry in self._kinds(function.path, number):
                if entry.id not in seen:
                    seen.add(entry.id)
                    texts = arguments.texts(self._program, function.path, call, entry.route)
                    yield signature, entry, Location(function.path, call.place), texts[0] if texts else ""

    def named(self, function: Frame) -> Iterator[Kind]:
        """What the name and the parameters of a function of a module say."""
        facts = self._program.facts(function.path)
        scope = facts.scopes[function.scope] if facts is not None else None
        if scope is None or scope.parent != 0 or scope.kind is not ScopeKind.FUNCTION:
            return
        taken = tuple(parameter.name for parameter in scope.parameters)
        for signature, entry, target in self._conventions:
            if taken == target.parameters and any(fnmatchcase(scope.name, glob) for glob in target.functions):
                yield signature, entry

    def _waiting(self, function: Frame) -> Iterator[tuple[int, Called]]:
        for number, call in self._program.calls_in(function):
            callee = call.callee
            if (
                call.scope == function.scope
                and isinstance(callee, Attribute | Name)
                and self._calls.ends_in(callee.name)
            ):
                yield number, call

    def _kinds(self, path: TreePath, number: int) -> list[Kind]:
        origins = sorted(c.origin for c in self._program.callees(path, number) if isinstance(c, External))
        return list(dict.fromkeys(kind for origin in origins for kind in self._calls.matching(origin)))
