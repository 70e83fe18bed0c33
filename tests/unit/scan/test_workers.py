"""One file may kill, hang or confuse the process that reads it; it becomes a gap, and the rest goes on."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest

from smsaudit.model.gap import GapKind
from smsaudit.model.location import TreePath
from smsaudit.scan.workers import Answer, Job, Workers
from tests.support.standing import Standing

HARMLESS = [(TreePath(f"a{number}.py"), f"send({number})\n") for number in range(6)]

pytestmark = pytest.mark.usefixtures("nobody_else_reads")

PATIENCE = 10
"""Seconds for the file that hangs; enough for a process to start on a busy machine."""


@pytest.fixture
def nobody_else_reads() -> None:
    Standing.end()


class Sabotage(str):
    """A text that does something to the process that receives it."""

    __slots__ = ("act",)
    act: tuple[Callable[..., object], tuple[object, ...]]

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.act


def sabotage(act: Callable[..., object], *arguments: object) -> Job:
    text = Sabotage()
    text.act = act, arguments
    return TreePath("bad.py"), text


def exits() -> Job:
    return sabotage(os._exit, 3)


def dies() -> Job:
    return sabotage(signal.raise_signal, signal.SIGTERM)


def hangs() -> Job:
    return sabotage(time.sleep, 600)


class Huge(str):
    """A text that fills all memory when it is read."""

    __slots__ = ()

    def encode(self, *_: object) -> bytes:
        return bytes(1 << 40)


def fills() -> Job:
    return TreePath("bad.py"), Huge("x")


def confuses() -> Job:
    """What the process receives is no text, which is a bug of ours and raises there."""
    return sabotage(int, 7)


CASES = [
    (exits, 1, GapKind.CRASHED, "ended with code 3"),
    (exits, 2, GapKind.CRASHED, "ended with code 3"),
    (dies, 2, GapKind.CRASHED, f"ended with code {-signal.SIGTERM}"),
    (hangs, 2, GapKind.TIMED_OUT, f"not read within {PATIENCE} seconds"),
    (fills, 1, GapKind.CRASHED, "MemoryError in "),
    (confuses, 1, GapKind.CRASHED, "Error in "),
]


@pytest.fixture(autouse=True)
def _nothing_is_left_over() -> Iterator[None]:
    before = {process.pid for process in multiprocessing.active_children()}
    yield
    assert {process.pid for process in multiprocessing.active_children()} <= before


def by_path(answers: list[Answer]) -> dict[str, Answer]:
    assert len({path for path, _, _ in answers}) == len(answers)
    return {answer[0]: answer for answer in answers}


@pytest.mark.parametrize(
    ("job", "jobs", "kind", "reason"), CASES, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_bad_file_becomes_a_gap_and_the_rest_is_read(
    job: Callable[[], Job], jobs: int, kind: GapKind, reason: str
) -> None:
    files = [*HARMLESS[:2], job(), *HARMLESS[2:]]
    with Workers(jobs, deadline=PATIENCE if job is hangs else 60) as workers:
        answers = by_path(list(workers.scan(files)))
    _, facts, gaps = answers.pop("bad.py")
    assert [(gap.kind, gap.path) for gap in gaps] == [(kind, "bad.py")]
    assert reason in gaps[0].reason.en
    assert facts.calls == ()
    assert set(answers) == {path for path, _ in HARMLESS}
    assert all(found.calls and not told for _, found, told in answers.values())


def test_bad_files_in_a_row_stop_nothing() -> None:
    files = [
        (TreePath(f"b{number}.py"), job()[1]) for number, job in enumerate([exits, confuses, dies, exits])
    ]
    with Workers(2, deadline=60) as workers:
        answers = list(workers.scan([*files, HARMLESS[0]]))
    assert sum(bool(gaps) for _, _, gaps in answers) == len(files)
    assert len(answers) == len(files) + 1


def test_one_process_and_two_give_the_same_answers() -> None:
    files = [
        *HARMLESS,
        (TreePath("broken.py"), "print 'a'\nsend()\n"),
        (TreePath("deep.py"), "x = " + "(" * 900),
        (TreePath(".env"), "SMS_KEY=a\n"),
        (TreePath("requirements.txt"), "twilio==9\n"),
        (TreePath("A.java"), "import a.B;\n"),
        (TreePath("unknown.bin"), "?"),
    ]
    given = []
    for jobs in (1, 2):
        with Workers(jobs) as workers:
            given.append(by_path(list(workers.scan(files))))
    assert given[0] == given[1]
    assert set(given[0]) == {path for path, _ in files}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_consumer_that_stops_early_leaves_no_process_behind(jobs: int) -> None:
    with Workers(jobs) as workers:
        answers = workers.scan([*HARMLESS, hangs()])
        next(answers)
        answers.close()  # type: ignore[attr-defined]
        assert len(multiprocessing.active_children()) <= jobs
    assert multiprocessing.active_children() == []


def test_a_consumer_that_fails_leaves_no_process_behind() -> None:
    def consume() -> None:
        with Workers(2) as workers:
            for path, _, _ in workers.scan([hangs(), *HARMLESS]):
                raise LookupError(path)

    with pytest.raises(LookupError):
        consume()
    assert multiprocessing.active_children() == []


def test_processes_are_started_with_the_first_file_and_kept_for_the_next() -> None:
    with Workers(1) as workers:
        assert multiprocessing.active_children() == []
        list(workers.scan(HARMLESS[:1]))
        first = {process.pid for process in multiprocessing.active_children()}
        list(workers.scan(HARMLESS))
        assert {process.pid for process in multiprocessing.active_children()} == first
    assert multiprocessing.active_children() == []


def test_a_process_that_dies_while_it_waits_is_replaced() -> None:
    with Workers(1) as workers:
        list(workers.scan(HARMLESS[:1]))
        for process in multiprocessing.active_children():
            process.kill()
            process.join()
        assert len(list(workers.scan(HARMLESS))) == len(HARMLESS)


def test_processes_get_ready_for_no_more_than_there_is_to_read() -> None:
    with Workers(3) as workers:
        workers.get_ready([])
        assert multiprocessing.active_children() == []
        workers.get_ready([path for path, _ in HARMLESS[:2]])
        workers.get_ready([path for path, _ in HARMLESS[:1]])
        early = {process.pid for process in multiprocessing.active_children()}
        assert len(early) == 2
        assert len(list(workers.scan(HARMLESS[:2]))) == 2
        assert {process.pid for process in multiprocessing.active_children()} == early
    assert multiprocessing.active_children() == []


def test_one_process_at_a_time_is_started_when_it_has_to_read() -> None:
    with Workers(1) as workers:
        workers.get_ready([path for path, _ in HARMLESS])
        assert multiprocessing.active_children() == []


def test_no_files_need_no_process() -> None:
    with Workers(2) as workers:
        assert list(workers.scan([])) == []
        assert multiprocessing.active_children() == []


def test_workers_that_are_closed_twice_stay_closed() -> None:
    workers = Workers(1)
    list(workers.scan(HARMLESS[:1]))
    workers.close()
    workers.close()
    assert multiprocessing.active_children() == []
