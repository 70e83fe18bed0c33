"""Who calls whom among the loaded files: one pass over all calls that may matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from smsaudit.flow.assembled import ends
from smsaudit.flow.edge import Edge
from smsaudit.flow.entries import Entries
from smsaudit.flow.generic import is_generic
from smsaudit.flow.holders import Holders, name_in, spelling
from smsaudit.flow.mentions import Mentions, Spelled, Spellings, handed_in
from smsaudit.flow.program import Program
from smsaudit.flow.queue import Queue
from smsaudit.flow.sites import Site, Sites
from smsaudit.model.fact import Called, Facts
from smsaudit.model.location import Place, TreePath
from smsaudit.model.referent import ClassRef, Frame
from smsaudit.model.value import Defined

_MAX_ROUNDS = 3


class Edges:
    """Edges into functions of certain names, and calls of methods on receivers that could not be resolved, by name.

    Only calls that mention one of the names are resolved (in their callee, in what they are given, or through a
    variable that was bound to something that does), and calls of what a function was handed.
    """

    def __init__(self, program: Program, entries: Entries, spelled: Spelled) -> None:
        self._program = program
        self._entries = entries
        self._looked_for: frozenset[str] = frozenset()
        self._resolved: set[tuple[TreePath, int]] = set()
        self._spelling: dict[str, list[TreePath]] = defaultdict(list)
        """Files by the words that stand in them."""
        self._assembling: dict[str, list[TreePath]] = defaultdict(list)
        """Files by the parts of names that they look functions up by."""
        self._spelled = spelled
        """Kept by whoever asks again when more files were read."""
        self._looked_at: set[TreePath] = set()
        self._queue = Queue(program, entries)
        self._handed: dict[TreePath, list[Site]] = {}
        self._known: set[tuple[Frame, Frame, Place]] = set()
        self.into: dict[Frame, list[Edge]] = defaultdict(list)
        self.sites = Sites(program, entries)
        self.holders: dict[str, set[TreePath]] = defaultdict(set)
        """Names that hold one of the functions and that other files may call it by, with where they do."""
        self._unasked: list[tuple[str, TreePath]] = []

    @property
    def size(self) -> int:
        """Grows whenever something new was found."""
        return len(self._resolved) + len(self._known)

    def look_for(self, names: frozenset[str], functions: frozenset[str]) -> None:
        """Resolve the calls that mention one of the names, unless that was done before.

        Calls of what holds one of the `functions` mention it too, in whatever file.
        """
        fresh = names - self._looked_for
        self._looked_for |= fresh
        if fresh and not self._spelling:
            self._note()
        assembling = {
            part for name in fresh for both in ends(name) for part in both
        } & self._assembling.keys()
        paths = {path for name in fresh for path in self._spelling.get(name, ())}
        for path in sorted(paths.union(*(self._assembling[part] for part in assembling))):
            self._look_in(path, fresh, functions)
        self._ask_for_holders()

    def _ask_for_holders(self) -> None:
        """Look for what holds a function, where a file can have it from: an everyday name only where it was imported."""
        while self._unasked:
            held, home = self._unasked.pop()
            name = spelling(held)
            is_everyday = is_generic(name)
            functions = frozenset(() if is_everyday else (held,))
            for path in self._spelling.get(name, ()):
                if path == home or not is_everyday or home in self._program.imported_modules(path):
                    self._look_in(path, frozenset((name,)), functions)

    def _look_in(self, path: TreePath, names: frozenset[str], functions: frozenset[str]) -> None:
        if (facts := self._program.facts(path)) is None:
            return
        spellings = self._spelled.of(path, facts)
        self._decorate(path, spellings, names)
        nameless = spellings.nameless() if path not in self._looked_at else []
        self._looked_at.add(path)
        mentions = Mentions(spellings, names)
        self._class_values(path, facts, mentions)
        for number in (*nameless, *mentions.calls()):
            if (path, number) not in self._resolved:
                self._resolved.add((path, number))
                self._read(self._site(path, number, facts.calls[number]), mentions)
            elif any(mentions.value(argument.value) for argument in facts.calls[number].arguments):
                self._take(self.sites.handing(self._site(path, number, facts.calls[number]), mentions))
        self._hold(path, spellings.holders.outward(functions))

    def _hold(self, path: TreePath, names: Iterable[str]) -> None:
        for name in sorted(names):
            if path not in self.holders[name]:
                self.holders[name].add(path)
                self._unasked.append((name, path))

    def _holders(self, path: TreePath) -> Holders:
        facts = self._program.facts(path)
        return self._spelled.of(path, facts).holders if facts is not None else Holders(Facts(""))

    def _note(self) -> None:
        """Take in the words of all files, and what is put into queues."""
        for path in self._program.loaded():
            if (facts := self._program.facts(path)) is not None:
                words = frozenset(word.text for word in facts.words)
                for word in words | frozenset(filter(None, map(name_in, words))):
                    self._spelling[word].append(path)
                for part in self._spelled.left_open(path, facts):
                    self._assembling[part].append(path)
                for edge in self._queue.put_by(path, facts, words):
                    self.add(edge)

    def _class_values(self, path: TreePath, facts: Facts, mentions: Mentions) -> None:
        """A class that names another in its body (`form_class = CodeForm`) has the library make it."""
        for bound in mentions.in_classes():
            owner = Frame(path, bound.scope)
            for value in (bound.value, *(item for _, item in getattr(bound.value, "pairs", ()))):
                for handled in self._program.handlers(owner, value):
                    if isinstance(handled, ClassRef):
                        users = [(frame, bound.place, bound.guards) for frame in self._entered(owner, facts)]
                        self.sites.making[handled.frame] += users

    def _entered(self, owner: Frame, facts: Facts) -> list[Frame]:
        """Methods of a class that its framework calls; the class itself where it defines none."""
        methods = [
            Frame(owner.path, bound.value.scope)
            for bound in facts.index.bindings[owner.scope]
            if isinstance(bound.value, Defined)
        ]
        return [method for method in methods if self._entries.is_entered(method)] or [owner]

    def follow(self) -> None:
        """Resolve the calls of what functions were handed, or on what they were given, as long as these learn of more."""
        for _ in range(_MAX_ROUNDS):
            fresh = self.sites.receiving - set(self._handed)
            for path in sorted(fresh):
                self._handed[path] = self._handed_in(path)
            if not self._program.learned() and not fresh:
                return
            for path in sorted(self._handed):
                for site in self._handed[path]:
                    self._read(site, None)
            for site in self.sites.leading_nowhere:
                self._read(site, None)
            self._ask_for_holders()

    def _decorate(self, path: TreePath, spellings: Spellings, names: frozenset[str]) -> None:
        """What stands under a decorator of the tree is handed to it."""
        for number in sorted(number for name in names for number in spellings.decorated.get(name, ())):
            decorators = self._program.decorate(Frame(path, number))
            self.sites.receiving |= {frame.path for frame in decorators}
            for frame in decorators:
                self._hold(frame.path, self._holders(frame.path).kept_by_answer(frame.scope))
                self._hold(frame.path, self._holders(frame.path).kept_by(frame.scope, 0))

    def _handed_in(self, path: TreePath) -> list[Site]:
        facts = self._program.facts(path)
        return [self._site(path, n, facts.calls[n]) for n in handed_in(facts)] if facts is not None else []

    def _site(self, path: TreePath, number: int, call: Called) -> Site:
        return Site(path, number, call, self._program.function_at(path, call.scope))

    def _read(self, site: Site, mentions: Mentions | None) -> None:
        self._take(self.sites.of(site, mentions))

    def _take(self, edges: Iterable[Edge]) -> None:
        for edge in edges:
            self.add(edge)
        while self.sites.handed:
            function, position = self.sites.handed.pop()
            self._hold(function.path, self._holders(function.path).kept_by(function.scope, position))
        while self.sites.kept:
            path, name = self.sites.kept.pop()
            self._hold(path, {name, *self._holders(path).outward((name,))})

    def add(self, edge: Edge) -> None:
        """Take an edge in, unless its caller is no part of production."""
        key = (edge.caller, edge.callee, edge.place)
        if key not in self._known and self._program.is_live(edge.caller.path):
            self._known.add(key)
            self.into[edge.callee].append(edge)
