"""Tasks that are put into a queue by their name (`send_task("pkg.tasks.f")`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from smsaudit.flow.edge import Edge
from smsaudit.flow.entries import Entries
from smsaudit.flow.program import Program
from smsaudit.model.fact import Facts, ScopeKind
from smsaudit.model.flow import Resolution
from smsaudit.model.location import TreePath
from smsaudit.model.referent import External, Frame
from smsaudit.model.value import Attribute, Name


class Queue:
    """Finds the functions that such names stand for among the loaded files."""

    def __init__(self, program: Program, entries: Entries) -> None:
        self._program = program
        self._entries = entries

    def put_by(self, path: TreePath, facts: Facts, words: frozenset[str]) -> Iterator[Edge]:
        """An edge for every task that the calls of a file name."""
        names = self._entries.enqueuing_calls
        for number, call in enumerate(facts.calls if words & names else ()):
            if isinstance(call.callee, Attribute | Name) and call.callee.name in names:
                callees = self._program.callees(path, number)
                origins = [callee.origin for callee in callees if isinstance(callee, External)]
                caller = self._program.function_at(path, call.scope)
                for text in self._entries.enqueued(path, call, origins):
                    for target in self._tasks(text, path):
                        yield Edge(caller, target, call.place, "enqueues", Resolution.EXACT, call.guards)

    def _tasks(self, text: str, path: TreePath) -> list[Frame]:
        """The functions that a name may stand for: by its dotted path, else by the name that a task was given."""
        named = self._program.at_path(text, path)
        found = {frame for each in named for frame in self._program.functions_of(each)}
        return sorted(found) or self._by_name.get(text, [])

    @cached_property
    def _by_name(self) -> dict[str, list[Frame]]:
        found: dict[str, list[Frame]] = defaultdict(list)
        for path in self._program.loaded():
            facts = self._program.facts(path)
            for number, scope in enumerate(facts.scopes if facts is not None else ()):
                if scope.kind is not ScopeKind.FUNCTION:
                    continue
                frame = Frame(path, number)
                if scope.parent == 0:
                    found[scope.name].append(frame)
                if scope.parent == 0 or self._entries.is_task_method(scope.name):
                    for name in self._entries.names_of(frame) - {scope.name}:
                        found[name].append(frame)
        return found
