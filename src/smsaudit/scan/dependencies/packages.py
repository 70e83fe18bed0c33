"""What readers of manifests yield, and how that becomes dependencies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from smsaudit.model.fact import Dependency, Facts
from smsaudit.model.gap import Gap
from smsaudit.model.location import Place, TreePath
from smsaudit.model.words import Words
from smsaudit.scan.config.entries import Cut, clean, gaps_of

MOST_DEPENDENCIES = 20_000
_LONGEST_NAME = 300
_TOO_MANY = Words(f"more than {MOST_DEPENDENCIES} dependencies", f"依赖超过{MOST_DEPENDENCIES}个")
_DEVELOPMENT = frozenset(
    {"dev", "develop", "development", "devdependencies", "dev-dependencies", "require-dev"}
)
_TEST = frozenset({"test", "tests", "testing"})
_RUN_TIME = frozenset({"", "main", "default", "production"})

Packages = Iterator[Dependency | Cut]


class Manifest(Struct, frozen=True):
    """A kind of manifest or lock file: which files are of it, and how they are read."""

    names: Callable[[TreePath], bool]
    read: Callable[[str], Packages]
    group_of_file: Callable[[TreePath], str] | None = None
    """The group that the file's name gives to what it lists, where the format has no groups."""

    def wants(self, path: TreePath) -> bool:
        """Whether a file of this name is such a manifest."""
        return self.names(path)

    def scan(self, path: TreePath, text: str) -> tuple[Facts, tuple[Gap, ...]]:
        """The packages that one file names, each once per group and requirement."""
        found: dict[tuple[str, str, str, str], Dependency] = {}
        cuts: list[Cut] = []
        for item in self.read(text):
            if isinstance(item, Cut):
                cuts.append(item)
                continue
            if len(found) >= MOST_DEPENDENCIES:
                cuts.append(Cut(_TOO_MANY, item.place.line))
                break
            if self.group_of_file and not item.group:
                item = replace(item, group=self.group_of_file(path))  # noqa: PLW2901 - the same package, placed
            found.setdefault((item.ecosystem, item.name, item.requirement, item.group), item)
        dependencies = sorted(found.values(), key=lambda one: (one.place.line, one.place.column))
        return Facts("manifest", dependencies=tuple(dependencies)), gaps_of(path, cuts)


def package(ecosystem: str, name: str, requirement: str, place: Place, group: str = "") -> Dependency:
    """A dependency with bounded texts and a group in the shared vocabulary."""
    return Dependency(
        ecosystem,
        clean(name[:_LONGEST_NAME]),
        clean(requirement[:_LONGEST_NAME]),
        place,
        group_of(group),
    )


def group_of(name: str) -> str:
    """`name` as a group: empty for run time, `dev`, `test`, or what the manifest calls it."""
    plain = name.strip().lower()
    if plain in _RUN_TIME:
        return ""
    if plain in _DEVELOPMENT:
        return "dev"
    return "test" if plain in _TEST else clean(name.strip()[:_LONGEST_NAME])


def normalised_name(name: str) -> str:
    """A Python package name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
