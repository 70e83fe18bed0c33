"""Where outside control enters: decorators, framework methods, registrations and scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from smsaudit.flow import arguments, verbs
from smsaudit.flow.awaited import Awaited
from smsaudit.flow.deployed import Deployed
from smsaudit.flow.members import Members
from smsaudit.flow.mentions import Spelled
from smsaudit.flow.program import Program
from smsaudit.flow.registered import Kind, Registration, Registrations, fits
from smsaudit.flow.tables import Tables
from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.fact import Called, Facts
from smsaudit.model.framework import DecoratedEntry, EntryPattern, MethodsEntry, RegisteredEntry
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.origin_glob import GlobIndex
from smsaudit.model.referent import ClassRef, Frame
from smsaudit.model.signature import Signature
from smsaudit.model.value import Compared, Name, Text

_MAIN = Compared("==", Name("__name__"), Text("__main__"))


class Entry(Struct, frozen=True, kw_only=True):
    """An entry into one function, before exposure is known."""

    function: Frame
    kind: EntryKind
    framework: str
    location: Location
    pattern: str = ""
    route: str = ""
    verbs: tuple[str, ...] = ()
    call: tuple[TreePath, int] | None = None
    """The call that gives the route: of the decorator, or the one that registers the function."""
    exposure: Exposure | None = None


class Entries:
    """Finds the entries into any function, after the framework signatures."""

    def __init__(self, program: Program, signatures: Iterable[Signature]) -> None:
        self._program = program
        patterns = [(s, e) for s in signatures for e in s.entries if not e.languages]
        self.enqueuing = frozenset(name for _, entry in patterns for name in entry.enqueue)
        """Methods of tasks that run them later, over all frameworks."""
        self._decorators: GlobIndex[Kind] = GlobIndex(
            (glob, (s, e))
            for s, e in patterns
            if isinstance(e.target, DecoratedEntry)
            for glob in e.target.origins
        )
        self._enqueuing_calls: GlobIndex[Kind] = GlobIndex(
            (glob, (s, e)) for s, e in patterns for glob in e.enqueue_call
        )
        self.enqueuing_calls = frozenset(
            glob.rpartition(".")[2] for _, entry in patterns for glob in entry.enqueue_call
        )
        """Last parts of the names of calls that run a task later, given it or its name."""
        self._mounts = GlobIndex(
            (glob, mount) for s in signatures for mount in s.mounts for glob in mount.call
        )
        self.registering = frozenset(
            glob.rpartition(".")[2]
            for _, entry in patterns
            if isinstance(entry.target, RegisteredEntry)
            for glob in entry.target.origins
        )
        """Last parts of the names of calls that are given a function or class which a framework then calls."""
        self._members = Members(program, patterns)
        self.spelled = Spelled()
        """What the calls and variables of all files are spelled with."""
        self.registrations = Registrations(program, patterns, self.spelled)
        self._tables = Tables(program)
        self._awaited = Awaited(program, patterns)
        self._deployed = Deployed(program, patterns)

    def refresh(self, names: frozenset[str]) -> None:
        """Look at the registrations, in all loaded files, of functions and classes of these names."""
        self.registrations.refresh(names)
        self._tables.refresh(names)

    def registers(self, origin: str, *, in_function: bool = False) -> bool:
        """Whether a call of this origin registers or mounts something, and sets going no task, nor, in a function, any command."""
        run = (EntryKind.TASK, EntryKind.COMMAND) if in_function else (EntryKind.TASK,)
        kinds = (entry.kind for _, entry in self.registrations.kinds(origin))
        return bool(self._mounts.matching(origin)) or any(kind not in run for kind in kinds)

    def enqueued(self, path: TreePath, call: Called, origins: Iterable[str]) -> list[str]:
        """The names of tasks that a call puts into a queue."""
        kinds = dict.fromkeys(kind for origin in origins for kind in self._enqueuing_calls.matching(origin))
        found: list[str] = []
        for _, entry in kinds:
            found += self._program.values(path, call, entry.task_argument, parameters=False) or ()
        return found

    def names_of(self, function: Frame) -> frozenset[str]:
        """Names by which texts call a function: those that decorators or the class of a task give it, or its module's."""
        return self._members.names_of(function)

    def is_task_method(self, name: str) -> bool:
        """Whether a worker may call a method of this name."""
        return name in self._members.task_methods

    def work_of(self, cls: ClassRef) -> list[Frame]:
        """The methods that run when an object of this class is put into a queue."""
        return self._members.work_of(cls)

    def of(self, function: Frame) -> list[Entry]:
        """Every entry into a function, those with a route first."""
        found = [
            *self._decorated(function),
            *self._registered(function),
            *self._framework_methods(function),
            *self._conventional(function),
        ]
        if not function.scope:
            found += self._script(function)
        unique: dict[object, Entry] = {}
        for entry in found:
            unique.setdefault(_sameness(entry), entry)
        said = next((entry.verbs for entry in unique.values() if entry.verbs), ())
        kept = [replace(entry, verbs=entry.verbs or said) for entry in unique.values()]
        routed = [entry for entry in kept if entry.location.path != function.path or entry.route]
        kinds = {entry.kind for entry in routed}
        return routed + [entry for entry in kept if entry not in routed and entry.kind not in kinds]

    def is_entered(self, function: Frame) -> bool:
        """Whether a framework calls the function by itself, so that nobody in the tree need do so."""
        found = (*self._decorated(function), *self._framework_methods(function))
        return any(entry.kind not in _CALLED_BY_TREE for entry in found)

    def is_called_back(self, function: Frame) -> bool:
        """Whether a library calls the method in the course of using an object of its class."""
        return any(entry.kind is EntryKind.CALLBACK for entry in self._framework_methods(function))

    def _decorated(self, function: Frame) -> Iterator[Entry]:
        for frame in self._with_class(function):
            for origins, number in self._program.decorations(frame):
                kinds = {kind: origin for origin in origins for kind in self._decorators.matching(origin)}
                for (signature, entry), origin in kinds.items():
                    made = self._entry(function, signature, entry, self._definition(function))
                    route, own = (
                        self._argument(frame, number, entry.route),
                        self._argument(frame, number, entry.verbs),
                    )
                    named = verbs.among(own) or verbs.of_name(origin.rpartition(".")[2])
                    if not named and frame != function:
                        named = verbs.of_name(self._name(function))
                    around = self._around(function, entry)
                    text = (
                        below(around.route, route[0] if route else made.route)
                        if around
                        else route[0]
                        if route
                        else ""
                    )
                    at = (frame.path, number) if number is not None else None
                    if around is not None and around.call is not None:
                        at = (around.location.path, around.call)
                    yield replace(made, route=text or made.route, verbs=named, call=at)

    def _around(self, function: Frame, entry: EntryPattern) -> Registration | None:
        """Where the class of a method that is an action of its own is put behind a path."""
        cls = self._program.class_of(function) if entry.named == "function" else None
        places = (
            [place for place in self.registrations.of(cls.frame) if place.route] if cls is not None else []
        )
        return places[0] if places else None

    def _argument(self, frame: Frame, number: int | None, key: str) -> list[str]:
        facts = self._program.facts(frame.path)
        if facts is None or number is None:
            return []
        return arguments.texts(self._program, frame.path, facts.calls[number], key)

    def _with_class(self, function: Frame) -> list[Frame]:
        cls = self._program.class_of(function)
        return [function] if cls is None else [function, cls.frame]

    def _framework_methods(self, function: Frame) -> Iterator[Entry]:
        for member, signature, entry in self._members.by_base(function):
            places = self.registrations.of(member.frame)
            made = self._entry(function, signature, entry, self._definition(function))
            for place in places:
                yield replace(
                    made,
                    location=place.location,
                    route=place.route or made.route,
                    verbs=made.verbs or place.verbs,
                    call=_call(place),
                )
            rows = self._tables.of(member.frame) if entry.kind is EntryKind.HTTP and not places else ()
            for route, location in rows:
                yield replace(made, location=location, route=route)
            if not places and not rows:
                yield made

    def _registered(self, function: Frame) -> Iterator[Entry]:
        for place in self.registrations.of(function):
            yield self._at(function, place)
        cls = self._program.class_of(function)
        for member in self._program.family(cls) if cls is not None else ():
            for place in self.registrations.of(member.frame):
                if place.methods and fits(self._name(function), place.methods):
                    yield self._at(function, place)

    def _at(self, function: Frame, place: Registration) -> Entry:
        made = self._entry(function, place.signature, place.pattern, place.location)
        own = verbs.of_name("_".join(self._name(function).split("_")[:2])) if place.methods else ()
        return replace(
            made, route=place.route or made.route, verbs=place.verbs or own or made.verbs, call=_call(place)
        )

    def _conventional(self, function: Frame) -> Iterator[Entry]:
        """Entries that neither a call nor a class says: by name, by what the function waits for, by a deployment file."""
        for signature, entry, location, route in self._awaited.by(function):
            made = self._entry(function, signature, entry, location)
            yield replace(made, route=route or made.route)
        named = list(self._deployed.naming(function))
        for signature, entry, location, route in named:
            taken, path = verbs.split(route)
            yield replace(self._entry(function, signature, entry, location), route=path, verbs=taken)
        if not named:
            for signature, entry in self._awaited.named(function):
                yield self._entry(function, signature, entry, self._definition(function))

    def _entry(self, function: Frame, signature: Signature, entry: EntryPattern, location: Location) -> Entry:
        name = self._name(function)
        said = dict(entry.verbs_of).get(name)
        is_web = entry.kind in {EntryKind.HTTP, EntryKind.SERVERLESS} and isinstance(
            entry.target, MethodsEntry
        )
        return Entry(
            function=function,
            kind=entry.kind,
            framework=signature.id,
            location=location,
            pattern=entry.id,
            route=self._members.default_route(function, entry),
            verbs=(said,) if said else verbs.of_name(name) if is_web else (),
            exposure=entry.exposure,
        )

    def _name(self, function: Frame) -> str:
        return self._program.name_of(function).rpartition(".")[2]

    def _script(self, function: Frame) -> Iterator[Entry]:
        facts = self._program.facts(function.path)
        guarded = [
            call.place.line
            for call in (facts.calls if facts is not None else ())
            if any(guard.test == _MAIN and guard.holds for guard in call.guards)
        ]
        place = Place(_guard_line(facts, min(guarded))) if facts is not None and guarded else Place(1)
        yield Entry(
            function=function,
            kind=EntryKind.SCRIPT,
            framework="python",
            location=Location(function.path, place),
        )

    def _definition(self, function: Frame) -> Location:
        facts = self._program.facts(function.path)
        place = facts.scopes[function.scope].place if facts is not None and function.scope else Place(1)
        return Location(function.path, Place(place.line, place.column))


def _guard_line(facts: Facts, first: int) -> int:
    """The line of the test that lets a module run as a script: the last that names its text, up to the first call under it."""
    tests = [
        each.place.line for each in facts.texts if each.value == _MAIN.right and each.place.line <= first
    ]
    return max(tests, default=first)


_CALLED_BY_TREE = frozenset(
    (EntryKind.TASK, EntryKind.CALLBACK, EntryKind.SIGNAL, EntryKind.FUNCTION, EntryKind.SCRIPT)
)
"""Kinds of entries whose callers may stand in the tree as well."""


def _sameness(entry: Entry) -> object:
    """What tells entries apart: without a route, all of a kind are one."""
    return entry.kind if not entry.route else (entry.location, entry.kind, entry.route)


def _call(place: Registration) -> tuple[TreePath, int] | None:
    return (place.location.path, place.call) if place.call is not None else None


def below(prefix: str, route: str) -> str:
    """A route with the path that it stands below."""
    return f"{prefix.rstrip('/')}/{route.lstrip('/')}" if prefix and route else prefix or route
