"""Who calls whom among the loaded files: one pass over all calls that may matter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from smsaudit.flow.edge import Edge
from smsaudit.flow.entries import Entries
from smsaudit.flow.mentions import Mentions, Spellings, handed_in
from smsaudit.flow.program import Program
from smsaudit.flow.queue import Queue
from smsaudit.flow.standing import Standing
from smsaudit.model.fact import Bound, Called, Facts, Guard
from smsaudit.model.flow import Resolution
from smsaudit.model.location import Place, TreePath
from smsaudit.model.origin_glob import matches
from smsaudit.model.referent import (
    ClassRef,
    External,
    Frame,
    FunctionRef,
    InstanceRef,
    MethodRef,
    PartialRef,
    Referents,
)
from smsaudit.model.value import Attribute, Defined, Name, Sequence, Value

_BUILTINS = (
    "isinstance issubclass print len type super getattr hasattr setattr callable staticmethod classmethod "
    "property str repr id"
)
_TAKES_NO_CALLBACK = (
    *(f"builtins.{name}" for name in _BUILTINS.split()),
    "dataclasses.**",
    "functools.**",
    "inspect.**",
    "logging.**",
    "typing.**",
    "unittest.mock.**",
    "weakref.**",
)
"""Library calls that take a function and do not run it."""
_UNKNOWN = "<tree>"
_CARRIED = re.compile(
    r"\.(?:[A-Z]\w*|current_app|request)(?:\.\w+){0,2}\.(?:settings|application|app|state|ctx|extensions|config|context|\w+_data)\b"
    r"|^flask\.(?:globals\.)?g\."
)
"""An object of a framework on which applications put things of their own: `RequestHandler.settings['sms']`."""
_MAX_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class _Site:
    """A call of the tree, and the function it stands in."""

    path: TreePath
    number: int
    call: Called
    caller: Frame

    @property
    def frame(self) -> Frame:
        return Frame(self.path, self.call.scope)


class Edges:
    """Edges into functions of certain names, and calls of methods on receivers that could not be resolved, by name.

    Only calls that mention one of the names are resolved (in their callee, in what they are given, or through a
    variable that was bound to something that does), and calls of what a function was handed.
    """

    def __init__(self, program: Program, entries: Entries, spellings: dict[TreePath, Spellings]) -> None:
        self._program = program
        self._entries = entries
        self._looked_for: frozenset[str] = frozenset()
        self._resolved: set[tuple[TreePath, int]] = set()
        self._spelling: dict[str, list[TreePath]] = defaultdict(list)
        """Files by the words that stand in them."""
        self._spellings = spellings
        """Kept by whoever asks again when more files were read."""
        self._looked_at: set[TreePath] = set()
        self._receiving: set[TreePath] = set()
        self._queue = Queue(program, entries)
        self._handed: dict[TreePath, list[_Site]] = {}
        self._standing: dict[TreePath, Standing] = {}
        self._known: set[tuple[Frame, Frame, Place]] = set()
        self.into: dict[Frame, list[Edge]] = defaultdict(list)
        self.by_name: dict[str, list[tuple[Frame, Place, tuple[Guard, ...]]]] = defaultdict(list)
        self.making: dict[Frame, list[tuple[Frame, Place, tuple[Guard, ...]]]] = defaultdict(list)
        """Class -> where it is constructed."""
        self.unread: set[TreePath] = set()
        """Modules that were not read and that hold functions which were handed something."""

    @property
    def size(self) -> int:
        """Grows whenever something new was found."""
        return len(self._resolved) + len(self._known)

    def look_for(self, names: frozenset[str]) -> None:
        """Resolve the calls that mention one of the names, unless that was done before."""
        fresh = names - self._looked_for
        self._looked_for |= fresh
        if fresh and not self._spelling:
            self._note()
        for path in sorted({path for name in fresh for path in self._spelling.get(name, ())}):
            if (facts := self._program.facts(path)) is None:
                continue
            self._decorate(path, facts, fresh)
            if path not in self._spellings:
                self._spellings[path] = Spellings(facts)
            spellings = self._spellings[path]
            nameless = spellings.nameless() if path not in self._looked_at else []
            self._looked_at.add(path)
            mentions = Mentions(spellings, fresh)
            self._class_values(path, facts, mentions, spellings.in_classes)
            for number in (*nameless, *mentions.calls()):
                if (path, number) not in self._resolved:
                    self._resolved.add((path, number))
                    self._read(self._site(path, number, facts.calls[number]), mentions)

    def _note(self) -> None:
        """Take in the words of all files, and what is put into queues."""
        for path in self._program.loaded():
            if (facts := self._program.facts(path)) is not None:
                words = frozenset(word.text for word in facts.words)
                for word in words:
                    self._spelling[word].append(path)
                for edge in self._queue.put_by(path, facts, words):
                    self.add(edge)

    def _class_values(
        self, path: TreePath, facts: Facts, mentions: Mentions, in_classes: Iterable[Bound]
    ) -> None:
        """A class that names another in its body (`form_class = CodeForm`) has the library make it."""
        for bound in in_classes:
            if not mentions.value(bound.value):
                continue
            owner = Frame(path, bound.scope)
            for value in (bound.value, *(item for _, item in getattr(bound.value, "pairs", ()))):
                for handled in self._program.handlers(owner, value):
                    if isinstance(handled, ClassRef):
                        users = [(frame, bound.place, bound.guards) for frame in self._entered(owner, facts)]
                        self.making[handled.frame] += users

    def _entered(self, owner: Frame, facts: Facts) -> list[Frame]:
        """Methods of a class that its framework calls; the class itself where it defines none."""
        methods = [
            Frame(owner.path, bound.value.scope)
            for bound in facts.bindings
            if bound.scope == owner.scope and isinstance(bound.value, Defined)
        ]
        return [method for method in methods if self._entries.is_entered(method)] or [owner]

    def follow(self) -> None:
        """Resolve the calls of what functions were handed, as long as these learn of more."""
        for _ in range(_MAX_ROUNDS):
            fresh = self._receiving - set(self._handed)
            for path in sorted(fresh):
                self._handed[path] = self._handed_in(path)
            if not self._program.learned() and not fresh:
                return
            for path in sorted(self._handed):
                for site in self._handed[path]:
                    self._read(site, None)

    def _decorate(self, path: TreePath, facts: Facts, names: frozenset[str]) -> None:
        """What stands under a decorator of the tree is handed to it."""
        for number, scope in enumerate(facts.scopes):
            if scope.decorators and scope.name in names:
                self._receiving |= {frame.path for frame in self._program.decorate(Frame(path, number))}

    def _handed_in(self, path: TreePath) -> list[_Site]:
        facts = self._program.facts(path)
        return [self._site(path, n, facts.calls[n]) for n in handed_in(facts)] if facts is not None else []

    def _site(self, path: TreePath, number: int, call: Called) -> _Site:
        return _Site(path, number, call, self._program.function_at(path, call.scope))

    def _read(self, site: _Site, mentions: Mentions | None) -> None:
        for edge in self._of(site, mentions):
            self.add(edge)

    def add(self, edge: Edge) -> None:
        """Take an edge in, unless its caller is no part of production."""
        key = (edge.caller, edge.callee, edge.place)
        if key not in self._known and self._program.is_live(edge.caller.path):
            self._known.add(key)
            self.into[edge.callee].append(edge)

    def _of(self, site: _Site, mentions: Mentions | None) -> Iterator[Edge]:
        call = site.call
        callees = self._program.callees(site.path, site.number)
        targets = {frame for callee in callees for frame in self._program.functions_of(callee)}
        for callee in callees:
            if isinstance(callee, ClassRef):
                self.making[callee.frame].append((site.caller, call.place, call.guards))
        resolution = Resolution.EXACT if len(targets) == 1 and len(callees) == 1 else Resolution.INFERRED
        if targets and self._hands(site, mentions):
            self._receiving |= {target.path for target in targets}
        for target in sorted(targets):
            yield Edge(site.caller, target, call.place, "calls", resolution, call.guards)
        if isinstance(call.callee, Attribute) and call.callee.name in self._entries.enqueuing:
            yield from self._enqueued(site, call.callee)
        if targets:
            return
        if mentions is not None and isinstance(call.callee, Attribute) and _unresolved(callees):
            self.by_name[call.callee.name].append((site.caller, call.place, call.guards))
            self.unread |= self._program.unread(callees)
        yield from self._handed_over(site, callees, mentions)

    def _hands(self, site: _Site, mentions: Mentions | None) -> bool:
        """Whether the call may hand a function on."""
        values = [argument.value for argument in site.call.arguments]
        return any(mentions.value(value) if mentions else isinstance(value, Name) for value in values)

    def _enqueued(self, site: _Site, callee: Attribute) -> Iterator[Edge]:
        for referent in self._program.evaluate(site.frame, callee.base):
            work = self._entries.work_of(referent.cls) if isinstance(referent, InstanceRef) else ()
            for frame in (*_function_frames(referent), *work):
                yield Edge(
                    site.caller, frame, site.call.place, "enqueues", Resolution.EXACT, site.call.guards
                )

    def _handed_over(self, site: _Site, callees: Referents, mentions: Mentions | None) -> Iterator[Edge]:
        """Functions given to a library call (`Thread(target=f)`, `on_commit(f)`) are taken to be called by it."""
        origins = [callee.origin for callee in callees if isinstance(callee, External)]
        self.unread |= self._program.unread(callees) if self._hands(site, mentions) else set()
        if any(_takes_no_callback(origin) or self._entries.registers(origin) for origin in origins):
            return  # what registers an entry point does not call it
        standing = self._standing_in(site.path)
        if any(self._is_registering(site.path, number) for number in standing.around(site.number)):
            return  # a view in its wrapper, where it is put behind a path
        head = standing.function(site.number)
        caller = site.caller if head is None else Frame(site.path, head)
        call = site.call
        for argument in call.arguments:
            handed = mentions.value(argument.value) if mentions else isinstance(argument.value, Name)
            for frame in self._functions_in(site.frame, argument.value) if handed else ():
                if frame != caller:
                    yield Edge(caller, frame, call.place, "dispatches", Resolution.INFERRED, call.guards)

    def _functions_in(self, frame: Frame, value: Value) -> Iterator[Frame]:
        """The functions that a value is, or lists."""
        for item in value.items if isinstance(value, Sequence) else (value,):
            for referent in self._program.evaluate(frame, item):
                yield from _function_frames(referent)

    def _is_registering(self, path: TreePath, number: int) -> bool:
        callees = self._program.callees(path, number)
        return any(isinstance(item, External) and self._entries.registers(item.origin) for item in callees)

    def _standing_in(self, path: TreePath) -> Standing:
        facts = self._program.facts(path)
        if path not in self._standing:
            self._standing[path] = Standing(facts or Facts(""))
        return self._standing[path]


@cache
def _takes_no_callback(origin: str) -> bool:
    return any(matches(glob, origin, in_tree=False) for glob in _TAKES_NO_CALLBACK)


def _function_frames(referent: object) -> Iterable[Frame]:
    match referent:
        case FunctionRef(frame):
            return (frame,)
        case (
            MethodRef(function, _)
            | PartialRef(MethodRef(function, _))
            | PartialRef(FunctionRef() as function)
        ):
            return (function.frame,)
        case _:
            return ()


def _unresolved(callees: Referents) -> bool:
    """Nothing is known of the receiver, or only that it was not read, or is carried by a framework's object."""
    return all(
        isinstance(callee, External)
        and (callee.origin.startswith(_UNKNOWN) or _CARRIED.search(callee.origin) is not None)
        for callee in callees
    )
