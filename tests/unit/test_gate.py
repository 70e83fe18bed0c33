"""The settings of a tree that no disk could hold as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pytest

from smsaudit.discover import Tree
from smsaudit.discover.names import shown
from smsaudit.gate import settings_of
from smsaudit.model.source import SourceFile

AS_OF = date(2026, 11, 21)
OWN = b'[policy]\nmax-scenario = "B"\n'


@dataclass(frozen=True, slots=True)
class Memory:
    """Contents out of git's objects, which know no rules for names."""

    files: Mapping[str, bytes]

    def read(self, name: str) -> bytes:
        return self.files.get(name, b"")

    def expect(self, names: Iterable[str]) -> None:
        """Nothing to prepare."""


def tree(files: Mapping[str, bytes]) -> Tree:
    sources = tuple(SourceFile(shown(name), len(content)) for name, content in sorted(files.items()))
    return Tree(files=sources, gaps=(), commit=None, name="x", seen=len(files), contents=Memory(files))


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["x" * 300 + ".toml"], id="too long for any disk"),
        pytest.param(["a.toml", "a.toml/b.toml"], id="a file and a folder of one name"),
        pytest.param(["../../outside.toml", "/outside.toml", "C:outside.toml"], id="outside"),
        pytest.param(["\udcff.toml"], id="not UTF-8"),
    ],
)
def test_names_that_no_disk_holds_do_not_keep_the_settings_from_being_read(names: list[str]) -> None:
    held = tree({"smsaudit.toml": OWN, **dict.fromkeys(names, b"a = 1\n")})
    with settings_of(held, "main", AS_OF) as found:
        assert found.policy is not None
        assert found.policy.limits.max_scenario == "B"
