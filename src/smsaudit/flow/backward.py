"""The search from the sends towards the entry points, loading only files that may call what was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from smsaudit.flow.edges import Edge, Edges
from smsaudit.flow.entries import Entries
from smsaudit.flow.program import Program
from smsaudit.model.flow import Resolution
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.referent import Frame
from smsaudit.model.words import Words

_MAX_ROUNDS = 8
_MAX_FILES = 100
_COMMON = 40
_COMMON_GENERIC = 12
_SHORTEST = 4
_MAX_BY_NAME = 8
_STOPPED = Words(
    f"the search for callers stopped after {_MAX_FILES} files", f"调用者搜索在{_MAX_FILES}个文件后停止"
)
_GENERIC = frozenset(
    [
        "send",
        "run",
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "handle",
        "execute",
        "call",
        "process",
        "main",
        "start",
        "stop",
        "save",
        "create",
        "update",
        "init",
        "setup",
        "notify",
        "perform",
        "dispatch",
        "apply",
        "submit",
        "invoke",
        "emit",
        "publish",
        "push",
        "do",
        "work",
        "task",
        "tasks",
        "views",
        "models",
        "forms",
        "utils",
        "base",
        "client",
        "api",
        "service",
        "services",
        "handler",
        "handlers",
        "worker",
        "message",
        "messages",
        "notification",
        "manager",
        "core",
        "common",
        "helpers",
        "sender",
        "wrapper",
        "inner",
        "decorator",
        "wrapped",
        "function",
        "func",
        "form_valid",
        "clean",
        "validate",
        "list",
        "index",
        "home",
        "login",
        "register",
        "logout",
        "retrieve",
        "destroy",
        "to_internal_value",
        "to_representation",
        "is_valid",
        "new",
        "open",
        "close",
        "connect",
        "write",
        "read",
        "load",
        "next",
        "test",
        "app",
        "apps",
        "sms",
    ]
)


@dataclass(frozen=True, slots=True)
class CallGraph:
    """Every function from which a target can be reached, with the edges between them."""

    targets: frozenset[Frame]
    nodes: frozenset[Frame]
    edges: tuple[Edge, ...]
    gaps: tuple[Gap, ...]


def search(program: Program, entries: Entries, targets: Iterable[Frame]) -> CallGraph:
    """All callers of the targets, round by round, until no more are found or the limits are met."""
    wanted = frozenset(targets)
    asked: set[str] = set()
    gaps: dict[str, Gap] = {}
    edges: dict[Frame, list[Edge]] = {}
    loaded = 0
    for _ in range(_MAX_ROUNDS):
        edges = _closure(program, entries, wanted, edges)
        names = _names(program, entries, edges)
        fresh = {name: words for name, words in names.items() if name not in asked}
        asked |= set(fresh)
        found = _candidates(program, fresh, gaps) | _packages(program, edges) if fresh else set()
        found -= set(program.loaded())
        if not found:
            break
        room = _MAX_FILES - loaded
        if len(found) > room:
            gaps["limit"] = Gap(TreePath("."), GapKind.LIMIT, _STOPPED)
        program.load(sorted(found)[:room])
        loaded += len(found)
        if loaded >= _MAX_FILES:
            break
    edges = _closure(program, entries, wanted, edges)
    entries.refresh(_mentioned(program, edges))
    flat = tuple(edge for found in edges.values() for edge in found)
    return CallGraph(wanted, frozenset(edges), flat, tuple(gaps.values()))


def _closure(
    program: Program, entries: Entries, targets: frozenset[Frame], known: Iterable[Frame]
) -> dict[Frame, list[Edge]]:
    """Edges into every function that reaches a target, as far as the loaded files show."""
    nodes = set(known) | targets
    index = Edges(program, entries.enqueuing, entries.registers)
    while True:
        index.look_for(_mentioned(program, nodes))
        edges = _into(program, entries, index, targets)
        if set(edges) <= nodes:
            return edges
        nodes |= set(edges)


def _mentioned(program: Program, nodes: Iterable[Frame]) -> frozenset[str]:
    """Names by which code may refer to the functions: their own, and those of their classes."""
    names: set[str] = set()
    for node in nodes:
        if node.scope:
            names.add(program.name_of(node).rpartition(".")[2])
            cls = program.class_of(node)
            for member in program.family(cls) if cls is not None else ():
                names.add(program.name_of(member.frame).rpartition(".")[2])
    return frozenset(name for name in names if not name.startswith("<"))


def _into(
    program: Program, entries: Entries, index: Edges, targets: frozenset[Frame]
) -> dict[Frame, list[Edge]]:
    """Edges into every function that reaches a target."""
    found: dict[Frame, list[Edge]] = {}
    waiting = sorted(targets)
    while waiting:
        node = waiting.pop()
        if node in found:
            continue
        into = [edge for edge in index.into.get(node, ()) if edge.caller != node]
        into += _nested(program, node)
        into += _called_back(program, entries, index, node)
        if not into:
            into += _by_name(program, index, node)
        found[node] = into
        waiting += sorted({edge.caller for edge in into} - set(found))
    return found


def _nested(program: Program, node: Frame) -> list[Edge]:
    """A function defined inside another is taken to run in its course, unless a better caller is known."""
    parent = program.parent_function(node)
    facts = program.facts(node.path)
    if parent is None or facts is None:
        return []
    return [Edge(parent, node, facts.scopes[node.scope].place, "calls", Resolution.INFERRED)]


def _called_back(program: Program, entries: Entries, index: Edges, node: Frame) -> list[Edge]:
    """Whoever makes a form, serializer or the like makes the library call its hooks."""
    cls = program.class_of(node)
    if cls is None or not entries.is_called_back(node):
        return []
    return [
        Edge(caller, node, place, "dispatches", Resolution.INFERRED, guards)
        for member in program.family(cls)
        for caller, place, guards in index.making.get(member.frame, ())
        if caller != node
    ]


def _by_name(program: Program, index: Edges, node: Frame) -> list[Edge]:
    """Calls of a method of this name on receivers that nobody could resolve: a guess, few and marked."""
    if program.class_of(node) is None:
        return []
    name = program.name_of(node).rpartition(".")[2]
    guesses = index.by_name.get(name, [])
    if name in _GENERIC or name.startswith("__") or not 0 < len(guesses) <= _MAX_BY_NAME:
        return []
    return [
        Edge(caller, node, place, "calls", Resolution.BY_NAME, guards) for caller, place, guards in guesses
    ]


def _packages(program: Program, nodes: Iterable[Frame]) -> set[TreePath]:
    """The `__init__` of each function's package, which may hand its names on with a star import."""
    folders = {node.path.rpartition("/")[0] for node in nodes if node.scope}
    return {path for folder in folders if folder and program.has(path := TreePath(f"{folder}/__init__.py"))}


def _names(program: Program, entries: Entries, nodes: Iterable[Frame]) -> dict[str, frozenset[str]]:
    """Names under which the functions may be mentioned, each with words of which one must stand beside it.

    A name that is distinctive needs no other word. Of what a framework calls by itself, only the class is looked for,
    because its routes name it.
    """
    names: dict[str, frozenset[str]] = {}
    for node in nodes:
        if not node.scope:
            continue
        function = program.name_of(node).rpartition(".")[2]
        cls = program.class_of(node)
        class_name = program.name_of(cls.frame).rpartition(".")[2] if cls is not None else ""
        if class_name and not _is_generic(class_name):
            names[class_name] = frozenset()
        if function.startswith(("__", "<")) or entries.is_entered(node):
            if cls is None and not function.startswith("<"):
                names[function] = frozenset()
            continue
        if not _is_generic(function):
            names[function] = frozenset()
        else:
            names[function] = names.get(function, frozenset()) | _evidence(node, class_name)
    return names


def _evidence(node: Frame, class_name: str) -> set[str]:
    """Words of which a caller of an everyday name is expected to mention one: the class, or the module."""
    folder, _, file = node.path.rpartition("/")
    stem = folder.rpartition("/")[2] if file == "__init__.py" else file.removesuffix(".py")
    return {word for word in (class_name, stem) if word and not _is_generic(word)}


def _is_generic(name: str) -> bool:
    return name.lower().strip("_") in _GENERIC or len(name) < _SHORTEST


def _candidates(program: Program, names: dict[str, frozenset[str]], gaps: dict[str, Gap]) -> set[TreePath]:
    files = program.files_with(set(names).union(*names.values()))
    chosen: set[TreePath] = set()
    for name, evidence in sorted(names.items()):
        mentions = [path for path, found in files.items() if name in found]
        limit = _COMMON
        if _is_generic(name):
            mentions = [path for path in mentions if files[path] & evidence]
            limit = _COMMON_GENERIC
        if len(mentions) > limit:
            reason = Words(
                f"`{name}` is mentioned in {len(mentions)} files, too many to follow as the name of a caller",
                f"`{name}`出现在{len(mentions)}个文件中，数量过多，未按调用者名称追踪",
            )
            gaps[name] = Gap(TreePath("."), GapKind.LIMIT, reason)
        else:
            chosen |= set(mentions)
    return chosen
