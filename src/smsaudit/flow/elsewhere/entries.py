"""Where outside control enters code whose names are not resolved: annotations, registrations, base classes, names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from smsaudit.flow import verbs
from smsaudit.flow.elsewhere.code import Code, last
from smsaudit.flow.entries import Entry, below
from smsaudit.flow.exposure import run_by, strictness
from smsaudit.flow.given import given
from smsaudit.flow.registered import fits
from smsaudit.model.entrance import EntryKind
from smsaudit.model.fact import Called
from smsaudit.model.flow import Access
from smsaudit.model.framework import (
    ConventionEntry,
    DecoratedEntry,
    EntryPattern,
    MethodsEntry,
    MountPattern,
    RegisteredEntry,
)
from smsaudit.model.guard import DecoratorGuard, GuardPattern
from smsaudit.model.location import Location, Place
from smsaudit.model.origin_glob import GlobIndex
from smsaudit.model.signature import Signature
from smsaudit.model.value import Result, Text, Value
from smsaudit.model.words import Words

_Kind = tuple[Signature, EntryPattern]
_ANY = ("*",)


class ForeignEntries:
    """Finds the entries into any function of such code, after the framework signatures that name its language."""

    def __init__(self, signatures: Iterable[Signature]) -> None:
        ordered = list(signatures)
        patterns = [(s, e) for s in ordered for e in s.entries if e.languages]
        self._marks: GlobIndex[_Kind] = GlobIndex(
            (glob, (s, e))
            for s, e in patterns
            if isinstance(e.target, DecoratedEntry)
            for glob in e.target.origins
        )
        self._calls: GlobIndex[_Kind] = GlobIndex(
            (glob, (s, e))
            for s, e in patterns
            if isinstance(e.target, RegisteredEntry)
            for glob in e.target.origins
        )
        self._bases: GlobIndex[_Kind] = GlobIndex(
            (glob, (s, e))
            for s, e in patterns
            if isinstance(e.target, MethodsEntry)
            for glob in e.target.bases
        )
        self._named = [(s, e, e.target) for s, e in patterns if isinstance(e.target, ConventionEntry)]
        self._guards: GlobIndex[GuardPattern] = GlobIndex(
            (glob, guard)
            for s in ordered
            for guard in s.guards
            if isinstance(guard.target, DecoratorGuard)
            for glob in guard.target.origins
        )
        self._prefixes: GlobIndex[MountPattern] = GlobIndex(
            (glob, mount) for s in ordered for mount in s.mounts for glob in mount.call
        )

    def of(self, code: Code, function: int, extended: Iterable[tuple[Code, Value]] = ()) -> list[Entry]:
        """Every entry that the function's own head, class or name says; what says it most surely alone.

        `extended` is what the classes above its own extend in their turn, each with the file that says so.
        """
        found = list(self._marked(code, function))
        found += self._by_base(code, function, extended) if not found else ()
        found += self._by_name(code, function) if not found else ()
        return found

    def registering(self, code: Code, number: int, function: int) -> Iterator[Entry]:
        """The entry into a function that a call is given."""
        call = code.call(number)
        origins = code.origins(call.callee)
        for signature, entry in self._fitting(self._calls, origins, code):
            spelled = code.dotted(call.callee)
            yield Entry(
                function=code.frame(function),
                kind=entry.kind,
                framework=signature.id,
                location=_at(code, call),
                pattern=entry.id,
                route=_text(call, entry.route),
                verbs=verbs.among(_words(call, entry.verbs)) or verbs.of_name(spelled.rpartition(".")[2]),
                exposure=entry.exposure,
            )
            return

    def access(self, code: Code, entry: Entry) -> tuple[Access, ...]:
        """What tells who can trigger an entry: annotations of the function, or else of its class, or else the framework alone."""
        function = entry.function.scope if entry.call is None else 0
        found = set(self._guarding(code, function)) or set(self._guarding(code, code.class_at(function)))
        if found:
            return tuple(sorted(found, key=strictness))
        return () if entry.exposure is None else (run_by(entry.framework, entry.exposure),)

    def _guarding(self, code: Code, scope: int) -> Iterator[Access]:
        for mark in code.facts.scopes[scope].decorators:
            guards = (guard for origin in code.origins(mark) for guard in self._guards.matching(origin))
            for guard in guards:
                name = code.dotted(mark).rpartition(".")[2]
                place = code.definition(scope)
                yield Access(exposure=guard.exposure, reason=Words.same(name), location=place)

    def loaded(self, code: Code, place: Place) -> Entry:
        """The entry into what runs when a file is loaded, by the first place there that matters."""
        return Entry(
            function=code.frame(0),
            kind=EntryKind.SCRIPT,
            framework=code.facts.language,
            location=Location(code.path, Place(place.line, place.column)),
        )

    def _marked(self, code: Code, function: int) -> Iterator[Entry]:
        for mark in code.facts.scopes[function].decorators:
            for signature, entry in self._fitting(self._marks, code.origins(mark), code):
                given_to = _call(code, mark)
                route = below(self._prefix(code, function), _text(given_to, entry.route))
                name = code.dotted(mark).rpartition(".")[2]
                said = verbs.among(_words(given_to, entry.verbs)) or verbs.among(
                    verb for verb in verbs.VERBS if name.upper() in (verb, f"HTTP{verb}", f"{verb}MAPPING")
                )
                made = self._entry(code, function, signature, entry, route, said)
                yield replace(made, location=_at(code, given_to)) if given_to is not None else made
                break

    def _by_base(self, code: Code, function: int, extended: Iterable[tuple[Code, Value]]) -> Iterator[Entry]:
        name = code.facts.scopes[function].name
        for said_in, base in (*((code, base) for base in code.bases(function)), *extended):
            for signature, entry in self._fitting(self._bases, said_in.origins(base), code):
                target = entry.target
                if isinstance(target, MethodsEntry) and fits(name, target.methods):
                    route, said = self._prefix(code, function), verbs.among([name.removeprefix("do")])
                    yield self._entry(code, function, signature, entry, route, said)
                    return

    def _by_name(self, code: Code, function: int) -> Iterator[Entry]:
        scope = code.facts.scopes[function]
        taken = tuple(parameter.name for parameter in scope.parameters)
        for signature, entry, target in self._named:
            is_named = code.facts.language in entry.languages and fits(scope.name, target.functions)
            is_here = not target.files or fits(f"/{code.path}", target.files)
            if is_named and is_here and target.parameters in (_ANY, taken):
                yield self._entry(code, function, signature, entry, "", ())
                return

    def _entry(
        self,
        code: Code,
        function: int,
        signature: Signature,
        entry: EntryPattern,
        route: str,
        said: tuple[str, ...],
    ) -> Entry:
        return Entry(
            function=code.frame(function),
            kind=entry.kind,
            framework=signature.id,
            location=code.definition(function),
            pattern=entry.id,
            route=route,
            verbs=said,
            exposure=entry.exposure,
        )

    def _prefix(self, code: Code, function: int) -> str:
        """The path below which the routes of a class stand."""
        cls = code.class_at(function)
        for mark in code.facts.scopes[cls].decorators if cls else ():
            for origin in code.origins(mark):
                for mount in self._prefixes.matching(origin):
                    return _text(_call(code, mark), mount.prefix)
        return ""

    @staticmethod
    def _fitting(index: GlobIndex[_Kind], origins: Iterable[str], code: Code) -> Iterator[_Kind]:
        for origin in origins:
            for signature, entry in index.matching(origin):
                if code.facts.language in entry.languages:
                    yield signature, entry


def _call(code: Code, mark: Value) -> Called | None:
    return code.call(mark.call) if isinstance(mark, Result) else None


def _at(code: Code, call: Called) -> Location:
    return Location(code.path, Place(call.place.line, call.place.column))


def _texts(call: Called | None, key: str) -> list[str]:
    values = given(call, key) if call is not None and key else []
    return [value.value for value in values if isinstance(value, Text)]


def _words(call: Called | None, key: str) -> list[str]:
    """Texts, and constants by their last name: `RequestMethod.POST`."""
    values = given(call, key) if call is not None and key else []
    return [value.value if isinstance(value, Text) else last(value) for value in values]


def _text(call: Called | None, key: str) -> str:
    return next(iter(_texts(call, key)), "")
