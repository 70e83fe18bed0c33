"""Tables of `name = "version"` or `name = { version = …, … }`, as Poetry, Pipenv and Cargo write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct, field

from smsaudit.model.fact import Dependency
from smsaudit.model.location import Place
from smsaudit.scan.config.entries import Entry, KeyPath
from smsaudit.scan.dependencies.packages import package

_SOURCES = ("git", "url", "path", "file", "ref")


class _Found(Struct):
    place: Place
    name: str
    requirement: str = ""


class VersionTables(Struct):
    """Gathers what several entries say about one package."""

    ecosystem: str
    name_of: Callable[[str], str] = str
    _found: dict[tuple[str, str], _Found] = field(default_factory=dict)

    def add(self, group: str, path: KeyPath, entry: Entry) -> None:
        """Takes one entry; `path` begins with the package's name."""
        name = str(path[0])
        found = self._found.setdefault((group, name), _Found(entry.place, name))
        key = path[-1] if len(path) > 1 else "version"
        if key == "package":
            found.name = entry.value
        elif key == "version" or (key in _SOURCES and not found.requirement):
            found.requirement = entry.value

    def dependencies(self) -> Iterator[Dependency]:
        """One dependency per group and name."""
        for (group, _), found in self._found.items():
            yield package(self.ecosystem, self.name_of(found.name), found.requirement, found.place, group)
