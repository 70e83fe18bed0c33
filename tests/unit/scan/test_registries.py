from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import pytest

from smsaudit.model.language import LANGUAGES
from smsaudit.model.location import TreePath
from smsaudit.scan import config, dependencies
from smsaudit.scan.config import dialect
from smsaudit.scan.config.entries import Format
from smsaudit.scan.config.scanners import CONFIG_SCANNERS
from smsaudit.scan.dependencies import DEPENDENCY_SCANNERS
from smsaudit.scan.dependencies.packages import Manifest
from smsaudit.scan.names import is_manifest, is_read
from smsaudit.scan.names.configuration import CONFIGURATION, is_settings
from smsaudit.scan.names.manifests import MANIFESTS
from smsaudit.scan.text_grammars import grammar_of


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


def test_names_tell_of_every_scanner_that_it_reads_them() -> None:
    by_name = {one.names for one in CONFIG_SCANNERS if isinstance(one, Format)}
    assert {*CONFIGURATION} == {*by_name, is_settings}
    assert {*MANIFESTS} == {one.names for one in DEPENDENCY_SCANNERS if isinstance(one, Manifest)}
    assert [ending for ending in LANGUAGES if grammar_of(LANGUAGES[ending]) is None] == []


@pytest.mark.parametrize(
    "name", ["a.py", "A.JAVA", "bin/send", "a.ipynb", ".env.prod", "deploy/sites-enabled/sms", "go.mod"]
)
def test_what_a_scanner_wants_is_read(name: str) -> None:
    assert is_read(TreePath(name))
    assert is_manifest(TreePath(name)) == (name == "go.mod")


@pytest.mark.parametrize("name", ["README.md", "Java", ".java", "a.png", "sites-enabled.txt"])
def test_what_no_scanner_wants_is_not(name: str) -> None:
    assert not is_read(TreePath(name))
