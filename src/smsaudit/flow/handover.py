"""Hand-overs without a call: what one function puts into a topic, list, table or queue, another takes out and sends."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from smsaudit.flow.edge import Edge
from smsaudit.flow.entries import Entries
from smsaudit.flow.given import given
from smsaudit.flow.keepers import Keeper, keepers, keeping
from smsaudit.flow.program import Program
from smsaudit.flow.statements import may_run, tables
from smsaudit.model.entrance import EntryKind
from smsaudit.model.fact import Called, Facts
from smsaudit.model.flow import Resolution
from smsaudit.model.framework import QueuePattern
from smsaudit.model.location import TreePath
from smsaudit.model.origin_glob import GlobIndex
from smsaudit.model.referent import ClassRef, External, Frame, InstanceRef
from smsaudit.model.signature import Signature
from smsaudit.model.value import Attribute, Result, Value
from smsaudit.model.value import Sequence as Listed

_MESSAGES = re.compile(r"(?i)message|sms|text|outbox|outgoing|queue|notif|otp|verif|captcha|job|task")
_LOOKED_AT = frozenset(("count", "delete", "exists", "first", "last", "update"))
_ASKED = (EntryKind.HTTP, EntryKind.WEBSOCKET, EntryKind.GRAPHQL, EntryKind.GRPC)
_MAX_FILES = 12
_TABLES = "tables"
"""The kind of queue that tables are which statements of SQL name."""

Shelf = tuple[str, str | ClassRef | Keeper]
"""A kind of queue, and the topic's name, what keeps the queue, or the class of its records."""


class Handovers:
    """Finds who puts in what the functions of a call graph take out."""

    def __init__(self, program: Program, entries: Entries, signatures: Iterable[Signature]) -> None:
        self._program = program
        self._entries = entries
        """Numbers of the calls in each function, by file."""
        patterns = [queue for signature in signatures for queue in signature.queues]
        self._puts = GlobIndex((glob, queue) for queue in patterns for glob in queue.put)
        self._takes = GlobIndex((glob, queue) for queue in patterns for glob in queue.take)
        self._put_names = frozenset(glob.rpartition(".")[2] for queue in patterns for glob in queue.put)
        self._take_names = frozenset(glob.rpartition(".")[2] for queue in patterns for glob in queue.take)

    def into(self, edges: Mapping[Frame, Sequence[Edge]]) -> dict[Frame, list[Edge]]:
        """Edges from those who put something in to those of the graph who take it out. May read more files."""
        takers: dict[Shelf, set[Frame]] = defaultdict(set)
        self._read(path for node in edges for path in self._unread(node))
        for node in sorted(edges):
            for shelf in self._taken(node):
                takers[shelf].add(node)
        takers = {shelf: nodes for shelf, nodes in takers.items() if self._is_worked_off(nodes, edges)}
        if not takers:
            return {}
        self._load(takers)
        found: dict[Frame, list[Edge]] = defaultdict(list)
        for edge in self._given(takers):
            if edge.caller not in edges:
                found[edge.callee].append(edge)
        return found

    def _taken(self, node: Frame) -> Iterator[Shelf]:
        for path, number in self._taking(node):
            if not self._is_looked_at(path, number):
                yield from self._shelves(path, number, self._takes, take=True)
        yield from self._decorated(node)

    def _decorated(self, node: Frame) -> Iterator[Shelf]:
        """What keeps the signal whose own method decorates a function: `@order_paid.connect`."""
        facts = self._program.facts(node.path)
        if facts is None:
            return
        scope = facts.scopes[node.scope]
        outside = Frame(node.path, max(scope.parent, 0))
        for decorator in scope.decorators:
            if isinstance(decorator, Attribute) and decorator.name in self._take_names:
                for callee in self._program.evaluate(outside, decorator):
                    for queue in self._takes.matching(callee.origin) if isinstance(callee, External) else ():
                        kept = keeping(self._program, outside, decorator.base) if queue.kept else ()
                        yield from ((queue.id, keeper) for keeper in kept)

    def _unread(self, node: Frame) -> set[TreePath]:
        """Modules that were not read and in which the classes of what is taken out stand."""
        found: set[TreePath] = set()
        for path, number in self._taking(node):
            callees = self._program.callees(path, number)
            found |= self._program.unread(callees)
            facts = self._program.facts(path)
            takes = any(
                isinstance(each, External) and any(self._takes.matching(each.origin)) for each in callees
            )
            if facts is None or not takes:
                continue
            for argument in facts.calls[number].arguments:
                frame = Frame(path, facts.calls[number].scope)
                found |= self._program.unread(self._program.evaluate(frame, argument.value))
        return found

    def _taking(self, node: Frame) -> Iterator[tuple[TreePath, int]]:
        """Calls by whose name a function takes something out, or one that it calls does, and those that register it."""
        bodies = {node}
        for number, _ in self._program.calls_in(node):
            for callee in self._program.callees(node.path, number):
                bodies |= set(self._program.functions_of(callee))
        for body in sorted(bodies):
            for number, call in self._program.calls_in(body):
                if _last(call.callee) in self._take_names or may_run(call):
                    yield body.path, number
        yield from (entry.call for entry in self._entries.of(node) if entry.call is not None)

    def _given(self, takers: Mapping[Shelf, Iterable[Frame]]) -> Iterator[Edge]:
        for path in self._program.loaded():
            facts = self._program.facts(path)
            for number, call in enumerate(facts.calls if facts is not None else ()):
                if _last(call.callee) not in self._put_names and not may_run(call):
                    continue
                for shelf in self._shelves(path, number, self._puts, take=False):
                    caller = self._program.function_at(path, call.scope)
                    for taker in sorted(takers.get(shelf, ())):
                        yield Edge(caller, taker, call.place, "hands-over", Resolution.INFERRED, call.guards)

    def _shelves(
        self, path: TreePath, number: int, index: GlobIndex[QueuePattern], *, take: bool
    ) -> Iterator[Shelf]:
        facts = self._program.facts(path)
        if facts is None:
            return
        call = facts.calls[number]
        if may_run(call):
            named = tables(self._program, path, call, read=take)
            yield from ((_TABLES, table) for table in named if _MESSAGES.search(table))
        for callee in self._program.callees(path, number):
            for queue in index.matching(callee.origin) if isinstance(callee, External) else ():
                name = queue.take_name if take else queue.put_name
                frame = Frame(path, call.scope)
                asked = given(call, queue.take_of) if take and queue.take_of else []
                if queue.kept:
                    kept = (keeping(self._program, frame, value) for value in asked)
                    every = chain(keepers(self._program, path, call), *kept)
                    yield from ((queue.id, keeper) for keeper in every)
                elif asked:
                    classes = (self._class(frame, value) for value in asked)
                    yield from ((queue.id, cls) for cls in classes if cls is not None)
                elif name:
                    texts = self._program.values(path, call, name, parameters=False) or ()
                    yield from ((queue.id, text) for text in texts if "{}" not in text)
                elif not take or not queue.take_of:
                    records = self._records(path, call, of_messages=not queue.take_of)
                    yield from ((queue.id, cls) for cls in records)

    def _records(self, path: TreePath, call: Called, *, of_messages: bool) -> Iterator[ClassRef]:
        """The class of the tree on which a call is made, however far down its chain it stands, or which it is given."""
        frame = Frame(path, call.scope)
        base: Value | None = call.callee
        facts = self._program.facts(path)
        while base is not None and facts is not None:
            cls = self._class(frame, base)
            if cls is not None and (not of_messages or self._is_of_messages(cls)):
                yield cls
                return
            base = _inner(base, facts)
        for argument in call.arguments[:1]:
            listed = argument.value.items if isinstance(argument.value, Listed) else (argument.value,)
            for cls in filter(None, (self._class(frame, value) for value in listed[:1])):
                if not of_messages or self._is_of_messages(cls):
                    yield cls

    def _is_of_messages(self, cls: ClassRef) -> bool:
        return _MESSAGES.search(self._program.name_of(cls.frame)) is not None

    def _class(self, frame: Frame, value: Value) -> ClassRef | None:
        """The class of the tree that a value is, or is an object of."""
        found = self._program.evaluate(frame, value)
        classes = (each.cls if isinstance(each, InstanceRef) else each for each in found)
        return next((cls for cls in classes if isinstance(cls, ClassRef)), None)

    def _load(self, takers: Mapping[Shelf, Iterable[Frame]]) -> None:
        """Read who names a topic or a class, or what keeps a queue where that can be had from."""
        kept = {what: nodes for (_, what), nodes in takers.items() if isinstance(what, Keeper)}
        homes = {path for each, nodes in kept.items() for path in each.homes(nodes)}
        named = {what for _, what in takers if isinstance(what, str)}
        named |= {
            self._program.name_of(what.frame).rpartition(".")[2]
            for _, what in takers
            if isinstance(what, ClassRef)
        }
        found = self._program.files_with({*named, *(each.name for each in kept)})
        near = self._program.import_distances(homes, 1, found) if homes else {}
        self._read(
            path
            for path, names in found.items()
            if self._program.is_live(path) and (path in near or not named.isdisjoint(names))
        )

    def _read(self, paths: Iterable[TreePath]) -> None:
        unread = sorted(set(paths) - set(self._program.loaded()))
        if unread:
            self._program.load(unread[:_MAX_FILES])

    def _is_worked_off(self, nodes: Iterable[Frame], edges: Mapping[Frame, Sequence[Edge]]) -> bool:
        """Whether only commands, schedules and workers lead here: a request that looks something up takes over nothing."""
        seen: set[Frame] = set()
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            if any(entry.kind in _ASKED for entry in self._entries.of(node)):
                return False
            waiting += [edge.caller for edge in edges.get(node, ())]
        return True

    def _is_looked_at(self, path: TreePath, number: int) -> bool:
        facts = self._program.facts(path)
        return facts is not None and any(
            isinstance(call.callee, Attribute) and call.callee.base == Result(number)
            for name in _LOOKED_AT
            for call in facts.index.called[name]
        )


def _inner(value: Value, facts: Facts) -> Value | None:
    match value:
        case Attribute(base, _):
            return base
        case Result(number):
            return facts.calls[number].callee
        case _:
            return None


def _last(callee: Value) -> str:
    return callee.name if isinstance(callee, Attribute) else getattr(callee, "name", "")
