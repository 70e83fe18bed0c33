from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import pytest

from smsaudit.scan import config, dependencies
from smsaudit.scan.config import CONFIG_SCANNERS, dialect
from smsaudit.scan.config.entries import Format
from smsaudit.scan.dependencies import DEPENDENCY_SCANNERS
from smsaudit.scan.dependencies.packages import Manifest


def readers_in(package: ModuleType) -> set[str]:
    """Every `read_…` that a module of the package defines."""
    found: set[str] = set()
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        found |= {
            name
            for name, thing in vars(module).items()
            if name.startswith("read_") and getattr(thing, "__module__", "") == module.__name__
        }
    return found


def test_every_reader_of_configuration_is_registered() -> None:
    by_name = {one.read.__name__ for one in CONFIG_SCANNERS if isinstance(one, Format)}
    by_content = {name for name in vars(dialect) if name.startswith("read_")}
    # YAML is registered together with the files inside it, and falls back on its own line reader.
    assert readers_in(config) == (by_name - {"reading"}) | by_content | {"read_yaml", "read_yaml_lines"}


def test_every_reader_of_dependencies_is_registered() -> None:
    registered = {one.read.__name__ for one in DEPENDENCY_SCANNERS if isinstance(one, Manifest)}
    assert readers_in(dependencies) == registered


@pytest.mark.parametrize("scanners", [CONFIG_SCANNERS, DEPENDENCY_SCANNERS])
def test_a_registry_names_nothing_twice(scanners: tuple[object, ...]) -> None:
    assert len(set(map(id, scanners))) == len(scanners)
