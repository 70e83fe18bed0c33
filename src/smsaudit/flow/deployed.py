"""Functions that a deployment file or a manifest names: handlers of cloud functions, console scripts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from posixpath import dirname, join, normpath

from smsaudit.flow.program import Program
from smsaudit.flow.registered import Kind
from smsaudit.model.fact import Facts, Setting
from smsaudit.model.framework import DeployedEntry, EntryPattern
from smsaudit.model.location import Location, TreePath
from smsaudit.model.referent import Frame
from smsaudit.model.signature import Signature

_FOLDERS = ("", "src")
_HANDLER = re.compile(r"(?P<module>[\w./-]+?)[.:](?P<name>\w+)(?:\s*\[.*\])?")

Found = tuple[Signature, EntryPattern, Location, str]


class Deployed:
    """Reads the files that the framework signatures tell of, when somebody asks."""

    def __init__(self, program: Program, kinds: Iterable[Kind]) -> None:
        self._program = program
        self._kinds = [(s, e, e.target) for s, e in kinds if isinstance(e.target, DeployedEntry)]

    def naming(self, function: Frame) -> list[Found]:
        """Where a function of a module is named; what tells the event goes before what does not."""
        facts = self._program.facts(function.path)
        scope = facts.scopes[function.scope] if facts is not None else None
        if scope is None or scope.parent != 0:
            return []
        found = self._handlers.get((function.path, scope.name), [])
        telling = {location for _, entry, location, _ in found if _target(entry).beside}
        return [each for each in found if each[2] not in telling or _target(each[1]).beside]

    @cached_property
    def _handlers(self) -> Mapping[tuple[TreePath, str], list[Found]]:
        found: dict[tuple[TreePath, str], list[Found]] = defaultdict(list)
        files = self._program.files_named(glob for *_, target in self._kinds for glob in target.files)
        for path, globs in sorted(files.items()):
            facts = self._program.read(path)
            for signature, entry, target in self._kinds if facts is not None else ():
                if facts is not None and not globs.isdisjoint(target.files):
                    for home, name, place in self._named(path, facts, entry, target):
                        found[home, name].append((signature, entry, *place))
        return found

    def _named(
        self, path: TreePath, facts: Facts, entry: EntryPattern, target: DeployedEntry
    ) -> Iterator[tuple[TreePath, str, tuple[Location, str]]]:
        for setting in facts.settings:
            open_parts = _open_parts(target.settings, setting.key)
            handler = _HANDLER.fullmatch(setting.value.strip()) if open_parts is not None else None
            if open_parts is None or handler is None:
                continue
            beside = _value(facts.settings, target.beside, open_parts)
            if target.beside and beside is None:
                continue
            folder = _value(facts.settings, target.folder, open_parts) or ""
            home = self._home(path, folder, handler["module"])
            route = " ".join(
                part
                for key in (entry.verbs, entry.route)
                if (part := (_value(facts.settings, key, open_parts) or "").strip())
            )
            route = route or (setting.key.rpartition(".")[2] if entry.named == "key" else "")
            if home is not None:
                yield home, handler["name"], (Location(path, setting.place), _in_capitals(route))

    def _home(self, path: TreePath, folder: str, module: str) -> TreePath | None:
        """The file of a module, below the folder that is named or that of the deployment file."""
        stem = module if "/" in module else module.replace(".", "/")
        for between in _FOLDERS:
            whole = normpath(join(dirname(path), folder, between, stem))
            for candidate in (TreePath(f"{whole}.py"), TreePath(f"{whole}/__init__.py")):
                if self._program.has(candidate):
                    return candidate
        return None


def _target(entry: EntryPattern) -> DeployedEntry:
    if not isinstance(entry.target, DeployedEntry):
        raise TypeError(entry.id)
    return entry.target


def _in_capitals(route: str) -> str:
    """A route whose method is written in small letters, as others write it."""
    verb, space, rest = route.partition(" ")
    return f"{verb.upper()} {rest}" if space else route


def _shape(glob: str) -> re.Pattern[str]:
    return re.compile(r"([^.]+)".join(map(re.escape, glob.split("*"))))


def _open_parts(globs: Iterable[str], key: str) -> tuple[str, ...] | None:
    """What stands for each `*` of the first glob that the key fits."""
    for glob in globs:
        match = _shape(glob).fullmatch(key)
        if match:
            return match.groups()
    return None


def _value(settings: Iterable[Setting], globs: str, open_parts: tuple[str, ...]) -> str | None:
    """The value of the first setting whose key fits one of the globs, with the known parts filled in."""
    for glob in globs.split("|") if globs else ():
        filled = glob
        for part in open_parts:
            filled = filled.replace("*", part.replace("*", "\0"), 1)
        shape = _shape(filled)
        for setting in settings:
            if shape.fullmatch(setting.key.replace("*", "\0")):
                return setting.value
    return None
