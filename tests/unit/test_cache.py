from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from smsaudit.cache import Cache, key_of

KEY = key_of("one")


def kept(folder: Path, key: bytes = KEY) -> bytes | None:
    with Cache(folder) as cache:
        return cache.get(key)


def keep(folder: Path, value: bytes, key: bytes = KEY, *, largest: int = 1 << 20) -> None:
    with Cache(folder, largest=largest) as cache:
        cache.put(key, value)


def file_in(folder: Path) -> Path:
    (file,) = folder.glob("*.sqlite3")
    return file


def test_an_answer_is_there_in_the_next_run(tmp_path: Path) -> None:
    keep(tmp_path, b"answer")
    assert kept(tmp_path) == b"answer"


def test_an_answer_is_there_in_the_same_run(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put(KEY, b"answer")
        assert cache.get(KEY) == b"answer"


def test_what_is_missing_is_told_without_reading(tmp_path: Path) -> None:
    keep(tmp_path, b"answer")
    with Cache(tmp_path) as cache:
        cache.put(key_of("fresh"), b"answer")
        assert cache.missing([KEY, key_of("fresh"), key_of("other")]) == {key_of("other")}


def test_without_a_folder_everything_is_missing() -> None:
    with Cache(None) as cache:
        assert cache.missing([KEY]) == {KEY}


def test_without_a_folder_nothing_is_kept() -> None:
    with Cache(None) as cache:
        cache.put(KEY, b"answer")
        assert cache.get(KEY) is None
        assert not cache.is_open


def test_parts_of_a_key_do_not_run_together() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")


def test_a_file_that_is_no_database_is_replaced(tmp_path: Path) -> None:
    keep(tmp_path, b"answer")
    file_in(tmp_path).write_bytes(b"no database at all, but longer than a header of a hundred bytes" * 4)
    assert kept(tmp_path) is None
    keep(tmp_path, b"again")
    assert kept(tmp_path) == b"again"


def test_a_damaged_answer_is_absent(tmp_path: Path) -> None:
    keep(tmp_path, b"answer")
    with sqlite3.connect(file_in(tmp_path)) as database:
        database.execute("UPDATE answers SET value = substr(value, 1, length(value) - 1) || x'00'")
    database.close()
    assert kept(tmp_path) is None


@pytest.mark.parametrize("size", [0, 10, 500, 4_096])
def test_a_file_that_was_cut_off_never_answers_wrongly(tmp_path: Path, size: int) -> None:
    keep(tmp_path, b"answer" * 1_000)
    os.truncate(file_in(tmp_path), size)
    assert kept(tmp_path) in {None, b"answer" * 1_000}
    keep(tmp_path, b"again")


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    keep(tmp_path / "file" / "cache", b"answer")
    assert kept(tmp_path / "file" / "cache") is None


def test_what_was_not_asked_for_longest_goes_first(tmp_path: Path) -> None:
    old, used, new = key_of("old"), key_of("used"), key_of("new")
    keep(tmp_path, b"x" * 400, old, largest=2_000)
    keep(tmp_path, b"x" * 400, used, largest=2_000)
    for name in "abc":
        keep(tmp_path, b"x" * 400, key_of(name), largest=2_000)
        assert kept(tmp_path, used) is not None
    keep(tmp_path, b"x" * 400, new, largest=2_000)
    assert kept(tmp_path, old) is None
    assert kept(tmp_path, used) is not None
    assert kept(tmp_path, new) is not None


def test_an_answer_that_would_fill_the_cache_is_not_kept(tmp_path: Path) -> None:
    keep(tmp_path, b"x" * 600, largest=1_000)
    assert kept(tmp_path) is None


def test_two_runs_side_by_side_both_keep_their_answers(tmp_path: Path) -> None:
    one, two = Cache(tmp_path), Cache(tmp_path)
    one.put(key_of("a"), b"1")
    two.put(key_of("b"), b"2")
    one.close()
    two.close()
    assert (kept(tmp_path, key_of("a")), kept(tmp_path, key_of("b"))) == (b"1", b"2")


def test_a_run_that_is_killed_leaves_the_answers_of_those_before(tmp_path: Path) -> None:
    keep(tmp_path, b"answer")
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom smsaudit.cache import Cache\n"
        "cache = Cache(Path(sys.argv[1]))\ncache._database.execute('BEGIN IMMEDIATE')\n"
        "cache._database.execute('UPDATE answers SET value = zeroblob(20)')\nos._exit(9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert killed.returncode == 9
    assert kept(tmp_path) == b"answer"


def test_a_full_disk_costs_nothing_but_time(tmp_path: Path) -> None:
    keep(tmp_path, b"answer")
    code = (
        "import resource, signal, sys\nfrom pathlib import Path\nfrom smsaudit.cache import Cache, key_of\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "with Cache(Path(sys.argv[1])) as cache:\n    cache.put(key_of('more'), b'x' * 100_000)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
    assert kept(tmp_path) == b"answer"
    assert kept(tmp_path, key_of("more")) is None
