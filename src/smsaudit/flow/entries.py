"""Where outside control enters: decorators, framework methods, registrations and scripts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from smsaudit.flow.program import Program
from smsaudit.model.fact import Called
from smsaudit.model.flow import EntryKind, Exposure
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.origin_glob import matches
from smsaudit.model.referent import ClassRef, External, Frame, FunctionRef
from smsaudit.model.signature import DecoratedEntry, EntryPattern, MethodsEntry, RegisteredEntry, Signature
from smsaudit.model.value import Compared, Name, Text

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


class Entries:
    """Finds the entries into any function, after the framework signatures."""

    def __init__(self, program: Program, signatures: Iterable[Signature]) -> None:
        self._program = program
        self._patterns = [(signature, entry) for signature in signatures for entry in signature.entries]
        self._registered: dict[Frame, list[tuple[Signature, EntryPattern, Location, str]]] = {}

    @property
    def enqueuing(self) -> frozenset[str]:
        """Methods of tasks that run them later, over all frameworks."""
        return frozenset(name for _, entry in self._patterns for name in entry.enqueue)

    def refresh(self) -> None:
        """Look at the registrations of all loaded files again."""
        found: dict[Frame, list[tuple[Signature, EntryPattern, Location, str]]] = defaultdict(list)
        registering = [(s, e, e.target) for s, e in self._patterns if isinstance(e.target, RegisteredEntry)]
        for path in self._program.loaded():
            facts = self._program.facts(path)
            for number, call in enumerate(facts.calls if facts is not None else ()):
                origins = [c.origin for c in self._program.callees(path, number) if isinstance(c, External)]
                for signature, entry, target in registering:
                    if any(_is_one_of(target.origins, origin) for origin in origins):
                        for handler in self._handlers(path, call, target):
                            route = self._route(path, call, entry)
                            found[handler.frame].append((signature, entry, Location(path, call.place), route))
        self._registered = found

    def of(self, function: Frame) -> list[Entry]:
        """Every entry into a function, nearest evidence first."""
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

    def _decorated(self, function: Frame) -> Iterator[Entry]:
        for frame in self._with_class(function):
            for origins, call in self._program.decorations(frame):
                for signature, entry in self._patterns:
                    target = entry.target
                    if isinstance(target, DecoratedEntry) and any(
                        _is_one_of(target.origins, o) for o in origins
                    ):
                        facts = self._program.facts(frame.path)
                        written = facts.calls[call] if facts is not None and call is not None else None
                        route = self._route(frame.path, written, entry) if written is not None else ""
                        yield self._entry(function, signature, entry, self._definition(function), route)

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
            if not bases:
                continue
            for signature, entry in self._patterns:
                target = entry.target
                if (
                    isinstance(target, MethodsEntry)
                    and any(fnmatchcase(name, glob) for glob in target.methods)
                    and any(_is_one_of(target.bases, base) for base in bases)
                ):
                    routes = self._registered.get(member.frame, [])
                    for _, _, location, route in routes:
                        yield self._entry(function, signature, entry, location, route)
                    if not routes:
                        yield self._entry(function, signature, entry, self._definition(function), "")

    def _registrations(self, function: Frame) -> Iterator[Entry]:
        cls = self._program.class_of(function)
        frames = [function] + (
            [member.frame for member in self._program.family(cls)] if cls is not None else []
        )
        for frame in frames:
            for signature, entry, location, route in self._registered.get(frame, ()):
                if frame == function or not self._has_method_patterns(signature):
                    yield self._entry(function, signature, entry, location, route)

    def _has_method_patterns(self, signature: Signature) -> bool:
        return any(isinstance(entry.target, MethodsEntry) for entry in signature.entries)

    def _script(self, function: Frame) -> Iterator[Entry]:
        facts = self._program.facts(function.path)
        guarded = [
            bound.place.line
            for bound in (facts.calls if facts is not None else ())
            if any(guard.test == _MAIN and guard.holds for guard in bound.guards)
        ]
        place = Place(min(guarded)) if guarded else Place(1)
        yield Entry(function, EntryKind.SCRIPT, "python", Location(function.path, place))

    def _handlers(
        self, path: TreePath, call: Called, target: RegisteredEntry
    ) -> list[FunctionRef | ClassRef]:
        found: list[FunctionRef | ClassRef] = []
        positional = [argument.value for argument in call.arguments if argument.keyword is None]
        for key in target.handler.split("|"):
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

    def _entry(
        self, function: Frame, signature: Signature, entry: EntryPattern, location: Location, route: str
    ) -> Entry:
        return Entry(function, entry.kind, signature.id, location, route, entry.exposure)

    def _definition(self, function: Frame) -> Location:
        facts = self._program.facts(function.path)
        place = facts.scopes[function.scope].place if facts is not None else Place(1)
        return Location(function.path, Place(place.line, place.column))


def _is_one_of(globs: Iterable[str], origin: str) -> bool:
    return any(matches(glob, origin, in_tree=False) for glob in globs)
