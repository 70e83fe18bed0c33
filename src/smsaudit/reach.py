"""Where the objects of a package may get, told by import lines alone: elsewhere, a method called like theirs is another's.

`create_client` says nothing in a file into which no client of the package can come: one that does not import it, however
indirectly, that nobody who holds one imports, and that shares no importer with who holds one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Protocol

from msgspec import Struct

from smsaudit.model.imports import IMPORTS
from smsaudit.model.location import TreePath
from smsaudit.model.source import PYTHON
from smsaudit.resolve.importers import Importers
from smsaudit.resolve.library import ImportLine
from smsaudit.resolve.modules import dirname, dotted_name
from smsaudit.scan.names import may_be_script

Hits = Mapping[TreePath, frozenset[bytes]]

_HANDING = 3
"""Imports between who sees a package and a file into which an object is handed down: those that are read for that, and one more."""
_ALL = 1_000
"""More imports than lie behind one another in any tree."""
_WRITTEN = ("'{}.", '"{}.')
"""A dotted name in a text: a setting, of which any file may make the object."""
_WHOLE = ("import {}", "from {}", *_WRITTEN)
_PART = "{}."
_LOADED = ("'{}'", '"{}"')
"""A name in a text, for one of the functions that load modules."""
_LOADERS = frozenset(
    (
        b"import_module",
        b"import_string",
        b"import_by_path",
        b"__import__",
        b"find_spec",
        b"iter_modules",
        b"locate(",
        b"sys.modules",
        b"walk_packages",
    )
)
"""What loads modules by their names."""


class Library(Protocol):
    """What can be asked of files without reading them."""

    def further(self, literals: Iterable[bytes], among: Iterable[TreePath]) -> Hits:
        """Which more literals files hold that were found by others."""
        ...

    def containing(self, literals: Iterable[bytes], among: Iterable[TreePath]) -> Hits:
        """Which literals files hold."""
        ...

    def import_lines(self, paths: Iterable[TreePath]) -> Mapping[TreePath, Iterable[ImportLine]]:
        """The imports of Python files, taken from their bytes."""
        ...

    @property
    def python(self) -> tuple[TreePath, ...]:
        """All Python modules of the tree."""
        ...


class _Package(Struct, frozen=True):
    """The files that name a package."""

    importing: frozenset[TreePath]
    """Those that import it, or a part of the tree that is called like it, or are such a part."""
    naming: frozenset[TreePath]
    """Those, and the ones that write something of it without importing it in a way that can be told."""


class Reach:
    """Of these packages, each with the dotted names that begin what is asked of it, by the needles that were found in all files."""

    def __init__(
        self,
        packages: Mapping[str, frozenset[str]],
        hits: Hits,
        library: Library,
        importers: Importers,
    ) -> None:
        self._library = library
        self._importers = importers
        naming: dict[bytes, list[TreePath]] = defaultdict(list)
        for path, found in hits.items():
            for needle in found:
                naming[needle].append(path)
        holding = {
            root: sorted({path for each in telling(root) for path in naming.get(each, ())})
            for root in packages
        }
        every = sorted(frozenset[TreePath]().union(*holding.values()))
        paths = [path for path in every if _may_import(path)]
        self._configured = _configured(packages, library, [path for path in every if not _may_import(path)])
        possible = {root: [path for path in own if _may_import(path)] for root, own in holding.items()}
        forms = _LOADERS.union(*(_forms((*_WHOLE, *_LOADED, _PART), root) for root in possible))
        self._held = library.further(forms, paths)
        self._lines = library.import_lines(paths)
        self._packages = {root: self._named(root, paths) for root, paths in possible.items()}
        self._reached: dict[str, frozenset[TreePath] | None] = {}

    def names(self, path: TreePath, root: str) -> bool:
        """Whether a file names a package itself."""
        return path in self._packages[root].naming

    def is_imported(self, root: str) -> bool:
        """Whether any file imports a package, or a setting names what does."""
        return root in self._configured or bool(self._packages[root].importing)

    def reaches(self, path: TreePath, root: str) -> bool:
        """Whether an object of a package may get into a file."""
        if self.names(path, root):
            return True
        if root not in self._reached:
            self._reached[root] = self._find_reached(root)
        reached = self._reached[root]
        return reached is None or path in reached

    def _find_reached(self, root: str) -> frozenset[TreePath] | None:
        """The files into which who imports it, however indirectly, may hand an object; None where a text names it, which may be any's."""
        importing = self._packages[root].importing
        written = _forms(_WRITTEN, root)
        if root in self._configured or any(
            not written.isdisjoint(self._held.get(path, ())) for path in importing
        ):
            return None
        if not importing.isdisjoint(self._named_in_texts):
            return None
        loading = self._loading_beside(importing)
        seeing = self._importers.distances(importing | loading, _ALL) if importing else {}
        return self._importers.imported(seeing, _HANDING)

    @cached_property
    def _named_in_texts(self) -> frozenset[TreePath]:
        """Files that import one of the packages and that a text names as a module: `"shop.clients.make"`."""
        forms = {path: _as_module(path) for each in self._packages.values() for path in each.importing}
        found = self._library.containing(frozenset[bytes]().union(*forms.values()), self._library.python)
        texts = frozenset[bytes]().union(*found.values())
        return frozenset(path for path, own in forms.items() if not own.isdisjoint(texts))

    def _loading_beside(self, importing: Iterable[TreePath]) -> frozenset[TreePath]:
        """Files in the folders of these, or one above, that load modules by what they are called."""
        folders = {folder for path in importing for folder in (dirname(path), dirname(dirname(path)))}
        beside = [path for path in self._library.python if dirname(path) in folders]
        return frozenset(self._library.containing(_LOADERS, beside)) if folders else frozenset()

    def _named(self, root: str, possible: Iterable[TreePath]) -> _Package:
        whole, loaded, part = _forms(_WHOLE, root), _forms(_LOADED, root), _forms((_PART,), root)
        importing: set[TreePath] = set()
        naming: set[TreePath] = set()
        for path in possible:
            own = self._held.get(path, frozenset())
            if (
                not own.isdisjoint(whole)
                or not (own.isdisjoint(loaded) or own.isdisjoint(_LOADERS))
                or any(root in _segments(line) for line in self._lines[path])
                or root in dotted_name(path).split(".")
            ):
                importing.add(path)
            elif not own.isdisjoint(part):
                naming.add(path)
        return _Package(frozenset(importing), frozenset(importing | naming))


def _may_import(path: TreePath) -> bool:
    """Whether a file is Python, by its ending or, as far as its name tells, by its first line."""
    return path.endswith(PYTHON) or may_be_script(path)


def _configured(
    packages: Mapping[str, frozenset[str]], library: Library, paths: Iterable[TreePath]
) -> frozenset[str]:
    """The packages of which a file of configuration names something: `SENDER=acme.client.Client`."""
    names = {root: frozenset(name.lower().encode() for name in own) for root, own in packages.items()}
    found = library.further(frozenset[bytes]().union(*names.values()), paths)
    written = frozenset[bytes]().union(*found.values())
    return frozenset(root for root, own in names.items() if not own.isdisjoint(written))


def telling(root: str) -> Iterator[bytes]:
    """All that a file which imports a package may be found by: the ways to import it, its name and every part of that."""
    yield from _forms(IMPORTS, root)
    for start in range(len(root)):
        for end in range(start + 1, len(root) + 1):
            yield root[start:end].encode()


def _forms(forms: Iterable[str], root: str) -> frozenset[bytes]:
    return frozenset(form.format(root).lower().encode() for form in forms)


def _as_module(path: TreePath) -> frozenset[bytes]:
    """How a text may name a module: by its last two names and a mark behind them, or by the only one between marks."""
    *before, last = dotted_name(path).split(".")[-2:]
    if before:
        return frozenset(f"{before[0]}.{last}{mark}".lower().encode() for mark in ("'", '"', ".", ":"))
    return frozenset(f"{mark}{last}{end}".lower().encode() for mark in ("'", '"') for end in (mark, ".", ":"))


def _segments(line: ImportLine) -> Iterable[str]:
    return *line.module.split("."), *line.names
