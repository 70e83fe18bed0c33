"""The questions that matching asks, answered through the resolver."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from smsaudit.model.digits import small
from smsaudit.model.fact import Called, Facts, Imported, ScopeKind
from smsaudit.model.location import TreePath
from smsaudit.model.referent import (
    ClassRef,
    External,
    Frame,
    FunctionRef,
    InstanceRef,
    MethodRef,
    PartialRef,
    Referent,
    TextRef,
)
from smsaudit.model.value import Attribute, Joined, Name, Result, Text, Value
from smsaudit.resolve import classes, passing
from smsaudit.resolve.carried import Carrier
from smsaudit.resolve.fixpoint import MOST
from smsaudit.resolve.modules import dotted_name
from smsaudit.resolve.resolver import Resolver


class Origin(Struct, frozen=True):
    """A dotted origin of a callee; `in_tree` where the code itself stands in the tree (a vendored copy, or its own)."""

    text: str
    in_tree: bool
    also: str = ""
    """An inherited method under the class that it was reached through; empty otherwise."""


_OWN = (Name("self"), Name("cls"))


class Answers:
    """A thin view on the resolver that knows nothing of signatures."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._names: dict[Frame, Origin] = {}

    def origins(self, path: TreePath, call: int) -> tuple[Origin, ...]:
        """Every origin that the callee of a call may have, sorted."""
        found: set[Origin] = set()
        for callee in self._resolver.callees(path, call):
            found |= self._origins_of(callee)
        return tuple(sorted(found, key=lambda origin: (origin.in_tree, origin.text, origin.also)))

    def reached(self, path: TreePath, call: int) -> Iterator[Origin]:
        """A callee of the tree under the classes through whose objects it is reached (`Client.messages.create`)."""
        tables = self._resolver.tables(path)
        callee = tables.facts.calls[call].callee if tables is not None else None
        if tables is None or not isinstance(callee, Attribute):
            return
        scope = tables.facts.calls[call].scope
        way, value = callee.name, callee.base
        while isinstance(value, Attribute | Result):
            value = tables.facts.calls[value.call].callee if isinstance(value, Result) else value
            if not isinstance(value, Attribute) or value.base in _OWN:
                return
            way, value = f"{value.name}.{way}", value.base
            for found in self._resolver.evaluate(Frame(path, scope), value):
                if isinstance(found, InstanceRef):
                    yield Origin(f"{self._named(found.cls.frame).text}.{way}", in_tree=True)

    def module_of(self, path: TreePath, imported: Imported) -> TreePath | None:
        """The module of the tree from which something is imported."""
        return self._resolver.modules.find(imported.module, imported.level, path)

    def base_origins(self, path: TreePath, scope: int) -> tuple[Origin, ...]:
        """Origins of everything a class extends, directly or not."""
        cls = ClassRef(Frame(path, scope))
        found = [self._origin(base) for base in classes.mro(self._resolver, cls)[1:]]
        return tuple(found)

    def texts(self, path: TreePath, scope: int, value: Value) -> tuple[str, ...]:
        """Texts that a value may be (`{}` for unknown parts), sorted."""
        found = self._resolver.evaluate(Frame(path, scope), value)
        return tuple(sorted(item.text for item in found if isinstance(item, TextRef)))

    def values(
        self, path: TreePath, call: Called, key: str, *, parameters: bool = True
    ) -> tuple[str, ...] | None:
        """Texts carried by the argument named (or placed) `key`; None if the call has no such argument.

        `*` is every argument and the object that the method is called on, with the objects that it was taken from;
        `**` is every word and text of the file.
        """
        if key == "**":
            tables = self._resolver.tables(path)
            return tuple(_everything(tables.facts)) if tables is not None else ()
        carrier = Carrier(self._resolver, parameters=parameters)
        frame = Frame(path, call.scope)
        if "*" in key.split("|"):
            for argument in call.arguments:
                carrier.collect(frame, argument.value)
            receiver = call.callee
            while isinstance(receiver, Attribute):
                receiver = receiver.base
                if receiver not in _OWN:
                    carrier.collect(frame, receiver)
            return tuple(sorted(carrier.texts))
        values = [value for name in key.split("|") for value in _named(call, name)]
        if not values:
            return None
        for value in values:
            carrier.collect(frame, value)
        return tuple(sorted(carrier.texts))

    def is_crowded(self, path: TreePath, call: Called, key: str) -> bool:
        """Whether an argument may be so much that some of it was left out."""
        frame = Frame(path, call.scope)
        values = [value for name in key.split("|") for value in _named(call, name)]
        return any(len(self._resolver.evaluate(frame, value)) >= MOST for value in values)

    def passed(self, function: Frame, parameter: str) -> list[tuple[Frame, Value]]:
        """Values that calls pass to a parameter, and where these stand."""
        known = self._resolver.bindings.get((function.path, function.scope, parameter), {})
        return [(frame, value) for (frame, _), value in known.items()]

    def hands_on(self, path: TreePath, call: int, is_taker: Callable[[str], bool]) -> bool:
        """Whether a function that a call runs gives what it is given to a call with such an origin."""

        def takes(inside: TreePath, number: int) -> bool:
            return any(is_taker(origin.text) for origin in self.origins(inside, number))

        return passing.hands_on(self._resolver, path, call, takes)

    def class_names(self, path: TreePath, scope: int) -> tuple[str, ...]:
        """The dotted name of the class around a scope, as origins spell it; empty outside classes."""
        tables = self._resolver.tables(path)
        while tables is not None and scope > 0:
            if tables.scope(scope).kind is ScopeKind.CLASS:
                return (f"{dotted_name(path)}.{tables.qualified_name(scope)}",)
            scope = tables.scope(scope).parent
        return ()

    def _origins_of(self, callee: Referent) -> set[Origin]:
        match callee:
            case External(origin):
                return {Origin(origin, in_tree=origin.startswith("<tree>"))}
            case FunctionRef():
                return {self._named(callee.frame)}
            case MethodRef(function, receiver):
                return {replace(self._named(function.frame), also=self._inherited(function, receiver))}
            case ClassRef():
                return {self._named(callee.frame)} | {
                    self._origin(base) for base in classes.mro(self._resolver, callee)[1:]
                }
            case InstanceRef(cls):
                return {Origin(f"{self._named(cls.frame).text}.__call__", in_tree=True)}
            case PartialRef(of):
                return self._origins_of(of)
            case _:
                return set()

    def _inherited(self, function: FunctionRef, receiver: InstanceRef | ClassRef) -> str:
        """A method under the name of the class that it was reached through, where another one defines it."""
        cls = receiver.cls if isinstance(receiver, InstanceRef) else receiver
        tables = self._resolver.tables(function.frame.path)
        own = tables.enclosing_class(function.frame.scope) if tables is not None else None
        if tables is None or own is None or cls.frame == Frame(function.frame.path, own):
            return ""
        return f"{self._named(cls.frame).text}.{tables.scope(function.frame.scope).name}"

    def _origin(self, base: ClassRef | External) -> Origin:
        return Origin(base.origin, in_tree=False) if isinstance(base, External) else self._named(base.frame)

    def _named(self, frame: Frame) -> Origin:
        found = self._names.get(frame)
        if found is None:
            tables = self._resolver.tables(frame.path)
            qualified = tables.qualified_name(frame.scope) if tables is not None else ""
            found = Origin(".".join(filter(None, (dotted_name(frame.path), qualified))), in_tree=True)
            self._names[frame] = found
        return found


def _everything(facts: Facts) -> Iterator[str]:
    """Every word of a file, and every text of more than one, in one piece or as the parts of a longer one."""
    yield from (word.text for word in facts.words)
    for written in facts.texts:
        parts = written.value.parts if isinstance(written.value, Joined) else (written.value,)
        yield from (part.value for part in parts if isinstance(part, Text))


def _named(call: Called, name: str) -> list[Value]:
    if (at := small(name)) is not None:
        positional = [argument.value for argument in call.arguments if argument.keyword is None]
        return positional[at : at + 1]
    named = [argument.value for argument in call.arguments if argument.keyword == name]
    return named or [argument.value for argument in call.arguments if argument.keyword == "**"]
