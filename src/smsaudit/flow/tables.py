"""Tables that put classes behind paths (`routes = [("/sms", SmsHandler)]`), whoever is given them in the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from smsaudit.flow.program import Program
from smsaudit.model.fact import Bound, Facts
from smsaudit.model.location import Location, TreePath
from smsaudit.model.referent import ClassRef, Frame
from smsaudit.model.value import Joined, Mapping, Text, Value
from smsaudit.model.value import Sequence as Display


class Tables:
    """Finds the rows of classes of certain names, in all loaded files."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._rows: dict[TreePath, list[tuple[Bound, str, Value]]] = {}
        self._found: dict[Frame, list[tuple[str, Location]]] = {}

    def refresh(self, names: frozenset[str]) -> None:
        """Look for classes of these names in the tables of all files that mention one."""
        self._found = defaultdict(list)
        for path in self._program.loaded():
            facts = self._program.facts(path)
            rows = self._rows_in(path, facts) if facts is not None else ()
            if facts is None or not rows or names.isdisjoint(word.text for word in facts.words):
                continue
            for bound, route, value in rows:
                self._put(path, facts, bound, route, value)

    def of(self, cls: Frame) -> Sequence[tuple[str, Location]]:
        """The paths that a class stands behind, each with where its row is written."""
        return self._found.get(cls, ())

    def _rows_in(self, path: TreePath, facts: Facts) -> Sequence[tuple[Bound, str, Value]]:
        """The rows of paths in a file, with the names that their tables have; most files have none."""
        if path not in self._rows:
            self._rows[path] = [
                (bound, route, value)
                for bound in facts.bindings
                for route, value in _rows(bound.value)
                if _is_path(route)
            ]
        return self._rows[path]

    def _put(self, path: TreePath, facts: Facts, bound: Bound, route: str, value: Value) -> None:
        places = [text.place for text in facts.texts if text.value == Text(route)]
        place = places[0] if len(places) == 1 else bound.place
        for handler in self._program.handlers(Frame(path, bound.scope), value):
            if isinstance(handler, ClassRef):
                self._found[handler.frame].append((route, Location(path, place)))


def _rows(table: Value) -> Iterator[tuple[str, Value]]:
    match table:
        case Joined(parts):
            for part in parts:
                yield from _rows(part)
        case Mapping(pairs):
            yield from ((key.value, value) for key, value in pairs if isinstance(key, Text))
        case Display(items):
            for item in items:
                match item:
                    case Display((Text(route), value, *_)):
                        yield route, value
                    case _:
                        pass
        case _:
            pass


def _is_path(text: str) -> bool:
    return text.lstrip("^(?").startswith("/") and " " not in text
