"""Signatures against the SDK packages that they name: do the names still stand there? Packages are read, never imported."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from smsaudit.discover import Undecodable, Unreadable, decode, open_tree
from smsaudit.model.fact import Facts
from smsaudit.model.location import TreePath
from smsaudit.model.origin_glob import segments
from smsaudit.model.signature import CallTarget, ImportTarget, Pattern, Signature, SubclassTarget
from smsaudit.scan.read import read

_DIST = re.compile(r"(?P<name>[^/]+?)-(?P<version>\d[^/-]*)\.dist-info")
_REQUIRES = re.compile(r"^Requires-Dist: (?P<name>[\w.-]+)(?![^\n]*extra)", re.MULTILINE)
_ENDINGS = (".py", ".pyi")
_IMPORTS = re.compile(rb"^[ \t]*(?:from|import)[ \t]+(?P<root>[A-Za-z_]\w*)", re.MULTILINE)


class Standing(StrEnum):
    """Where a name stands in the package that it begins with."""

    FOUND = "found"
    MOVED = "moved"
    """The package has the name, and not where the signature says."""
    GONE = "gone"


class Compared(Struct, frozen=True, order=True):
    """One origin of a pattern, and what the package says of it."""

    signature: str
    pattern: str
    origin: str
    standing: Standing
    told: str = ""


def compare(signatures: Iterable[Signature], directory: Path) -> tuple[Compared, ...]:
    """Every origin whose package is installed in `directory`, sorted.

    A package may take names from companions: those are looked through as well. Where one of the same family is
    required and not installed, nothing is said of a name that is missing.
    """
    wanted: dict[str, list[tuple[Signature, Pattern, str]]] = defaultdict(list)
    for signature in signatures:
        for pattern in signature.patterns:
            for origin in _origins(pattern):
                if "(" not in origin and "*" not in segments(origin)[0][0]:
                    wanted[segments(origin)[0][0]].append((signature, pattern, origin))
    absent = _absent(directory)
    found: list[Compared] = []
    for root, origins in sorted(wanted.items()):
        if (directory / root).is_dir():
            package = _Package(directory, root)
            for signature, pattern, origin in origins:
                standing, told = package.standing(_names(origin))
                if standing is not Standing.GONE or _family(root) not in absent:
                    found.append(Compared(signature.id, pattern.id, origin, standing, told))
    return tuple(sorted(set(found)))


def _absent(directory: Path) -> frozenset[str]:
    """Families of which a distribution is required by another one and not installed."""
    installed = {_normal(name) for name in versions(directory)}
    required: set[tuple[str, str]] = set()
    for path in sorted(directory.glob("*.dist-info")):
        if (match := _DIST.fullmatch(path.name)) and (path / "METADATA").is_file():
            text = (path / "METADATA").read_text(encoding="utf-8", errors="replace")
            required |= {(match["name"], name) for name in _REQUIRES.findall(text)}
    return frozenset(
        _family(name)
        for owner, name in required
        if _family(owner) == _family(name) and _normal(name) not in installed
    )


def _normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _family(distribution: str) -> str:
    """What the distributions of one maker begin with."""
    return _normal(distribution).partition("-")[0]


def lost(compared: Iterable[Compared]) -> tuple[str, ...]:
    """Patterns none of whose origins stands where it should, sorted."""
    standing: dict[str, set[Standing]] = defaultdict(set)
    for one in compared:
        standing[one.pattern].add(one.standing)
    return tuple(sorted(name for name, kinds in standing.items() if Standing.FOUND not in kinds))


def versions(directory: Path) -> dict[str, str]:
    """Distribution -> version of everything installed in `directory`."""
    found = (_DIST.fullmatch(path.name) for path in sorted(directory.glob("*.dist-info")))
    return {match["name"]: match["version"] for match in found if match}


def _origins(pattern: Pattern) -> tuple[str, ...]:
    match pattern.target:
        case CallTarget(origins) | SubclassTarget(origins):
            return origins
        case ImportTarget(modules):
            return modules
        case _:
            return ()


def _names(origin: str) -> list[str]:
    return [name for name, _ in segments(origin)]


class _Package:
    """The names of one installed package; a file is read when it is the one to hold a name, or may hold a missing one."""

    def __init__(self, directory: Path, root: str) -> None:
        self._directory = directory
        self._root = root
        tree = self._tree = open_tree(directory / root, include_ignored=True)
        self._paths = {
            _module(root, file.path): file.path for file in tree.files if file.path.endswith(_ENDINGS)
        }
        self._defined: dict[str, frozenset[str]] = {}
        """Module -> names that it defines, imports or binds."""
        self._everywhere: dict[str, str] = {}
        """Name -> a module that has it."""
        self._mentioned: set[str] = set()
        """Names that stand in code otherwise: attributes that are made while the package runs."""

    @cached_property
    def _companions(self) -> tuple[_Package, ...]:
        """Packages of the same directory that this one imports."""
        roots = {
            root.decode() for path in self._paths.values() for root in _IMPORTS.findall(self._bytes(path))
        } - {self._root}
        return tuple(
            _Package(self._directory, root) for root in sorted(roots) if (self._directory / root).is_dir()
        )

    def standing(self, names: list[str]) -> tuple[Standing, str]:
        """Where the names of one origin stand: a module, what it holds, and what that has in turn."""
        length, holding = self._holding(names)
        if length == len(names):
            return Standing.FOUND, ""
        first, *others = names[length:]
        for name in others:
            if "*" not in name and not self._finds_anywhere(name):
                return Standing.GONE, f"`{name}` is nowhere in the package"
        if "*" in first or any(first in self._names_of(module) for module in holding):
            return Standing.FOUND, ""
        if not self._finds_anywhere(first):
            return Standing.GONE, f"`{first}` is nowhere in the package"
        elsewhere = self._everywhere.get(first)
        return (Standing.MOVED, f"`{first}` stands in {elsewhere}") if elsewhere else (Standing.FOUND, "")

    def _holding(self, names: list[str]) -> tuple[int, list[str]]:
        """How many of the names are a module's, and the modules that fit them."""
        for length in range(len(names), 0, -1):
            fitting = [
                module
                for module in self._paths
                if len(parts := module.split(".")) == length and all(map(fnmatchcase, parts, names[:length]))
            ]
            if fitting:
                return length, fitting
        return 1, []

    def _finds_anywhere(self, name: str) -> bool:
        """Whether the name stands in the package or in one that it imports."""
        return self.finds(name) or any(companion.finds(name) for companion in self._companions)

    def finds(self, name: str) -> bool:
        """Whether the name stands anywhere; files that hold it are read until one defines it."""
        if name in self._everywhere:
            return True
        for module, path in self._paths.items():
            if module not in self._defined and name.encode() in self._bytes(path):
                self._names_of(module)
                if name in self._everywhere:
                    return True
        return name in self._mentioned

    def _names_of(self, module: str) -> frozenset[str]:
        if module not in self._defined:
            facts = self._facts(self._paths[module])
            self._defined[module] = frozenset(_defined(facts))
            self._mentioned |= {word.text for word in facts.words}
            for name in self._defined[module]:
                self._everywhere.setdefault(name, module)
        return self._defined[module]

    def _facts(self, path: TreePath) -> Facts:
        try:
            return read(path, decode(path, self._bytes(path)))[0]
        except Undecodable:
            return Facts(language="none")

    def _bytes(self, path: TreePath) -> bytes:
        try:
            return self._tree.read(path)
        except Unreadable:
            return b""


def _module(root: str, path: TreePath) -> str:
    stem = path.rpartition(".")[0].removesuffix("__init__").strip("/")
    return ".".join(filter(None, (root, *stem.split("/"))))


def _defined(facts: Facts) -> Iterator[str]:
    yield from (scope.name for scope in facts.scopes)
    yield from (bound.name for bound in facts.bindings)
    yield from (imported.alias or imported.name or "" for imported in facts.imports)
    yield from (stored.attribute for stored in facts.stores if stored.attribute)
