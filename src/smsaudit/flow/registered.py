"""What code hands to a framework: in a call, by an assignment, or in a list that the framework reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from msgspec import Struct
from msgspec.structs import replace

from smsaudit.flow import arguments, verbs
from smsaudit.flow.given import given
from smsaudit.flow.helped import registered_by
from smsaudit.flow.mentions import Mentions, Spelled
from smsaudit.flow.program import Program
from smsaudit.model.fact import Bound, Called, Facts, Stored
from smsaudit.model.framework import AssignedEntry, EntryPattern, ListedEntry, RegisteredEntry
from smsaudit.model.location import Location, TreePath
from smsaudit.model.origin_glob import GlobIndex, matches
from smsaudit.model.referent import ClassRef, DisplayRef, External, Frame, FunctionRef, TextRef
from smsaudit.model.signature import Signature
from smsaudit.model.value import Attribute, Item, Mapping, Name, Result, Text, Value
from smsaudit.model.value import Sequence as Display

_MAX_DEPTH = 6

Kind = tuple[Signature, EntryPattern]


class Registration(Struct, frozen=True):
    """A place where something is handed to a framework."""

    signature: Signature
    pattern: EntryPattern
    location: Location
    route: str = ""
    verbs: tuple[str, ...] = ()
    call: int | None = None
    """The call that does so, if it is one."""
    methods: tuple[str, ...] = ()
    """Globs of the methods of the class that are entered; empty: those that its base class says."""


class Registrations:
    """Finds them for functions and classes of certain names, in all loaded files."""

    def __init__(self, program: Program, kinds: Iterable[Kind], spelled: Spelled) -> None:
        self._program = program
        self._spelled = spelled
        known = list(kinds)
        self._calls = GlobIndex(
            (glob, (s, e))
            for s, e in known
            if isinstance(e.target, RegisteredEntry)
            for glob in e.target.origins
        )
        self._assigned = GlobIndex(
            (glob, (s, e))
            for s, e in known
            if isinstance(e.target, AssignedEntry)
            for glob in e.target.origins
        )
        self._lists: dict[str, list[Kind]] = defaultdict(list)
        for signature, entry in known:
            for name in entry.target.names if isinstance(entry.target, ListedEntry) else ():
                self._lists[_last(name)].append((signature, entry))
        self._found: dict[Frame, list[Registration]] = {}

    def refresh(self, names: frozenset[str]) -> None:
        """Look at what is done, in all loaded files, with functions and classes of these names."""
        self._found = defaultdict(list)
        for path in self._program.loaded():
            facts = self._program.facts(path)
            if facts is None:
                continue
            spellings = self._spelled.of(path, facts)
            mentions = Mentions(spellings, names)
            for number in sorted({*spellings.nameless(), *mentions.calls(), *self._textual(facts, names)}):
                self._in_call(path, number, facts.calls[number])
            for stored in facts.stores:
                self._listed(path, stored, stored.attribute or "")
                self._assigned_to(path, stored)
            for bound in facts.bindings:
                self._listed(path, bound, bound.name)

    def of(self, frame: Frame) -> Sequence[Registration]:
        """Every place where a function or class is handed over."""
        return self._found.get(frame, ())

    def kinds(self, origin: str) -> list[Kind]:
        """What a call of this origin registers."""
        return list(dict.fromkeys(self._calls.matching(origin)))

    def _textual(self, facts: Facts, names: frozenset[str]) -> Iterator[int]:
        """Calls that are given a dotted text which ends in one of the names."""
        for number, call in enumerate(facts.calls):
            texts = (text for argument in call.arguments for text in _texts(argument.value))
            if any(_last(text) in names and _last(text) != text for text in texts):
                yield number

    def _in_call(self, path: TreePath, number: int, call: Called) -> None:
        callees = self._program.callees(path, number)
        for helper in sorted(c.frame for c in callees if isinstance(c, FunctionRef)):
            self._by_helper(path, number, call, helper)
        origins = sorted(c.origin for c in callees if isinstance(c, External))
        for origin in origins:
            for signature, entry in self.kinds(origin):
                place = Location(path, call.place)
                made = Registration(signature, entry, place, self._route(path, call, entry), call=number)
                made = replace(made, verbs=self._verbs(path, call, entry, origin))
                for handler, with_row in self._handed(path, call, entry, made):
                    self._found[handler.frame].append(with_row)

    def _by_helper(self, path: TreePath, number: int, call: Called, helper: Frame) -> None:
        """What a call gives to a function of the tree that registers what it is given."""
        for signature, entry in registered_by(self._program, helper, self.kinds):
            route = self._route(path, call, entry)
            made = Registration(signature, entry, Location(path, call.place), route, call=number)
            for argument in call.arguments:
                for handler, _ in self._rows(Frame(path, call.scope), argument.value):
                    self._found[handler.frame].append(made)

    def _handed(
        self, path: TreePath, call: Called, entry: EntryPattern, made: Registration
    ) -> Iterator[tuple[FunctionRef | ClassRef, Registration]]:
        target = entry.target
        if not isinstance(target, RegisteredEntry):
            return
        frame = Frame(path, call.scope)
        for value in given(call, target.handler):
            yield from self._actions(frame, value, made)
            for handler, route in self._rows(frame, value):
                methods = self._methods(path, call, target)
                yield handler, replace(made, route=route or made.route, methods=methods)

    def _methods(self, path: TreePath, call: Called, target: RegisteredEntry) -> tuple[str, ...]:
        ends = self._program.values(path, call, target.suffix, parameters=False) if target.suffix else None
        return tuple(f"{name}_{end}" for name in target.methods for end in ends) if ends else target.methods

    def _actions(
        self, frame: Frame, value: Value, made: Registration
    ) -> Iterator[tuple[FunctionRef, Registration]]:
        """Methods that are named in the text of a call: `View.as_view({"post": "send"})`."""
        facts = self._program.facts(frame.path)
        if facts is None or not isinstance(value, Result):
            return
        call = facts.calls[value.call]
        pairs = [
            p
            for argument in call.arguments
            if isinstance(argument.value, Mapping)
            for p in argument.value.pairs
        ]
        if not pairs or not isinstance(call.callee, Attribute):
            return
        for cls in self._program.evaluate(Frame(frame.path, call.scope), call.callee.base):
            for verb, name in pairs:
                if isinstance(cls, ClassRef) and isinstance(verb, Text) and isinstance(name, Text):
                    found = self._method(cls, name.value)
                    if found is not None:
                        yield found, replace(made, verbs=verbs.among((verb.value,)))

    def _method(self, cls: ClassRef, name: str) -> FunctionRef | None:
        found = next(iter(self._program.methods_of(cls, [name])), None)
        return FunctionRef(found) if found is not None else None

    def _rows(
        self, frame: Frame, value: Value, depth: int = 0
    ) -> Iterator[tuple[FunctionRef | ClassRef, str]]:
        """Functions and classes that a value hands over, each with the route that stands in its row."""
        rows = [
            (referent.frame, item)
            for referent in self._program.evaluate(frame, value)
            if isinstance(referent, DisplayRef)
            for item in _items(referent.display)
        ]
        if not rows or depth > _MAX_DEPTH:
            yield from ((handler, "") for handler in self._program.handlers(frame, value))
            yield from self._named(frame, value)
            return
        for inside, item in rows:
            match item:
                case Display((Text(route), *rest)) if not all(isinstance(each, Text) for each in rest):
                    for each in rest:
                        yield from ((handler, route) for handler in self._program.handlers(inside, each))
                case _:
                    yield from self._rows(inside, item, depth + 1)

    def _named(self, frame: Frame, value: Value) -> Iterator[tuple[FunctionRef | ClassRef, str]]:
        """What a dotted text names, and under which title: `"title = package.module:function"`."""
        for item in self._program.evaluate(frame, value) if not isinstance(value, Attribute) else ():
            text = item.text if isinstance(item, TextRef) else ""
            title, _, dotted = text.rpartition("=")
            for referent in self._program.at_path(dotted.strip(), frame.path) if dotted else ():
                if isinstance(referent, FunctionRef | ClassRef):
                    yield referent, title.strip()

    def _listed(self, path: TreePath, item: Stored | Bound, name: str) -> None:
        frame = Frame(path, item.scope)
        for signature, entry in self._lists.get(name, ()):
            target = entry.target
            if isinstance(target, ListedEntry) and self._is_meant(frame, name, target):
                made = Registration(signature, entry, Location(path, item.place), methods=target.methods)
                for value, key in _values(item.value, target.key):
                    for handler in (
                        *(h for h, _ in self._rows(frame, value)),
                        *self._own_methods(frame, value),
                    ):
                        self._found[handler.frame].append(replace(made, route=key))

    def _assigned_to(self, path: TreePath, stored: Stored) -> None:
        name = stored.attribute or ""
        if not self._assigned.ends_in(name):
            return
        frame = Frame(path, stored.scope)
        for base in self._program.evaluate(frame, stored.base):
            origin = f"{base.origin}.{name}" if isinstance(base, External) else ""
            for signature, entry in dict.fromkeys(self._assigned.matching(origin)) if origin else ():
                for handler in self._program.handlers(frame, stored.value):
                    self._found[handler.frame].append(
                        Registration(signature, entry, Location(path, stored.place))
                    )

    def _is_meant(self, frame: Frame, name: str, target: ListedEntry) -> bool:
        """Whether a variable stands where the framework reads it."""
        whole = f"{self._program.name_of(frame)}.{name}" if frame.scope else name
        if not any(fnmatchcase(whole if "." in wanted else name, wanted) for wanted in target.names):
            return False
        if not target.bases:
            return True
        order = self._program.order(ClassRef(frame)) if frame.scope else ()
        origins = [base.origin for base in order if isinstance(base, External)]
        return any(matches(glob, origin, in_tree=False) for glob in target.bases for origin in origins)

    def _own_methods(self, frame: Frame, value: Value) -> list[FunctionRef | ClassRef]:
        """The methods of the class around a list that it names by text; outside classes, the classes of the module."""
        items = value.items if isinstance(value, Display) else (value,)
        named = [item.value for item in items if isinstance(item, Text) and item.value.isidentifier()]
        if not frame.scope:
            found = [each for name in named for each in self._program.handlers(frame, Name(name))]
            return [each for each in found if isinstance(each, ClassRef)]
        methods = (self._method(ClassRef(frame), name) for name in named)
        return [each for each in methods if each is not None]

    def _route(self, path: TreePath, call: Called, entry: EntryPattern) -> str:
        texts = arguments.texts(self._program, path, call, entry.route)
        return texts[0] if texts else ""

    def _verbs(self, path: TreePath, call: Called, entry: EntryPattern, origin: str) -> tuple[str, ...]:
        written = arguments.texts(self._program, path, call, entry.verbs)
        return verbs.among(written) or verbs.of_name(_last(origin))


def _texts(value: Value, depth: int = 0) -> Iterator[str]:
    if isinstance(value, Text):
        yield value.value
    for item in _items(value) if depth < _MAX_DEPTH else ():
        yield from _texts(item, depth + 1)


def _items(display: Value) -> tuple[Value, ...]:
    match display:
        case Display(items):
            return items
        case Mapping(pairs):
            return tuple(item for _, item in pairs)
        case _:
            return ()


def fits(name: str, globs: Iterable[str]) -> bool:
    """Whether the name of a method is meant by one of the globs."""
    return any(fnmatchcase(name, glob) for glob in globs)


def _last(dotted: str) -> str:
    return dotted.replace(":", ".").rpartition(".")[2]


def _values(value: Value, key: str) -> Iterator[tuple[Value, str]]:
    """The values that are listed, each with the text that it stands under."""
    match value:
        case Mapping(pairs) if key:
            for name, row in pairs:
                title = name.value if isinstance(name, Text) else ""
                for own, inner in row.pairs if isinstance(row, Mapping) else ():
                    if own == Text(key):
                        yield inner, title
        case Item(base, _):
            yield base, ""
        case _ if not key:
            yield value, ""
        case _:
            return
