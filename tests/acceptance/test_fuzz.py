"""The fuzzer runs, and notices what is broken."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from fuzz.mutate import Mutator

ROOT = Path(__file__).parents[2]


def test_a_short_hunt_finds_nothing() -> None:
    command = [
        sys.executable,
        "-m",
        "fuzz",
        "--inputs",
        "60",
        "--only",
        "scan a.py",
        "scan k.yaml",
        "settings",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "60 inputs, 0 findings" in done.stdout


def test_the_same_seed_tries_the_same_inputs() -> None:
    one, two = Mutator(3), Mutator(3)
    pool = [b"import twilio\n", b"x = 1\n"]
    assert [one.changed(pool[0], pool) for _ in range(20)] == [two.changed(pool[0], pool) for _ in range(20)]


BREAKS = """\
import sys
from pathlib import Path
from fuzz import hunt
from fuzz.targets import Target

def breaks(data):
    assert b"a" not in data, "an a"

hunt.targets = lambda: (Target("own", (b"aaaa",), breaks),)
hunt.hunt("own", 1, 5, Path(sys.argv[1]))
"""


def test_a_broken_promise_is_kept_with_its_input(tmp_path: Path) -> None:
    # A hunt limits the processor time of the process that it runs in: never run it in that of the tests.
    subprocess.run([sys.executable, "-c", BREAKS, str(tmp_path)], cwd=ROOT, check=True)
    found = [json.loads(line) for line in (tmp_path / "found").read_text().splitlines()]
    assert found
    assert {each["target"] for each in found} == {"own"}
    assert all("a" in each["input"] for each in found)
