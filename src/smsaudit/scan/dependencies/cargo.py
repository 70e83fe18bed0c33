"""Cargo.toml: what a crate depends on."""

from __future__ import annotations

from smsaudit.scan.config.entries import Cut
from smsaudit.scan.config.toml_files import read_toml
from smsaudit.scan.dependencies.packages import Packages
from smsaudit.scan.dependencies.versions import VersionTables

_GROUPS = {"dependencies": "", "dev-dependencies": "dev", "build-dependencies": "build"}


def read_cargo(text: str) -> Packages:
    """Every dependency table: of the crate, of its workspace, and per target."""
    tables = VersionTables("cargo")
    for item in read_toml(text):
        if isinstance(item, Cut):
            yield item
            continue
        match item.path:
            case (
                ("workspace", str(table), *rest) | ("target", _, str(table), *rest) | (str(table), *rest)
            ) if table in _GROUPS and rest:
                tables.add(_GROUPS[table], tuple(rest), item)
            case _:
                pass
    yield from tables.dependencies()
