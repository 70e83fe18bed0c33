"""Evaluates expressions to what they may refer to: flow-insensitive, demand-driven, memoised.

Arguments bind to parameters when a call is resolved, so answers grow as more calls are looked at; whoever read them is
worked out again (`fixpoint`). Everything is bounded: value sets, origins, depth and how often an answer may change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from typing import Any, cast

from smsaudit.model.context import Context
from smsaudit.model.fact import ScopeKind
from smsaudit.model.location import TreePath
from smsaudit.model.referent import (
    ClassRef,
    DisplayRef,
    External,
    Frame,
    FunctionRef,
    InstanceRef,
    NumberRef,
    Referent,
    Referents,
    TextRef,
    TruthRef,
)
from smsaudit.model.value import (
    Defined,
    Element,
    Given,
    Item,
    Known,
    Mapping,
    Number,
    Sequence,
    Text,
    Truth,
    Value,
)
from smsaudit.resolve import calls, classes, names, rows
from smsaudit.resolve.families import Families
from smsaudit.resolve.filled import Fillings
from smsaudit.resolve.fixpoint import Fixpoint
from smsaudit.resolve.keyed import Keyed
from smsaudit.resolve.library import Library
from smsaudit.resolve.modules import Modules
from smsaudit.resolve.parts import PARTS
from smsaudit.resolve.records import Records
from smsaudit.resolve.tables import Tables

NOTHING: Referents = frozenset()
_MAX_REFERENTS = 60
_STAR = "import *"
_WORDS = re.compile(r"import \*|\w+")


def _distance(referent: Any) -> int:
    """How far something stands outside the tree; of what leads further and further out, the ends are of no use."""
    return 1 + referent.origin.count(".") if isinstance(referent, External) else 0


class Resolver:
    """One per audit. `closed_world` trusts that every caller is loaded (the call-graph view)."""

    def __init__(self, library: Library, modules: Modules, *, closed_world: bool = False) -> None:
        self.library = library
        self.modules = modules
        self.closed_world = closed_world
        self.bindings: dict[tuple[TreePath, int, str], dict[tuple[Frame, int], Value]] = {}
        self.questions: Fixpoint[Any] = Fixpoint(_distance)
        self.choices: dict[TreePath, str] = {}
        """Module -> the choice under which a dynamic import loads it, as written."""
        self.defaults: dict[str, str] = {}
        """Environment variable -> what stands for it in such an import where it is not set."""
        self._storing: dict[str, set[TreePath]] = {}
        self.fillings = Fillings(self)
        self.records = Records(self)
        self.keyed = Keyed(self)
        self._foreign_puts: list[tuple[TreePath, int]] = []
        self._words: dict[TreePath, frozenset[str]] = {}
        self.families = Families(self.questions)
        self._tables: dict[TreePath, Tables] = {}
        self._keep: list[Value] = []
        self._displays: dict[tuple[Frame, int], DisplayRef] = {}
        self._derived: dict[tuple[int, int | str | None], Value] = {}
        self._once: dict[Hashable, Value] = {}
        self.grown = False
        """A parameter has learned of something since somebody last looked."""
        self._settled: set[TreePath] = set()
        self._admitted: set[TreePath] = set()

    def tables(self, path: TreePath) -> Tables | None:
        """Tables of a file; None if it is not loaded and loading is off, or it cannot be read."""
        found = self._tables.get(path)
        if found is None:
            if not self.is_loaded(path):
                return None
            facts = self.library.facts(path)
            if facts is None:
                return None
            found = self._tables[path] = Tables(facts)
            for name in found.stored:
                self._storing.setdefault(name, set()).add(path)
                self.questions.grown(("storing", name))
            self._foreign_puts += [(path, number) for number in found.foreign_puts]
            if found.foreign_puts:
                self.questions.grown("foreign puts")
            self.records.take_in(path, facts)
        return found

    def is_loaded(self, path: TreePath) -> bool:
        """Whether the facts of a file are at hand."""
        if self.library.is_loaded(path):
            return True
        self.questions.depend(path)
        return False

    def storing(self, name: str) -> list[TreePath]:
        """Loaded files that store something under an attribute of this name, sorted."""
        self.questions.depend(("storing", name))
        return sorted(self._storing.get(name, ()))

    def foreign_puts(self) -> list[tuple[TreePath, int]]:
        """What loaded files put into containers that may be those of another file."""
        self.questions.depend("foreign puts")
        return self._foreign_puts

    def evaluate(self, frame: Frame, value: Value) -> Referents:
        """All that `value`, standing in `frame`, may refer to, in one order in every process; empty where nothing is known."""
        parts = PARTS.get(type(value))
        if parts is not None:
            return self.questions.ask((*frame, id(value)), parts, self, frame, value)
        match value:
            case Text(text):
                return frozenset((TextRef(text),))
            case Number(number):
                return frozenset((NumberRef(number),))
            case Truth(truth):
                return frozenset((TruthRef(truth),))
            case Defined(scope):
                return frozenset((self.definition(frame.path, scope),))
            case Sequence() | Mapping():
                return frozenset((self.display(frame, value),))
            case Given(there, given):
                return self.evaluate(cast("Frame", there), given)
            case Known(referents):
                return self.questions.ordered(cast("Referents", referents))
            case _:
                return NOTHING

    def display(self, frame: Frame, value: Value) -> DisplayRef:
        """A display as it is read in a frame; the same object each time."""
        key = (frame, id(value))
        found = self._displays.get(key)
        if found is None:
            found = self._displays[key] = DisplayRef(frame, value, len(self._displays))
        return found

    def may_export(self, path: TreePath, name: str) -> bool:
        """Whether a module that was not read may have a name for a star import: it is written there, or imported likewise."""
        if self.is_loaded(path):
            return False
        if path not in self._words:
            self._words[path] = frozenset(_WORDS.findall(self.library.text(path)))
        return name in self._words[path] or _STAR in self._words[path]

    def definition(self, path: TreePath, scope: int) -> FunctionRef | ClassRef:
        """The function or class that a scope defines, without its decorators."""
        tables = self.tables(path)
        is_class = tables is not None and tables.scope(scope).kind is ScopeKind.CLASS
        return ClassRef(Frame(path, scope)) if is_class else FunctionRef(Frame(path, scope))

    def callees(self, path: TreePath, number: int) -> Referents:
        """What call number `number` of a file may call; binds its arguments on the way."""
        return self.questions.ask((path, number), self._called, path, number)

    def _called(self, path: TreePath, number: int) -> Iterator[Referents]:
        tables = self.tables(path)
        if tables is None:
            return
        call = tables.call(number)
        frame = Frame(path, call.scope)
        found = self.evaluate(frame, call.callee) | rows.saved(self, frame, call)
        for callee in self.questions.ordered(found):
            calls.bind(self, callee, frame, call)
        yield found

    def result_of(self, callee: Referent) -> Referents:
        """What calling `callee` without arguments may return."""
        return calls.result_of(self, callee, Frame(TreePath(""), 0), calls.no_call())

    def bind(self, function: FunctionRef, parameter: str, frame: Frame, value: Value) -> None:
        """Note that `parameter` may hold `value`, as seen from `frame`; what tests give it holds in tests only."""
        place = (*function.frame, parameter)
        known = self.bindings.setdefault(place, {})
        key = (frame, id(value))
        if key in known or len(known) >= _MAX_REFERENTS:  # most are told again and again
            return
        if self._is_test(frame.path) and not self._is_test(function.frame.path):
            return
        known[key] = value
        self._keep.append(value)
        self.grown = True
        self.questions.changed(place)

    def _is_test(self, path: TreePath) -> bool:
        return self.library.context(path) is Context.TEST

    def settle(self, paths: Iterable[TreePath]) -> None:
        """Resolve every call of these files (and those before), until no parameter learns anything new."""
        fresh = sorted(path for path in paths if path not in self._settled)
        self._settled.update(fresh)
        self.forget()
        for path in fresh:
            classes.note_subclasses(self, path)
        self.forget()
        self.questions.hold(self._resolve_calls)

    def _resolve_calls(self) -> None:
        for path in sorted(self._settled):
            self._decorate(path)
            tables = self.tables(path)
            for number in range(len(tables.facts.calls) if tables else 0):
                self.callees(path, number)

    def _decorate(self, path: TreePath) -> None:
        """Apply the decorators of a file: some register what they decorate."""
        tables = self.tables(path)
        for number, scope in enumerate(tables.facts.scopes if tables else ()):
            if scope.decorators and tables is not None:
                names.decorated(self, tables, path, number)

    def admit(self, paths: Iterable[TreePath]) -> None:
        """Take files that were just read into account; their calls are resolved when they are asked about."""
        fresh = sorted(paths)
        self._admitted.update(fresh)
        self.questions.replaced(fresh)
        self.questions.hold(partial(self._take_in, fresh))

    def _take_in(self, fresh: list[TreePath]) -> None:
        for path in sorted(
            self._admitted | self._settled
        ):  # a base that is read late finds its subclasses now
            classes.note_subclasses(self, path)
        for path in fresh:
            self._decorate(path)

    def derived(self, value: Value, part: int | str | None) -> Value:
        """An element (by index, or any) or item (by key) of `value`; the same object each time it is asked for."""
        key = (id(value), part)
        found = self._derived.get(key)
        if found is None:
            made = Item(value, Text(part)) if isinstance(part, str) else Element(value, part)
            found = self._derived[key] = made
            self._keep.append(value)
        return found

    def once(self, key: Hashable, make: Callable[[], Value], *kept: Value) -> Value:
        """The value made for a key, the same object each time; `kept` are values whose identity is part of the key."""
        if key not in self._once:
            self._once[key] = make()
            self._keep += kept
        return self._once[key]

    def forget(self) -> None:
        """Drop memoised answers, keeping what parameters have learned."""
        self.questions.forget()

    def instances(self, referents: Referents) -> Referents:
        """Instances of the classes among `referents` (for annotations); other things are left out."""
        found: set[Referent] = set()
        for referent in referents:
            match referent:
                case ClassRef():
                    found.add(InstanceRef(referent))
                case InstanceRef():
                    found.add(referent)
                case External(origin) if not origin.startswith(("builtins.", "typing.", "collections.")):
                    found.add(referent)
                case _:
                    pass
        return frozenset(found)
