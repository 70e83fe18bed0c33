"""The search from the sends towards the entry points, loading only files that may call what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from smsaudit.flow import wrappers
from smsaudit.flow.candidates import Candidates, packages_of
from smsaudit.flow.edge import Edge
from smsaudit.flow.edges import Edges
from smsaudit.flow.entries import Entries
from smsaudit.flow.generic import is_generic
from smsaudit.flow.guesses import guessed, of_rows
from smsaudit.flow.handover import Handovers
from smsaudit.flow.holders import answer_of
from smsaudit.flow.program import Program
from smsaudit.flow.spawned import Spawned
from smsaudit.flow.templates import Templates
from smsaudit.model.flow import Resolution
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.referent import Frame
from smsaudit.model.words import Words

_MAX_ROUNDS = 8
_MAX_FILES = 100
_NEAR = 2
_MAKING = frozenset(["__init__", "__new__", "__post_init__"])
_CALLING = _MAKING | {"__call__"}
_SHOWING = frozenset(["main", "test", "demo", "example"])
_STOPPED = Words(
    f"the search for callers stopped after {_MAX_FILES} files", f"调用者搜索在{_MAX_FILES}个文件后停止"
)


class CallGraph(Struct, frozen=True):
    """Every function from which a target can be reached, with the edges between them."""

    targets: frozenset[Frame]
    nodes: frozenset[Frame]
    edges: tuple[Edge, ...]
    gaps: tuple[Gap, ...]


def search(program: Program, entries: Entries, targets: Iterable[Frame], handovers: Handovers) -> CallGraph:
    """All callers of the targets, round by round, until no more are found or the limits are met."""
    looking = _Search(program, entries, frozenset(targets))
    looking.run()
    entries.refresh(_mentioned(program, entries, looking.edges))
    looking.handed = handovers.into(looking.edges)
    if looking.handed:
        looking.run()
        entries.refresh(_mentioned(program, entries, looking.edges))
    flat = tuple(edge for found in looking.edges.values() for edge in found)
    return CallGraph(looking.targets, frozenset(looking.edges), flat, tuple(looking.candidates.gaps.values()))


class _Search:
    """Closures over what is loaded, and loading of what they lack, in turn."""

    def __init__(self, program: Program, entries: Entries, targets: frozenset[Frame]) -> None:
        self._program = program
        self._entries = entries
        self._loaded = 0
        self.targets = targets
        self.candidates = Candidates(program, entries)
        self._spawned = Spawned(program)
        self.handed: Mapping[Frame, Sequence[Edge]] = {}
        self.edges: dict[Frame, list[Edge]] = {}
        self._acting: set[Frame] = set()

    def run(self) -> None:
        """Until no more callers are found or the limits are met."""
        index = self._close()
        for _ in range(_MAX_ROUNDS):
            before = self._loaded
            self._read_what_enters()
            makers = wrappers.decorators(self._program, self._acting)
            found = self.candidates.of({*self.edges, *makers}, index.holders) | index.sites.unread
            self._load(found | self._spawned.files(self.edges) | self._near(index.sites.doubtful))
            if before == self._loaded < _MAX_FILES:  # only where all else led nowhere
                self._load(self.candidates.of_makers([node for node, into in self.edges.items() if not into]))
            if self._loaded == before:
                return
            index = self._close()

    def _read_what_enters(self) -> None:
        """Read whose functions or objects decorate what was found, and what its classes extend: this tells what a framework calls."""
        for _ in range(_MAX_ROUNDS):
            before = self._loaded
            self._load({path for node in self.edges for path in self._program.unread_decorators(node)})
            if self._loaded == before:
                return

    def _near(self, doubtful: Mapping[str, set[TreePath]]) -> set[TreePath]:
        """Of what calls by everyday names lead to, what imports a function of the name that no framework calls.

        If need be, by way of one other module.
        """
        homes: dict[str, set[TreePath]] = defaultdict(set)
        for node in self.edges:
            for name in self._program.spellings(node) & doubtful.keys():
                if not self._entries.is_entered(node):
                    homes[name].add(node.path)
        found: set[TreePath] = set()
        for name, paths in homes.items():
            found |= set(self._program.import_distances(paths, _NEAR, doubtful[name]))
        return found

    def _load(self, paths: set[TreePath]) -> None:
        """Read as many of the files as the limit allows."""
        unread = paths - set(self._program.loaded())
        room = _MAX_FILES - self._loaded
        if len(unread) > room:
            self.candidates.gaps["limit"] = Gap(TreePath("."), GapKind.LIMIT, _STOPPED)
            unread = set(self._best(unread)[:room])
        self._program.load(unread)
        self._loaded += len(unread)

    def _best(self, paths: set[TreePath]) -> list[TreePath]:
        """Those that may put what was found behind a route first, then those that may make entry points at all; guesses last."""
        entering = self._program.files_with(self._entries.registering, sorted(paths))
        entered = [node for node in self.edges if self._entries.is_entered(node)]
        routing = set(
            self._program.files_with(_mentioned(self._program, self._entries, entered), sorted(entering))
        )
        routing |= packages_of(self._program, entered)
        guessed = self.candidates.guessed
        return sorted(
            paths, key=lambda path: (path in guessed, path not in routing, path not in entering, path)
        )

    def _close(self) -> Edges:
        """Find the edges into every function that reaches a target, as far as the loaded files show."""
        index = Edges(self._program, self._entries, self._entries.spelled)
        for edge in (edge for edges in self.handed.values() for edge in edges):
            index.add(edge)
        index.look_for(
            _mentioned(self._program, self._entries, self.edges),
            _held(self._program, self._entries, self.edges),
        )
        while True:
            before = index.size
            self.edges, self._acting = _into(self._program, self._entries, index, self.targets, self._spawned)
            if index.size == before:
                index.follow()
            if index.size == before:
                return index


def _mentioned(program: Program, entries: Entries, nodes: Iterable[Frame]) -> frozenset[str]:
    """Names by which code may refer to the functions: their own, and those of their classes."""
    names: set[str] = set()
    for node in nodes:
        if node.scope:
            own = program.spellings(node)
            names |= own
            cls = program.class_of(node)
            is_held = "__call__" in own or (cls is not None and node in entries.work_of(cls))
            for member in program.family(cls) if cls is not None else ():
                names.add(program.name_of(member.frame).rpartition(".")[2])
                names |= program.made_of(member, instances=is_held)
    return frozenset(name for name in names if not name.startswith("<"))


def _held(program: Program, entries: Entries, nodes: Iterable[Frame]) -> frozenset[str]:
    """Names of what can be handed about to be called: functions, and objects that can be called."""
    names: set[str] = set()
    for node in nodes:
        if node.scope and not entries.is_entered(node):
            cls, own = program.class_of(node), program.spellings(node)
            members = program.family(cls) if cls is not None and own <= _CALLING else ()
            made = {program.name_of(member.frame).rpartition(".")[2] for member in members}
            names |= made if own & _MAKING else set(map(answer_of, made)) if made else own
    return frozenset(name for name in names if not name.startswith("<") and not is_generic(name))


def _into(
    program: Program, entries: Entries, index: Edges, targets: frozenset[Frame], spawned: Spawned
) -> tuple[dict[Frame, list[Edge]], set[Frame]]:
    """Edges into every function that reaches a target; and those of the functions that do so by more than what they wrap."""
    found: dict[Frame, list[Edge]] = {}
    acting = set(targets)
    templates = Templates(program)
    waiting = sorted(targets)
    while waiting:
        node = waiting.pop()
        if node in found:
            continue
        index.look_for(_mentioned(program, entries, (node,)), _held(program, entries, (node,)))
        for edge in (*templates.calling(node), *spawned.into(node)):
            index.add(edge)
        called = [edge for edge in index.into.get(node, ()) if edge.caller != node]
        direct = [edge for edge in called if not wrappers.hands_through(program, edge)]
        into = list(direct if direct or entries.is_entered(node) else called)
        into += _called_back(program, entries, index, node)
        into += [] if called or into else _nested(program, node, acts=node in acting)
        if not entries.is_entered(node):
            guesses = index.sites.by_name.get(program.name_of(node).rpartition(".")[2], ())
            guessing = guessed if all(_tries_out(program, edge) for edge in into) else of_rows
            into += guessing(program, node, guesses)
        found[node] = into
        acts = {edge.caller for edge in into if not wrappers.hands_through(program, edge)} - acting
        acting |= acts
        for known in acts & found.keys():
            if wrappers.is_wrapper(program, known):  # so far, it only led to what it wraps
                del found[known]
        waiting += sorted({edge.caller for edge in into} - set(found))
    return found, acting


def _nested(program: Program, node: Frame, *, acts: bool) -> list[Edge]:
    """A function defined inside another is taken to run in its course, unless a better caller is known.

    A wrapper that `acts` by itself runs when what it wraps is called, and not where that is wrapped, as far as that can be told.
    """
    parent = program.parent_function(node)
    facts = program.facts(node.path)
    if parent is None or facts is None:
        return []
    callers = {parent}
    if wrappers.is_wrapper(program, node):
        callers = (wrappers.wrapped(program, node) or callers) if acts else set()
    place = facts.scopes[node.scope].place
    return [Edge(caller, node, place, "calls", Resolution.INFERRED) for caller in sorted(callers)]


def _called_back(program: Program, entries: Entries, index: Edges, node: Frame) -> list[Edge]:
    """Whoever makes a form, serializer or the like makes the library call its hooks."""
    cls = program.class_of(node)
    if cls is None or not entries.is_called_back(node):
        return []
    return [
        Edge(caller, node, place, "dispatches", Resolution.INFERRED, guards)
        for member in program.family(cls)
        for caller, place, guards in index.sites.making.get(member.frame, ())
        if caller != node
    ]


def _tries_out(program: Program, edge: Edge) -> bool:
    """Whether what calls is the end of a module, which shows how it is used: the application calls it from elsewhere."""
    caller = edge.caller
    return program.name_of(caller) in _SHOWING if caller.scope else caller.path == edge.callee.path
