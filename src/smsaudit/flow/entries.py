"""Where outside control enters: decorators, framework methods, registrations and scripts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from smsaudit.flow.mentions import Mentions, Spellings
from smsaudit.flow.program import Program
from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.fact import Called
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.origin_glob import GlobIndex
from smsaudit.model.referent import ClassRef, External, Frame, FunctionRef
from smsaudit.model.signature import DecoratedEntry, EntryPattern, MethodsEntry, RegisteredEntry, Signature
from smsaudit.model.value import Compared, Name, Result, Text

_TASK_NAMES = ("name", "actor_name", "task_name")
_MAIN = Compared("==", Name("__name__"), Text("__main__"))


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry into one function, before exposure is known."""

    function: Frame
    kind: EntryKind
    framework: str
    location: Location
    route: str = ""
    exposure: Exposure | None = None


_Kind = tuple[Signature, EntryPattern]


class Entries:
    """Finds the entries into any function, after the framework signatures."""

    def __init__(self, program: Program, signatures: Iterable[Signature]) -> None:
        self._program = program
        patterns = [(signature, entry) for signature in signatures for entry in signature.entries]
        self.enqueuing = frozenset(name for _, entry in patterns for name in entry.enqueue)
        """Methods of tasks that run them later, over all frameworks."""
        self._decorators: GlobIndex[_Kind] = GlobIndex(
            (glob, (s, e))
            for s, e in patterns
            if isinstance(e.target, DecoratedEntry)
            for glob in e.target.origins
        )
        self._bases: GlobIndex[_Kind] = GlobIndex(
            (glob, (s, e))
            for s, e in patterns
            if isinstance(e.target, MethodsEntry)
            for glob in e.target.bases
        )
        self._calls: GlobIndex[_Kind] = GlobIndex(
            (glob, (s, e))
            for s, e in patterns
            if isinstance(e.target, RegisteredEntry)
            for glob in e.target.origins
        )
        self._enqueuing_calls: GlobIndex[_Kind] = GlobIndex(
            (glob, (s, e)) for s, e in patterns for glob in e.enqueue_call
        )
        self.enqueuing_calls = frozenset(
            glob.rpartition(".")[2] for _, entry in patterns for glob in entry.enqueue_call
        )
        """Last parts of the names of calls that run a task later, given it or its name."""
        self._registered: dict[Frame, list[tuple[Signature, EntryPattern, Location, str]]] = {}

    def refresh(self, names: frozenset[str]) -> None:
        """Look at the registrations, in all loaded files, of functions and classes of these names."""
        found: dict[Frame, list[tuple[Signature, EntryPattern, Location, str]]] = defaultdict(list)
        for path in self._program.loaded():
            facts = self._program.facts(path)
            if facts is None:
                continue
            spellings = Spellings(facts)
            for number in sorted({*spellings.nameless(), *Mentions(spellings, names).calls()}):
                call = facts.calls[number]
                for signature, entry in self._registering(path, number):
                    for handler in self._handlers(path, call, entry):
                        route = self._route(path, call, entry)
                        found[handler.frame].append((signature, entry, Location(path, call.place), route))
        self._registered = found

    def _registering(self, path: TreePath, number: int) -> list[_Kind]:
        callees = sorted(c.origin for c in self._program.callees(path, number) if isinstance(c, External))
        return list(dict.fromkeys(kind for origin in callees for kind in self._calls.matching(origin)))

    def registers(self, origin: str) -> bool:
        """Whether a call of this origin registers an entry point, and does not itself set a task going."""
        return any(entry.kind not in _CALLED_BY_TREE for _, entry in self._calls.matching(origin))

    def enqueued(self, path: TreePath, call: Called, origins: Iterable[str]) -> list[str]:
        """The names of tasks that a call puts into a queue."""
        kinds = dict.fromkeys(kind for origin in origins for kind in self._enqueuing_calls.matching(origin))
        found: list[str] = []
        for _, entry in kinds:
            found += self._program.values(path, call, entry.task_argument, parameters=False) or ()
        return found

    def names_of(self, function: Frame) -> frozenset[str]:
        """Names that the decorators of a task give it."""
        facts = self._program.facts(function.path)
        scope = facts.scopes[function.scope] if facts is not None else None
        found: set[str] = set()
        for decorator in scope.decorators if scope is not None else ():
            call = (
                facts.calls[decorator.call] if facts is not None and isinstance(decorator, Result) else None
            )
            for argument in call.arguments if call is not None else ():
                if argument.keyword in _TASK_NAMES and isinstance(argument.value, Text):
                    found.add(argument.value.value)
        return frozenset(found)

    def of(self, function: Frame) -> list[Entry]:
        """Every entry into a function, those with a route first."""
        found = [
            *self._decorated(function),
            *self._registrations(function),
            *self._framework_methods(function),
        ]
        if not function.scope:
            found += self._script(function)
        unique = {(entry.location, entry.kind): entry for entry in reversed(found)}
        kept = list(reversed(unique.values()))
        routed = [entry for entry in kept if entry.location.path != function.path or entry.route]
        return routed + [entry for entry in kept if entry not in routed and not (routed and not entry.route)]

    def is_entered(self, function: Frame) -> bool:
        """Whether a framework calls the function by itself, so that nobody in the tree need do so."""
        found = (*self._decorated(function), *self._framework_methods(function))
        return any(entry.kind not in _CALLED_BY_TREE for entry in found)

    def is_called_back(self, function: Frame) -> bool:
        """Whether a library calls the method in the course of using an object of its class."""
        return any(entry.kind is EntryKind.CALLBACK for entry in self._framework_methods(function))

    def _decorated(self, function: Frame) -> Iterator[Entry]:
        for frame in self._with_class(function):
            for origins, call in self._program.decorations(frame):
                for kind in dict.fromkeys(
                    kind for origin in origins for kind in self._decorators.matching(origin)
                ):
                    signature, entry = kind
                    facts = self._program.facts(frame.path)
                    written = facts.calls[call] if facts is not None and call is not None else None
                    route = self._route(frame.path, written, entry) if written is not None else ""
                    yield _entry(function, signature, entry, self._definition(function), route)

    def _with_class(self, function: Frame) -> list[Frame]:
        cls = self._program.class_of(function)
        return [function] if cls is None else [function, cls.frame]

    def _framework_methods(self, function: Frame) -> Iterator[Entry]:
        cls = self._program.class_of(function)
        if cls is None:
            return
        name = self._program.name_of(function).rpartition(".")[2]
        for member in self._program.family(cls):
            bases = [base.origin for base in self._program.order(member) if isinstance(base, External)]
            kinds = dict.fromkeys(kind for base in bases for kind in self._bases.matching(base))
            for signature, entry in kinds:
                target = entry.target
                if isinstance(target, MethodsEntry) and any(
                    fnmatchcase(name, glob) for glob in target.methods
                ):
                    routes = self._registered.get(member.frame, [])
                    for _, _, location, route in routes:
                        yield _entry(function, signature, entry, location, route)
                    if not routes:
                        yield _entry(function, signature, entry, self._definition(function), "")

    def _registrations(self, function: Frame) -> Iterator[Entry]:
        for signature, entry, location, route in self._registered.get(function, ()):
            yield _entry(function, signature, entry, location, route)

    def _script(self, function: Frame) -> Iterator[Entry]:
        facts = self._program.facts(function.path)
        guarded = [
            call.place.line
            for call in (facts.calls if facts is not None else ())
            if any(guard.test == _MAIN and guard.holds for guard in call.guards)
        ]
        place = Place(min(guarded)) if guarded else Place(1)
        yield Entry(function, EntryKind.SCRIPT, "python", Location(function.path, place))

    def _handlers(self, path: TreePath, call: Called, entry: EntryPattern) -> list[FunctionRef | ClassRef]:
        target = entry.target
        found: list[FunctionRef | ClassRef] = []
        positional = [argument.value for argument in call.arguments if argument.keyword is None]
        for key in target.handler.split("|") if isinstance(target, RegisteredEntry) else ():
            if key.isdigit():
                values = positional[int(key) : int(key) + 1]
            else:
                values = [argument.value for argument in call.arguments if argument.keyword == key]
            for value in values:
                found += self._program.handlers(Frame(path, call.scope), value)
        return found

    def _route(self, path: TreePath, call: Called, entry: EntryPattern) -> str:
        texts = self._program.values(path, call, entry.route, parameters=False) if entry.route else None
        return texts[0] if texts else ""

    def _definition(self, function: Frame) -> Location:
        facts = self._program.facts(function.path)
        place = facts.scopes[function.scope].place if facts is not None else Place(1)
        return Location(function.path, Place(place.line, place.column))


_CALLED_BY_TREE = frozenset(
    (EntryKind.TASK, EntryKind.CALLBACK, EntryKind.SIGNAL, EntryKind.FUNCTION, EntryKind.SCRIPT)
)
"""Kinds of entries whose callers may stand in the tree as well."""


def _entry(
    function: Frame, signature: Signature, entry: EntryPattern, location: Location, route: str
) -> Entry:
    return Entry(function, entry.kind, signature.id, location, route, entry.exposure)
