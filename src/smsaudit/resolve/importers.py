"""Who imports whom, after the import lines alone: a cheap index over all files, read or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from smsaudit.model.location import TreePath
from smsaudit.resolve.library import ImportLine, Indexed
from smsaudit.resolve.modules import Modules, dotted_name


class Importers:
    """The imports of a tree, and their reverse, which is made when it is first asked about."""

    def __init__(self, library: Indexed, modules: Modules) -> None:
        self._library = library
        self.modules = modules
        self._known: dict[str, Mapping[TreePath, frozenset[TreePath]]] = {}

    def distances(self, homes: Iterable[TreePath], limit: int) -> dict[TreePath, int]:
        """How many imports lie between a file and one of `homes`, for every file within `limit`."""
        found = dict.fromkeys(homes, 0)
        edge = sorted(found)
        for distance in range(1, limit + 1):
            edge = sorted({file for path in edge for file in self._importing(path)} - set(found))
            found |= dict.fromkeys(edge, distance)
        return found

    def imported(self, homes: Iterable[TreePath], limit: int) -> frozenset[TreePath]:
        """`homes`, and the files that these import, directly or by so many imports."""
        found = edge = frozenset(homes)
        for _ in range(limit):
            lines = self._library.import_lines(sorted(edge))
            edge = frozenset(
                module for path in lines for line in lines[path] for module in self._named(line, path)
            )
            edge -= found
            found |= edge
        return found

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
