"""What is kept beside bytecode."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from smsaudit import beside
from smsaudit.beside import is_of_use, keep, kept, key_of, packed

KEY = key_of("one")
WORDS = msgspec.msgpack.encode(["a", "b"])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    bytecode = tmp_path / "bytecode"
    bytecode.mkdir()
    monkeypatch.setattr(beside, "_folder", lambda: str(bytecode))
    monkeypatch.setattr(beside, "PACKAGED", tmp_path / "packaged")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return bytecode


def found(key: bytes = KEY) -> list[str] | None:
    return kept("words", key, list[str])


def test_what_was_kept_is_there_for_the_same_key_only(folder: Path) -> None:
    assert found() is None
    assert keep("words", KEY, WORDS)
    assert found() == ["a", "b"]
    assert found(key_of("two")) is None
    assert [file.name for file in folder.iterdir()] == [f"words.{sys.implementation.cache_tag}"]


def test_what_is_newer_takes_the_place_of_what_is_there(folder: Path) -> None:
    keep("words", KEY, WORDS)
    keep("words", key_of("two"), msgspec.msgpack.encode(["c"]))
    assert (found(), found(key_of("two"))) == (None, ["c"])
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("at", [0, 16, 48, -1])
def test_a_damaged_file_is_not_taken(folder: Path, at: int) -> None:
    keep("words", KEY, WORDS)
    (file,) = folder.iterdir()
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)
    assert found() is None


@pytest.mark.parametrize("size", [0, 10, 40, 50])
def test_a_file_that_was_cut_off_is_not_taken(folder: Path, size: int) -> None:
    keep("words", KEY, WORDS)
    (file,) = folder.iterdir()
    os.truncate(file, size)
    assert found() is None


@pytest.mark.parametrize("content", [b"", b"\xc1", msgspec.msgpack.encode([1])])
def test_what_does_not_decode_into_its_type_is_not_taken(folder: Path, content: bytes) -> None:
    assert keep("words", KEY, content)
    assert list(folder.iterdir())
    assert found() is None


def test_a_build_may_have_made_it(folder: Path) -> None:
    beside.PACKAGED.mkdir()
    (beside.PACKAGED / "words").write_bytes(packed(KEY, WORDS))
    assert found() == ["a", "b"]
    assert not list(folder.iterdir())


def test_nothing_is_written_where_python_is_to_write_no_bytecode(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert not is_of_use("words")
    assert not keep("words", KEY, WORDS)
    assert not list(folder.iterdir())


@pytest.mark.parametrize("place", ["", "file", "absent"])
def test_no_place_to_write_costs_nothing_but_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    (folder / "file").touch()
    monkeypatch.setattr(beside, "_folder", lambda: place and str(folder / place))
    assert not keep("words", KEY, WORDS)
    assert found() is None
    assert [file.name for file in folder.iterdir()] == ["file"]


@pytest.mark.usefixtures("folder")
def test_a_folder_that_cannot_be_written_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    keep("words", KEY, WORDS)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert not keep("words", key_of("two"), WORDS)
    assert found() == ["a", "b"]
    assert is_of_use("words")


def test_what_a_killed_run_left_is_no_obstacle_for_long(folder: Path) -> None:
    (folder / f"words.{sys.implementation.cache_tag}.{os.getpid()}").write_bytes(b"half")
    assert [keep("words", KEY, WORDS), keep("words", KEY, WORDS)] == [False, True]
    assert found() == ["a", "b"]
    assert len(list(folder.iterdir())) == 1


def test_of_two_runs_at_once_each_finds_a_whole_file_or_none(tmp_path: Path) -> None:
    code = (
        "import sys, msgspec\nfrom smsaudit import beside\nown, other = sys.argv[1:]\n"
        "for _ in range(300):\n"
        "    assert beside.keep('words', beside.key_of(own), msgspec.msgpack.encode([own] * 50_000))\n"
        "    for each in (own, other):\n"
        "        assert beside.kept('words', beside.key_of(each), list[str]) in (None, [each] * 50_000)\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(tmp_path)
    runs = [
        subprocess.Popen([sys.executable, "-c", code, *names], env=environment)
        for names in (("one", "two"), ("two", "one"))
    ]
    assert [run.wait() for run in runs] == [0, 0]
    (left,) = tmp_path.rglob("words.*")
    assert left.with_name(f"beside.{sys.implementation.cache_tag}.pyc").exists()
