"""What is installed, in numbers that are read again only when a file may have changed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from smsaudit import beside
from smsaudit import installed as numbers
from smsaudit.installed import Installed, ages, installed
from smsaudit.law.dates import dates
from smsaudit.law.files import digest as digest_of_law
from smsaudit.signatures.dates import last_verified
from smsaudit.signatures.digest import digest
from smsaudit.signatures.files import shipped_directory

LATER = 10 * 10**9
_now = time.time_ns


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of three files, edited a while ago, that can keep its numbers."""
    for name in ("package", "signatures", "law", "bytecode"):
        (tmp_path / name).mkdir()
    for name in ("package/one.py", "signatures/one.toml", "law/one.toml"):
        (tmp_path / name).write_text("a = 1\n", encoding="utf-8")
    monkeypatch.setattr(numbers, "_PACKAGE", tmp_path / "package")
    monkeypatch.setattr(numbers, "shipped_directory", lambda: tmp_path / "signatures")
    monkeypatch.setattr(numbers, "law_directory", lambda: tmp_path / "law")
    monkeypatch.setattr(numbers, "digest_of_law", lambda: (tmp_path / "law" / "one.toml").read_text("utf-8"))
    monkeypatch.setattr(beside, "_folder", lambda: str(tmp_path / "bytecode"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    settle(monkeypatch, LATER)
    return tmp_path


def settle(monkeypatch: pytest.MonkeyPatch, nanoseconds: int) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: _now() + nanoseconds)


def asked() -> Installed:
    """The numbers as another run has them."""
    return installed.__wrapped__()


def never() -> Installed:
    raise AssertionError


def test_the_numbers_are_those_of_the_files() -> None:
    there = installed()
    assert there.signatures == digest((shipped_directory(),))
    assert there.law == digest_of_law()


def test_the_ages_are_those_in_the_files() -> None:
    for _ in range(2):
        found = ages()
        assert (found.read, found.again) == dates()
        assert found.verified == last_verified((shipped_directory(),))


def test_another_run_reads_none_of_the_files(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = asked()
    assert list((home / "bytecode").iterdir())
    monkeypatch.setattr(numbers, "_read", never)
    assert asked() == before


def grown(file: Path) -> None:
    file.write_text("a = 12\n", encoding="utf-8")


def edited_in_secret(file: Path) -> None:
    """The same size, and the time of modification set back."""
    there = file.stat()
    time.sleep(0.02)
    file.write_text("a = 2\n", encoding="utf-8")
    os.utime(file, ns=(there.st_atime_ns, there.st_mtime_ns))


def replaced(file: Path) -> None:
    other = file.with_name("other")
    other.write_text("a = 3\n", encoding="utf-8")
    other.replace(file)


@pytest.mark.parametrize("edit", [grown, edited_in_secret, replaced])
@pytest.mark.parametrize("name", ["package/one.py", "signatures/one.toml", "law/one.toml"])
def test_an_edited_file_is_seen_at_once(home: Path, name: str, edit: Callable[[Path], None]) -> None:
    if os.name == "nt" and edit is edited_in_secret:
        pytest.skip("Windows tells no time at which the time was set back")
    before = asked()
    edit(home / name)
    after = asked()
    assert sum(getattr(before, each) != getattr(after, each) for each in Installed.__struct_fields__) == 1


@pytest.mark.parametrize("name", ["package/two.py", "signatures/sub/two.toml"])
def test_a_new_file_is_seen_at_once_and_a_removed_one(home: Path, name: str) -> None:
    before = asked()
    file = home / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("b = 1\n", encoding="utf-8")
    assert asked() != before
    file.unlink()
    assert asked() == before


def test_files_that_were_edited_just_now_are_read_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch, 0)
    asked()
    assert not list((home / "bytecode").iterdir())


def test_no_file_is_looked_at_twice_where_nothing_can_be_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = asked()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert asked() == before
    for file in (home / "bytecode").iterdir():
        file.unlink()
    monkeypatch.setattr(numbers, "_entries", never)
    assert asked() == before


def test_a_link_to_nowhere_is_no_file(home: Path) -> None:
    before = asked()
    (home / "signatures" / "gone.toml").symlink_to(home / "nowhere")
    assert asked() == before
