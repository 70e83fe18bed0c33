"""Who imports whom, after the import lines alone: a cheap index over all files, read or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from smsaudit.model.location import TreePath
from smsaudit.resolve.library import ImportLine, Indexed
from smsaudit.resolve.modules import Modules, dotted_name

_FEW = 200
"""Files whose own imports are followed; those of more lead to so much that all are looked at."""


class Importers:
    """The imports of a tree, and their reverse, which is made when nothing less will do."""

    def __init__(self, library: Indexed, modules: Modules) -> None:
        self._library = library
        self.modules = modules
        self._known: dict[str, Mapping[TreePath, frozenset[TreePath]]] = {}
        self._loaded: dict[TreePath, frozenset[TreePath]] = {}
        self._is_reversed = False

    def distances(
        self, homes: Iterable[TreePath], limit: int, among: Collection[TreePath] | None = None
    ) -> dict[TreePath, int]:
        """How many imports lie between a file (of `among`, or any) and one of `homes`, for all within `limit`."""
        homes = frozenset(homes)
        if among is None and limit == 1 and not self._is_reversed:
            among = self._naming(homes)
        if among is not None and len(among) <= _FEW and not self._is_reversed:
            found = self._forwards(among, homes, limit)
        else:
            found = self._backwards(homes, limit)
        return found if among is None else {path: found[path] for path in among if path in found}

    def _backwards(self, homes: Iterable[TreePath], limit: int) -> dict[TreePath, int]:
        """From the files that are imported: this takes the import lines of all files, once."""
        found = dict.fromkeys(homes, 0)
        edge = sorted(found)
        for distance in range(1, limit + 1):
            edge = sorted({file for path in edge for file in self._importing(path)} - set(found))
            found |= dict.fromkeys(edge, distance)
        return found

    def _forwards(
        self, files: Iterable[TreePath], homes: Iterable[TreePath], limit: int
    ) -> dict[TreePath, int]:
        """From the files that import: this takes no more lines than theirs, and of what they lead to."""
        reached = self.imported(files, limit)
        found = dict.fromkeys(homes, 0)
        edge = frozenset(found)
        for distance in range(1, limit + 1):
            rest = (path for path in reached if path not in found)
            edge = frozenset(path for path in rest if not edge.isdisjoint(self._loads(path)))
            found |= dict.fromkeys(edge, distance)
        return found

    def imported(self, homes: Iterable[TreePath], limit: int) -> frozenset[TreePath]:
        """`homes`, and the files that these import, directly or by so many imports."""
        found = edge = frozenset(homes)
        for _ in range(limit):
            self._look_at(edge)
            edge = frozenset(module for path in edge for module in self._loads(path)) - found
            found |= edge
        return found

    def _naming(self, modules: Collection[TreePath]) -> Collection[TreePath] | None:
        """Files that may import one of the modules, by its name; None if a package is among them, which needs none."""
        if any(module.endswith("__init__.py") for module in modules):
            return None
        names = {dotted_name(module).rpartition(".")[2] for module in modules}
        return {*self._library.naming(names), *modules}

    def _look_at(self, files: Iterable[TreePath]) -> None:
        """Note what these files import."""
        unknown = sorted(path for path in files if path not in self._loaded)
        for path, lines in self._library.import_lines(unknown).items():
            self._loaded[path] = frozenset(module for line in lines for module in self._named(line, path))

    def _loads(self, path: TreePath) -> frozenset[TreePath]:
        """The modules that a file which was looked at imports."""
        return self._loaded.get(path, frozenset())

    def _importing(self, module: TreePath) -> frozenset[TreePath]:
        found = self._importers_of(dotted_name(module).rpartition(".")[2]).get(module, frozenset())
        if module.endswith("__init__.py"):  # `from . import name` loads the package and does not name it
            found |= self._importers_of("").get(module, frozenset())
        return found

    def _importers_of(self, name: str) -> Mapping[TreePath, frozenset[TreePath]]:
        """Who imports each of the modules with this last name: many trees have hundreds of one name."""
        known = self._known.get(name)
        if known is None:
            found: dict[TreePath, set[TreePath]] = defaultdict(set)
            for path, line in self._by_last_name.get(name, ()):
                for module in self._named(line, path):
                    found[module].add(path)
            known = self._known[name] = {module: frozenset(paths) for module, paths in found.items()}
        return known

    @cached_property
    def _by_last_name(self) -> dict[str, list[tuple[TreePath, ImportLine]]]:
        """Import lines by every name that may be the last one of a module they load."""
        found: dict[str, list[tuple[TreePath, ImportLine]]] = defaultdict(list)
        self._is_reversed = True
        for path, lines in self._library.import_lines(self._library.python).items():
            for line in lines:
                for name in {line.module.rpartition(".")[2], *line.names}:
                    found[name].append((path, line))
        return found

    def _named(self, line: ImportLine, path: TreePath) -> set[TreePath]:
        """The modules that an import may load; a folder without `__init__` is a package too."""
        module = self.modules.find(line.module, line.level, path)
        if module is not None:
            inner = [self.modules.submodule(module, name) for name in line.names]
            return {module, *(each for each in inner if each is not None)}
        folder = self.modules.folder(line.module, line.level, path)
        inside = [self.modules.inside(folder, name) for name in line.names] if folder is not None else []
        return {each for each in inside if each is not None}
