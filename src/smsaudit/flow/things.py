"""Which object a value is: routers and lists of routes, told apart by the place that makes them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from smsaudit.flow.program import Program
from smsaudit.model.fact import Facts, Imported
from smsaudit.model.location import TreePath
from smsaudit.model.referent import Frame, FunctionRef, ModuleRef
from smsaudit.model.value import (
    Attribute,
    Defined,
    Either,
    Item,
    Name,
    Result,
    Text,
    Value,
)
from smsaudit.model.value import Mapping as Table
from smsaudit.model.value import Sequence as List

_MAX_DEPTH = 8
_MOST_BINDINGS = 60
_PATTERNS = "urlpatterns"
_PARTS = ("urls", "router", "routes", "blueprint", "urls_path", "asgi", "wsgi")
"""Attributes of an application or router that stand for the whole of it."""


class Thing(Struct, frozen=True):
    """What a call makes, a scope defines, or a variable of a module lists."""

    path: TreePath
    what: int | str
    is_call: bool = False


class Things:
    """Follows names through bindings and imports."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def of(self, frame: Frame, value: Value, depth: int = 0) -> list[Thing]:
        """Every thing that a value may be."""
        return list(dict.fromkeys(self._of(frame, value, depth)))

    def contained(self, path: TreePath, facts: Facts) -> Iterator[tuple[Thing, Thing]]:
        """Calls and names that stand in a list of a module, each with the list."""
        return iter(dict.fromkeys(self._contained(path, facts)))

    def _contained(self, path: TreePath, facts: Facts) -> Iterator[tuple[Thing, Thing]]:
        for bound in facts.bindings:
            if not bound.scope and not isinstance(bound.value, Result | Defined | Name | Attribute):
                for part in _parts(bound.value, 0):
                    for thing in self._of(Frame(path, 0), part, _MAX_DEPTH - 2):
                        yield thing, Thing(path, bound.name)
            elif not bound.scope and bound.name == _PATTERNS:
                yield from self._in_wrapped(path, facts, bound.value)
        for call in facts.calls:
            match call.callee:
                case Attribute(Name(name), "append" | "extend" | "insert") if not call.scope:
                    for argument in call.arguments:
                        for part in (argument.value, *_parts(argument.value, 0)):
                            for thing in self._of(Frame(path, 0), part, _MAX_DEPTH - 2):
                                yield thing, Thing(path, name)

    def _in_wrapped(self, path: TreePath, facts: Facts, value: Value) -> Iterator[tuple[Thing, Thing]]:
        """`urlpatterns = patterns("", …)`, `= format_suffix_patterns([…])`, `= router.urls`."""
        whole = Thing(path, _PATTERNS)
        given = [a.value for a in facts.calls[value.call].arguments] if isinstance(value, Result) else [value]
        for each in given:
            for part in (each, *_parts(each, 0)):
                for thing in self._of(Frame(path, 0), part, _MAX_DEPTH - 2):
                    if thing != whole:
                        yield thing, whole

    def _of(self, frame: Frame, value: Value, depth: int) -> Iterator[Thing]:
        if depth > _MAX_DEPTH:
            return
        match value:
            case Name(name):
                yield from self._called(frame, name, depth)
                yield from self._modules(frame, value)
            case Attribute(base, name):
                yield from self._attribute(frame, base, name, depth)
            case Result(number):
                yield from self._made(frame, number, depth)
            case List(items):
                for item in items:
                    yield from self._of(frame, item, depth + 1)
            case Either(options):
                for option in options:
                    yield from self._of(frame, option, depth + 1)
            case Defined(scope):
                yield Thing(frame.path, scope)
            case Text(text):
                for referent in self._program.at_path(text, frame.path):
                    if isinstance(referent, ModuleRef):
                        yield Thing(referent.path, _PATTERNS)
            case _:
                return

    def _called(self, frame: Frame, name: str, depth: int) -> Iterator[Thing]:
        """What a name is bound to in the nearest scope that knows it."""
        facts = self._program.facts(frame.path) if depth <= _MAX_DEPTH else None
        scope = frame.scope
        while facts is not None and scope >= 0:
            bindings = facts.index.bound[scope, name][:_MOST_BINDINGS]
            found = bool(bindings)
            for bound in bindings:
                yield from self._bound(frame.path, bound.scope, bound.name, bound.value, depth)
            for imported in facts.index.imported[scope, name]:
                found = True
                yield from self._imported(frame.path, imported, depth)
            if found:
                return
            scope = facts.scopes[scope].parent

    def _bound(self, path: TreePath, scope: int, name: str, value: Value, depth: int) -> Iterator[Thing]:
        if isinstance(value, List | Table | Either) or (isinstance(value, Result) and name == _PATTERNS):
            yield Thing(path, name)
        if not isinstance(value, List | Table):
            yield from self._of(Frame(path, scope), value, depth + 1)

    def _imported(self, path: TreePath, imported: Imported, depth: int) -> Iterator[Thing]:
        module = self._program.module_of(path, imported)
        if imported.name is not None and module is not None and module != path:
            yield from self._called(Frame(module, 0), imported.name, depth + 1)

    def _modules(self, frame: Frame, value: Value) -> Iterator[Thing]:
        """A module stands for the patterns that it lists."""
        for referent in self._program.evaluate(frame, value):
            if isinstance(referent, ModuleRef):
                yield Thing(referent.path, _PATTERNS)

    def _attribute(self, frame: Frame, base: Value, name: str, depth: int) -> Iterator[Thing]:
        for referent in self._program.evaluate(frame, base):
            if isinstance(referent, ModuleRef):
                yield from self._called(Frame(referent.path, 0), name, depth + 1)
        if name in _PARTS:
            yield from self._of(frame, base, depth + 1)
        facts = self._program.facts(frame.path)
        for stored in facts.index.stored[name] if facts is not None else ():
            if stored.base == base:
                yield from self._of(Frame(frame.path, stored.scope), stored.value, depth + 1)

    def _made(self, frame: Frame, number: int, depth: int) -> Iterator[Thing]:
        """What a call makes: itself, or what a function of the tree answers."""
        answered = [
            body.frame for body in self._program.callees(frame.path, number) if isinstance(body, FunctionRef)
        ]
        for body in sorted(answered):
            facts = self._program.facts(body.path)
            for returned in facts.index.returned[body.scope] if facts is not None else ():
                yield from self._of(body, returned.value, depth + 1)
        if not answered:
            yield Thing(frame.path, number, is_call=True)


def _parts(value: Value, depth: int) -> Iterator[Value]:
    """Calls and names in a list, however it is put together."""
    if depth > _MAX_DEPTH:
        return
    match value:
        case Result() | Name() | Attribute() if depth:
            yield value
        case List(items) | Either(items):
            for item in items:
                yield from _parts(item, depth + 1)
        case Table(pairs):
            for _, item in pairs:
                yield from _parts(item, depth + 1)
        case Item(base, _):
            yield from _parts(base, depth + 1)
        case _:
            return
