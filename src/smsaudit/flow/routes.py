"""The whole path of a route: what it is given itself, below what its router was given, and the routers above that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from smsaudit.flow.entries import Entry
from smsaudit.flow.given import given
from smsaudit.flow.program import Program
from smsaudit.flow.things import Thing, Things
from smsaudit.model.entrance import EntryKind
from smsaudit.model.fact import Called, Facts
from smsaudit.model.framework import MountPattern
from smsaudit.model.location import TreePath
from smsaudit.model.origin_glob import GlobIndex
from smsaudit.model.referent import External, Frame
from smsaudit.model.signature import Signature
from smsaudit.model.value import Attribute, Name

_ROUTED = (EntryKind.HTTP, EntryKind.WEBSOCKET)
_MAX_ROUNDS = 5
_MAX_FILES = 60
_MAX_ROUTES = 3
_MAX_DEPTH = 8


class _Above(Struct, frozen=True):
    """Where something is put below a path."""

    thing: Thing
    prefix: str
    replaces: bool
    call: tuple[TreePath, int] | None


class Routes:
    """Follows entry points up to the application, loading the files that put their routers below a path."""

    def __init__(self, program: Program, signatures: Iterable[Signature], entries: Sequence[Entry]) -> None:
        self._program = program
        self._mounts = GlobIndex(
            (glob, mount) for signature in signatures for mount in signature.mounts for glob in mount.call
        )
        self._things = Things(program)
        self._above: dict[Thing, list[_Above]] = defaultdict(list)
        self._own: dict[Thing, str] = {}
        self._starts = {entry: self._start(entry) for entry in entries if entry.kind in _ROUTED}
        self._climb()

    def of(self, entry: Entry) -> str:
        """The route of an entry below everything that it is put below; several ways up are several routes."""
        prefixes = [
            prefix for thing in self._starts.get(entry, ()) for prefix in self._prefixes(thing, "", 0)
        ]
        routes = dict.fromkeys(_joined(prefix, entry.route) for prefix in prefixes or [""])
        return ", ".join(list(routes)[:_MAX_ROUTES])

    def above(self, entry: Entry) -> list[tuple[TreePath, int]]:
        """The calls that made the routers above an entry, and those that put them where they are."""
        found: set[tuple[TreePath, int]] = set()
        for thing in self._upwards(self._starts.get(entry, ())):
            if isinstance(thing.what, int) and thing.is_call:
                found.add((thing.path, thing.what))
            found |= {each.call for each in self._above.get(thing, ()) if each.call is not None}
        return sorted(found)

    def _upwards(self, things: Iterable[Thing]) -> Iterator[Thing]:
        """The things, and all that they are put below."""
        seen: set[Thing] = set()
        waiting = [*things]
        while waiting:
            thing = waiting.pop()
            if thing not in seen:
                seen.add(thing)
                yield thing
                waiting += [each.thing for each in self._above.get(thing, ())]

    def _start(self, entry: Entry) -> list[Thing]:
        """The router that a route is put on; without one, the call or function itself."""
        if entry.call is None:
            return [self._function(entry.function)]
        path, number = entry.call
        facts = self._program.facts(path)
        call = facts.calls[number] if facts is not None else None
        on = self._receivers(path, call) if call is not None else []
        return on or [
            self._function(entry.function) if self._decorates(entry) else Thing(path, number, is_call=True)
        ]

    def _decorates(self, entry: Entry) -> bool:
        decorations = self._program.decorations(entry.function)
        return entry.call is not None and any(
            entry.call == (entry.function.path, call) for _, call in decorations
        )

    def _function(self, function: Frame) -> Thing:
        cls = self._program.class_of(function)
        frame = cls.frame if cls is not None else function
        return Thing(frame.path, frame.scope)

    def _receivers(self, path: TreePath, call: Called) -> list[Thing]:
        base = call.callee.base if isinstance(call.callee, Attribute) else None
        return self._things.of(Frame(path, call.scope), base) if base is not None else []

    def _climb(self) -> None:
        """Read what puts the routers of the entries below a path, and what those are put below, in turn."""
        words = self._mounts.names
        loaded = 0
        for _ in range(_MAX_ROUNDS):
            self._note(self._program.loaded())
            homes = {thing.path for things in self._starts.values() for thing in self._upwards(things)}
            if not homes:
                return
            near = self._program.import_distances(homes, 1)
            named = self._program.files_hinting(filter(None, map(_dotted, homes)))
            unread = {*near, *named} - set(self._program.loaded())
            mounting = self._program.files_with(words, sorted(filter(self._program.is_live, unread)))
            chosen = sorted(mounting)[: _MAX_FILES - loaded]
            if not chosen:
                return
            loaded += len(chosen)
            self._program.load(chosen)
        self._note(self._program.loaded())

    def _note(self, paths: Iterable[TreePath]) -> None:
        """Work out anew what stands below what: a file that was read last may say what an earlier one means."""
        self._above.clear()
        self._own.clear()
        for path in paths:
            facts = self._program.facts(path)
            if facts is None:
                continue
            for thing, container in self._things.contained(path, facts):
                self._above[thing].append(_Above(container, "", replaces=False, call=None))
            for number, call in enumerate(facts.calls):
                if isinstance(call.callee, Attribute | Name) and self._mounts.ends_in(call.callee.name):
                    for mount in self._patterns(path, number):
                        self._mounted(path, number, facts, mount)

    def _patterns(self, path: TreePath, number: int) -> list[MountPattern]:
        origins = sorted(c.origin for c in self._program.callees(path, number) if isinstance(c, External))
        return list(dict.fromkeys(mount for origin in origins for mount in self._mounts.matching(origin)))

    def _mounted(self, path: TreePath, number: int, facts: Facts, mount: MountPattern) -> None:
        call = facts.calls[number]
        frame = Frame(path, call.scope)
        texts = self._program.values(path, call, mount.prefix, parameters=False) if mount.prefix else ()
        prefix = texts[0] if texts else ""
        made = Thing(path, number, is_call=True)
        if not mount.child:
            self._own[made] = prefix
            for value in given(call, mount.on) if mount.on else ():
                for parent in self._things.of(frame, value):
                    self._above[made].append(_Above(parent, "", replaces=False, call=None))
            return
        for parent in self._receivers(path, call) or [made]:
            for value in given(call, mount.child):
                for child in self._things.of(frame, value):
                    if child != parent:
                        replaces = mount.replaces and bool(texts)
                        self._above[child].append(_Above(parent, prefix, replaces, (path, number)))

    def _prefixes(self, thing: Thing, below: str, depth: int) -> list[str]:
        """Every path that leads to a thing, before what is below it."""
        above = self._above.get(thing, ()) if depth < _MAX_DEPTH else ()
        own = self._own.get(thing, "")
        if not above:
            return [_joined(own, below)]
        found: list[str] = []
        for each in above:
            inner = below if each.replaces else _joined(own, below)
            found += self._prefixes(each.thing, _joined(each.prefix, inner), depth + 1)
        return list(dict.fromkeys(found))


def _dotted(path: TreePath) -> str:
    """The last two parts of a module's name, as a text may spell it; empty where it has but one."""
    parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
    return ".".join(parts[-2:]) if len(parts) > 1 else ""


def _joined(prefix: str, route: str) -> str:
    """A path below another, as both were written: regular expressions lose the anchors between them."""
    if not prefix or not route:
        return prefix or route
    outer, inner = prefix.removesuffix("$"), route.removeprefix("^")
    if outer.endswith("/") and inner.startswith("/"):
        return outer + inner[1:]
    between = "" if outer.endswith("/") or inner.startswith("/") else "/"
    return f"{outer}{between}{inner}"
