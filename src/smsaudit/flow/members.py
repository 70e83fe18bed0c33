"""What the class around a method says of it: which framework calls it, and by which names texts do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from smsaudit.flow.program import Program
from smsaudit.flow.registered import Kind, fits
from smsaudit.model.framework import EntryPattern, MethodsEntry
from smsaudit.model.origin_glob import GlobIndex
from smsaudit.model.referent import ClassRef, External, Frame, Order
from smsaudit.model.signature import Signature
from smsaudit.model.value import Result, Text

_TASK_NAMES = ("name", "actor_name", "task_name")


class Members:
    """Answers for functions and methods of the tree, after the framework signatures."""

    def __init__(self, program: Program, patterns: Iterable[Kind]) -> None:
        self._program = program
        known = list(patterns)
        self._bases: GlobIndex[Kind] = GlobIndex(
            (glob, (s, e)) for s, e in known if isinstance(e.target, MethodsEntry) for glob in e.target.bases
        )
        self._own_bases: GlobIndex[Kind] = GlobIndex(
            (glob, (s, e))
            for s, e in known
            if isinstance(e.target, MethodsEntry)
            for glob in e.target.bases
            if glob.startswith("*")
        )
        """Those that say by their names alone what they are, in the tree too: generated code."""
        self._kinds: dict[ClassRef, tuple[Order, Sequence[Kind]]] = {}
        """What frameworks make of each class, with the order that this was worked out for."""
        self.task_methods = frozenset(
            name
            for _, entry in known
            if isinstance(entry.target, MethodsEntry) and (entry.enqueue or entry.enqueue_call)
            for name in entry.target.methods
        )
        """Names of methods that workers call."""

    def names_of(self, function: Frame) -> frozenset[str]:
        """Names by which texts call a function: those that decorators or the class of a task give it, or its module's."""
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
        for _, _, entry in self.by_base(function):
            if entry.named == "module":
                found.add(self.default_route(function, entry))
            elif entry.enqueue:
                found |= self._own_name(function)
        return frozenset(found)

    def _own_name(self, method: Frame) -> set[str]:
        """The name that a class of a task gives itself."""
        cls = self._program.class_of(method)
        facts = self._program.facts(method.path)
        return {
            bound.value.value
            for bound in (
                facts.index.bindings[cls.frame.scope] if facts is not None and cls is not None else ()
            )
            if bound.name in _TASK_NAMES and isinstance(bound.value, Text)
        }

    def work_of(self, cls: ClassRef) -> list[Frame]:
        """The methods that run when an object of this class is put into a queue."""
        return [
            method
            for method in self._program.methods_of(cls, self.task_methods)
            if any(entry.enqueue for _, _, entry in self.by_base(method))
        ]

    def by_base(self, function: Frame) -> Iterator[tuple[ClassRef, Signature, EntryPattern]]:
        """The framework classes through which a method is called, with the class of the tree that extends them."""
        cls = self._program.class_of(function)
        if cls is None:
            return
        name = self._name(function)
        for member in self._program.family(cls):
            order = self._program.order(member)
            known = self._kinds.get(member)
            if known is None or known[0] is not order:
                known = self._kinds[member] = (order, self._kinds_of(order))
            for signature, entry in known[1]:
                if isinstance(entry.target, MethodsEntry) and fits(name, entry.target.methods):
                    yield member, signature, entry

    def _kinds_of(self, order: Order) -> Sequence[Kind]:
        """What frameworks make of a class that stands in this order before others."""
        bases = [base.origin for base in order if isinstance(base, External)]
        own = [self._dotted(base) for base in order[1:] if isinstance(base, ClassRef)]
        kinds = [kind for base in bases for kind in self._bases.matching(base)]
        kinds += [kind for base in own for kind in self._own_bases.matching(base)]
        return tuple(dict.fromkeys(kinds))

    def default_route(self, function: Frame, entry: EntryPattern) -> str:
        """What the route is where none is given."""
        match entry.named:
            case "function":
                return self._name(function)
            case "module":
                return self._program.module_name(function.path).rpartition(".")[2]
            case _:
                return ""

    def _dotted(self, cls: ClassRef) -> str:
        return f"{self._program.module_name(cls.frame.path)}.{self._program.name_of(cls.frame)}"

    def _name(self, function: Frame) -> str:
        return self._program.name_of(function).rpartition(".")[2]
