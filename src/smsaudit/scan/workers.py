"""Scans files in processes of their own: what crashes or hangs there becomes a gap, and the rest goes on."""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Self

from smsaudit.model.fact import Facts
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.words import Words
from smsaudit.scan.processes import Helper
from smsaudit.scan.wire import decoded, encoded

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

DEADLINE = 30.0
"""Seconds that one file may take."""

_MEMORY = 3 << 30
_MOST = 60
"""Processes; Windows waits for no more than 63 pipes at once."""

_RECURSION = 20_000
_NESTED = Words("what it says is nested too deeply", "内容嵌套过深")

Job = tuple[TreePath, str]
Answer = tuple[TreePath, Facts, tuple[Gap, ...]]


class _Worker(Helper):
    job: TreePath | None = None
    since: float = 0.0


class Workers:
    """A few processes that are started with the first file and replaced when they die."""

    def __init__(self, jobs: int, *, deadline: float = DEADLINE) -> None:
        self.jobs = max(1, min(jobs, _MOST))
        """How many processes may run."""
        self._deadline = deadline
        self._idle: list[_Worker] = []

    def get_ready(self, paths: Sequence[TreePath]) -> None:
        """Start the processes that will read these files, so that they load what they need for it meanwhile."""
        if self.jobs == 1:
            return
        kinds = tuple({path.rpartition(".")[2]: path for path in paths}.values())
        while len(self._idle) < min(self.jobs, len(paths)):
            self._idle.append(_Worker.started(_serve, kinds))

    def scan(self, files: Iterable[Job]) -> Iterator[Answer]:
        """Facts and gaps of every file, in the order in which they are ready."""
        waiting = deque(files)
        busy: list[_Worker] = []
        try:
            while waiting or busy:
                while waiting and len(busy) < self.jobs:
                    worker = self._idle.pop() if self._idle else _Worker.started(_serve, ())
                    if self._sent(worker, waiting[0]):
                        waiting.popleft()
                        busy.append(worker)
                yield from self._answers(busy)
        finally:
            for worker in busy:
                worker.end()

    def close(self) -> None:
        """End all processes."""
        for worker in self._idle:
            worker.end()
        self._idle.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _sent(self, worker: _Worker, job: Job) -> bool:
        try:
            worker.pipe.send(job)
        except OSError:
            worker.end()
            return False
        worker.job, worker.since = job[0], time.monotonic()
        return True

    def _answers(self, busy: list[_Worker]) -> Iterator[Answer]:
        from multiprocessing.connection import wait

        ready = wait([worker.pipe for worker in busy], timeout=0.25)
        now = time.monotonic()
        for worker in list(busy):
            if worker.pipe in ready:
                busy.remove(worker)
                yield self._received(worker)
            elif now - worker.since > self._deadline:
                busy.remove(worker)
                worker.end()
                yield _failed(worker, GapKind.TIMED_OUT, _late(self._deadline))

    def _received(self, worker: _Worker) -> Answer:
        try:
            answer: tuple[TreePath, bytes, tuple[Gap, ...]] | str = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(timeout=1)
            code = worker.process.exitcode
            worker.end()
            reason = Words(f"the process that read it ended with code {code}", f"读取进程以代码{code}结束")
            return _failed(worker, GapKind.CRASHED, reason)
        self._idle.append(worker)
        if isinstance(answer, str):
            return _failed(worker, GapKind.CRASHED, Words.same(answer))
        path, facts, gaps = answer
        try:
            return path, decoded(facts), gaps
        except (RecursionError, ValueError):
            return _failed(worker, GapKind.TOO_DEEP, _NESTED)


def _late(seconds: float) -> Words:
    return Words(f"not read within {seconds:.0f} seconds", f"{seconds:.0f}秒内未能读完")


def _failed(worker: _Worker, kind: GapKind, reason: Words) -> Answer:
    path = worker.job or TreePath("?")
    return path, Facts(language="none"), (Gap(path, kind, reason),)


def _serve(pipe: Connection, ahead: tuple[TreePath, ...]) -> None:
    """The worker's loop: read a file, answer its facts, until the pipe closes; who reads files like `ahead` is loaded first."""
    sys.setrecursionlimit(_RECURSION)
    _limit_memory()
    from smsaudit.scan.read import read, scanners_for

    for path in ahead:
        scanners_for(path)
    while True:
        try:
            path, text = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            facts, gaps = read(path, text)
            pipe.send((path, encoded(facts), gaps))
        except Exception as error:  # noqa: BLE001 - the one broad except: a bug of ours must not end the audit
            import traceback

            place = traceback.extract_tb(error.__traceback__)[-1]
            pipe.send(f"{type(error).__name__} in {os.path.basename(place.filename)}:{place.lineno}")  # noqa: PTH119


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > _MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, hard))
