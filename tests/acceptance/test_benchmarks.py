"""The benchmark runs, and what it plants is found; nothing here looks at a clock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.trees import plant
from smsaudit.pipeline import Options, audit
from tests.support.audits import AS_OF

ROOT = Path(__file__).parents[2]


def test_it_prints_a_table_and_finds_all_that_was_planted() -> None:
    command = [sys.executable, "-m", "benchmarks", "--sizes", "120", "--share", "1", "--rounds", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "3 of 3 planted senders found with their route" in done.stdout
    for name in (
        "same needles",
        "smsaudit, cold",
        "smsaudit, nothing changed",
        "LibCST, all files",
        "facts, all files",
    ):
        assert name in done.stdout


def test_the_same_seed_plants_the_same_tree(tmp_path: Path) -> None:
    one, two = (plant(tmp_path / name, 80, share=0.5) for name in "ab")
    contents = [
        {path.relative_to(each.root): path.read_bytes() for path in each.root.rglob("*.py")}
        for each in (one, two)
    ]
    assert contents[0] == contents[1]


def test_what_is_parsed_follows_what_sends_and_not_the_size_of_the_tree(tmp_path: Path) -> None:
    small, large = (plant(tmp_path / str(files), files, share=40 / files) for files in (120, 480))
    options = Options(as_of=AS_OF)
    assert audit(small.root, options).coverage.parsed == audit(large.root, options).coverage.parsed > 0
