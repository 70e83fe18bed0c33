"""What follows from signatures and law alone, kept between runs."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import msgspec
import pytest

from smsaudit import beside, law
from smsaudit import known as knowing
from smsaudit.cache import Cache
from smsaudit.installed import Installed, installed
from smsaudit.known import Known, demands, known_law, known_signatures, worked_out
from smsaudit.signatures.demands import demands_by_pattern
from smsaudit.signatures.files import shipped_directory
from smsaudit.signatures.load import in_use
from smsaudit.signatures.needles import needles_by_pattern

NOWHERE = Cache(None)


@pytest.fixture
def bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of bytecode in which nothing is kept yet."""
    folder = tmp_path / "bytecode"
    folder.mkdir()
    monkeypatch.setattr(beside, "_folder", lambda: str(folder))
    monkeypatch.setattr(beside, "PACKAGED", tmp_path / "packaged")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return folder


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing can be worked out."""
    monkeypatch.setattr(law, "shipped", None)
    monkeypatch.setattr(knowing, "_made", None)


def test_the_law_that_was_kept_is_the_law_that_ships(bytecode: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = law.shipped()
    assert known_law(NOWHERE) == shipped
    assert len(list(bytecode.iterdir())) == 1
    forget(monkeypatch)
    kept = known_law(NOWHERE)
    assert kept == shipped
    with pytest.raises(TypeError):
        kept.leaves["C1"] = kept.leaves["N0"]  # type: ignore[index]


def test_the_signatures_that_were_kept_are_those_that_ship(
    bytecode: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_signatures((), NOWHERE)
    assert len(list(bytecode.iterdir())) == 1
    forget(monkeypatch)
    assert_are_shipped(known_signatures((), NOWHERE))


def assert_are_shipped(known: Known) -> None:
    loaded = in_use()
    assert known.digest == installed().signatures
    assert known.signatures == {each.id: msgspec.structs.replace(each, examples=()) for each in loaded}
    assert known.needles == needles_by_pattern(loaded)
    assert demands(known) == demands_by_pattern(loaded)


def test_another_law_or_source_is_not_taken_from_what_was_kept(
    bytecode: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = installed()
    known_law(NOWHERE)
    assert list(bytecode.iterdir())
    monkeypatch.setattr(law, "shipped", dict)
    for other in (Installed("another", there.signatures, there.law), Installed(there.source, "", "another")):
        monkeypatch.setattr(knowing, "installed", lambda other=other: other)
        with pytest.raises(msgspec.ValidationError, match="missing required"):
            known_law(NOWHERE)


def test_what_a_build_works_out_is_taken_by_the_first_run(
    bytecode: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside.PACKAGED.mkdir()
    for name, content in worked_out():
        (beside.PACKAGED / name).write_bytes(content)
    forget(monkeypatch)
    assert known_law(NOWHERE).leaves
    assert_are_shipped(known_signatures((), NOWHERE))
    assert not list(bytecode.iterdir())


def test_where_nothing_is_kept_beside_bytecode_it_is_an_answer_like_others(
    bytecode: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    with Cache(tmp_path / "answers") as cache:
        known_law(cache)
        known_signatures((), cache)
    forget(monkeypatch)
    with Cache(tmp_path / "answers") as cache:
        assert known_law(cache).leaves
        assert_are_shipped(known_signatures((), cache))
    assert not list(bytecode.iterdir())


def test_signatures_of_a_folder_are_kept_with_the_answers_alone(
    bytecode: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    shutil.copy(shipped_directory() / "_template.toml", own / "own.toml")
    with Cache(tmp_path / "answers") as cache:
        known = known_signatures((own,), cache)
    assert len(known.signatures) == len(in_use()) + 1
    assert not list(bytecode.iterdir())
    forget(monkeypatch)
    with Cache(tmp_path / "answers") as cache:
        again = known_signatures((own,), cache)
    assert (again.digest, again.signatures) == (known.digest, known.signatures)
    assert demands(again) == demands(known)
