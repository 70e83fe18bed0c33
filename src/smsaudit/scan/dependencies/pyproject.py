"""pyproject.toml and Pipfile: the standard tables, and those of Poetry, PDM, uv and Hatch."""

from __future__ import annotations

from smsaudit.model.fact import Dependency
from smsaudit.scan.config.entries import Cut, Entry
from smsaudit.scan.config.toml_files import read_toml
from smsaudit.scan.dependencies.packages import Packages, normalised_name
from smsaudit.scan.dependencies.requirements import requirement
from smsaudit.scan.dependencies.versions import VersionTables


def read_pyproject(text: str) -> Packages:
    """Every requirement of every table that names any."""
    tables = VersionTables("pypi", normalised_name)
    for item in read_toml(text):
        if isinstance(item, Cut):
            yield item
        elif found := _listed(item):
            yield found
        else:
            _tabled(item, tables)
    yield from (one for one in tables.dependencies() if one.name != "python")


def _listed(entry: Entry) -> Dependency | None:
    """A requirement written as one string in a list."""
    match entry.path:
        case ("project", "dependencies", int()):
            group = ""
        case ("tool", "uv", "dev-dependencies", int()):
            group = "dev"
        case (
            ("project", "optional-dependencies", str(group), int())
            | ("dependency-groups", str(group), int())
            | ("tool", "pdm", "dev-dependencies", str(group), int())
            | ("tool", "hatch", "envs", str(group), "dependencies" | "extra-dependencies", int())
        ):
            pass
        case _:
            return None
    return requirement(entry.value, entry.place, group)


def _tabled(entry: Entry, tables: VersionTables) -> None:
    match entry.path:
        case ("tool", "poetry", "dependencies", *rest) | ("packages", *rest):
            group = ""
        case ("tool", "poetry", "dev-dependencies", *rest) | ("dev-packages", *rest):
            group = "dev"
        case ("tool", "poetry", "group", str(group), "dependencies", *rest):
            pass
        case _:
            return
    if rest:
        tables.add(group, tuple(rest), entry)
