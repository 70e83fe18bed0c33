"""Runs that something goes wrong with: they end soon, say so in a line, and leave nothing behind that is wrong."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from smsaudit.pipeline import Options, audit
from tests.support.audits import AS_OF, planted

SENDER = "from twilio.rest import Client\n\n\ndef text_{n}(phone):\n    Client().messages.create(to=phone, body='hello')\n"
FEW, MANY = 3, 60
SOON = 180
"""Seconds; enough for a busy machine, and far less than what was interrupted would have taken."""
INTERRUPTED = 130
HOW_IT_ENDS = {(INTERRUPTED, "", "interrupted"), (-signal.SIGINT, "", "interrupted")}
"""A shell shows both as 130; Python has itself killed at the end if the signal came while it made a class."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


def tree_of(root: Path, senders: int) -> Path:
    return planted(root, {f"s{n}.py": SENDER.format(n=n) + "x = [1, 2, 3]\n" * 300 for n in range(senders)})


class Run:
    """An audit in a session of its own, as a terminal starts it."""

    def __init__(self, tree: Path, *arguments: str, jobs: int = 2) -> None:
        command = (sys.executable, "-m", "smsaudit", "scan", str(tree), f"--jobs={jobs}", f"--as-of={AS_OF}")
        self.process = subprocess.Popen(
            [*command, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def interrupt(self) -> None:
        """What Ctrl-C does: every process of the terminal gets the signal."""
        os.killpg(self.process.pid, signal.SIGINT)

    def ended(self) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=SOON)
        return self.process.returncode, out, err.strip()

    def processes(self) -> list[int]:
        """All that belong to the session and still run."""
        found = subprocess.run(["ps", "-eo", "pid=,sess=,stat="], capture_output=True, text=True, check=True)
        rows = (line.split() for line in found.stdout.splitlines())
        return [
            int(pid) for pid, session, state in rows if int(session) == self.process.pid and state[0] != "Z"
        ]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that knows the signatures, and no tree."""
    cache = tmp_path_factory.mktemp("prepared") / "cache"
    audit(tmp_path_factory.mktemp("nothing"), Options(as_of=AS_OF, cache=cache))
    return cache


@pytest.fixture(autouse=True)
def _own_cache(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMSAUDIT_CACHE", str(shutil.copytree(prepared, tmp_path / "cache")))


@pytest.fixture(autouse=True)
def _hears_ctrl_c() -> Iterator[None]:
    """Also where the tests themselves run in the background, which ignores it and passes that on."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextmanager
def started(folder: Path, jobs: int) -> Iterator[Run]:
    """A run that has all its processes."""
    run = Run(tree_of(folder / "tree", MANY), "-o", str(folder / "report.txt"), jobs=jobs)
    deadline = time.monotonic() + SOON
    while len(run.processes()) <= jobs:
        assert time.monotonic() < deadline
        assert run.process.poll() is None, run.process.communicate()
        time.sleep(0.02)
    yield run
    if run.process.poll() is None:
        run.process.kill()
    run.process.communicate()


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[Run]:
    """A run that has begun to read: one process is only started when there is something to do for it."""
    with started(tmp_path, jobs=1) as run:
        yield run


@pytest.fixture(params=[1, 2], ids=["reading", "getting-ready"])
def busy(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Run]:
    """A run that reads files in a process of its own, or whose processes get ready for that."""
    with started(tmp_path, jobs=request.param) as run:
        yield run


def test_ctrl_c_ends_a_run_at_once_with_one_line_and_no_report(busy: Run, tmp_path: Path) -> None:
    busy.interrupt()
    assert busy.ended() in HOW_IT_ENDS
    assert busy.processes() == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "tree"]


def test_ctrl_c_while_the_program_loads_prints_no_traceback() -> None:
    code = (
        "import sys\n\nclass Pressed:\n    def find_spec(self, name, *_):\n        if name == 'click':\n"
        "            raise KeyboardInterrupt\n\nsys.meta_path.insert(0, Pressed())\n"
        "from smsaudit.cli import main\nsys.exit(main(['scan', '.']))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (INTERRUPTED, "", "")


def test_what_an_interrupted_run_kept_is_no_wrong_answer(busy: Run, tmp_path: Path) -> None:
    busy.interrupt()
    busy.ended()
    for path in sorted((tmp_path / "tree").iterdir())[FEW:]:
        path.unlink()
    warm = Run(tmp_path / "tree").ended()
    assert warm[0] == 0
    assert warm == Run(tmp_path / "tree", "--no-cache").ended()


def test_processes_whose_parent_is_killed_end_by_themselves(busy: Run) -> None:
    busy.process.kill()
    deadline = time.monotonic() + SOON
    while busy.processes():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_process_that_is_killed_loses_its_file_only(reading: Run, tmp_path: Path) -> None:
    killed: set[int] = set()
    while len(killed) < 3 and reading.process.poll() is None:  # one may have just answered, and lose nothing
        for worker in {*reading.processes()} - {reading.process.pid} - killed:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
            killed.add(worker)
    assert reading.ended()[0] == 0
    assert "-9" in (tmp_path / "report.txt").read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_standard_output_is_told_in_a_line(tmp_path: Path) -> None:
    tree = tree_of(tmp_path / "tree", FEW)
    with Path("/dev/full").open("w") as full:
        command = (sys.executable, "-m", "smsaudit", "scan", str(tree))
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "bug" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
