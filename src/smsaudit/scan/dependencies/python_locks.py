"""Lock files of Python: Pipenv, Poetry, uv, PDM."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from smsaudit.model.fact import Dependency
from smsaudit.model.location import Place
from smsaudit.scan.config.entries import Cut, Entry
from smsaudit.scan.config.json_files import read_json
from smsaudit.scan.config.toml_files import read_toml
from smsaudit.scan.dependencies.packages import Packages, normalised_name, package
from smsaudit.scan.dependencies.versions import VersionTables


class _Locked(Struct):
    index: int
    place: Place
    name: str = ""
    version: str = ""
    groups: set[str] = field(default_factory=set)

    def take(self, key: object, value: str, place: Place) -> None:
        if key == "name":
            self.name, self.place = value, place
        elif key == "version":
            self.version = value
        elif key in ("groups", "category"):
            self.groups.add(value)

    def dependencies(self) -> Iterator[Dependency]:
        if self.name:
            group = "" if not self.groups or self.groups & {"main", "default"} else min(self.groups)
            yield package("pypi", normalised_name(self.name), f"=={self.version}", self.place, group)


def read_pipfile_lock(text: str) -> Packages:
    """Every locked package, by section."""
    tables = VersionTables("pypi", normalised_name)
    for item in read_json(text):
        if isinstance(item, Cut):
            yield item
            continue
        match item.path:
            case ("default" | "develop" as group, name, "version"):
                tables.add(group, (name, "version"), item)
            case _:
                pass
    yield from tables.dependencies()


def read_toml_lock(text: str) -> Packages:
    """Every `[[package]]` with the version it is locked to."""
    current = _Locked(-1, Place(1))
    for item in read_toml(text):
        if isinstance(item, Cut):
            yield item
            continue
        index = _package_index(item)
        if index is None:
            continue
        if index != current.index:
            yield from current.dependencies()
            current = _Locked(index, item.place)
        current.take(item.path[2], item.value, item.place)
    yield from current.dependencies()


def _package_index(entry: Entry) -> int | None:
    match entry.path:
        case ("package" | "packages", int(index), "name" | "version" | "category", *_):
            return index
        case ("package" | "packages", int(index), "groups", int()):
            return index
        case _:
            return None
