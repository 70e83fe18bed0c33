"""Questions to git, asked without letting the repository run anything.

A repository's own configuration is input like any other file, and can name programs: hooks, the
file-system monitor, clean filters (which `diff-files` runs on files with a recent time stamp), ssh
commands for missing objects. All are switched off on the command line or in the environment.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import IO

from msgspec import Struct

from smsaudit.discover.names import named
from smsaudit.model.words import Words

SECONDS = 60.0
"""How long git may take to answer questions that were asked together."""

LARGEST_ANSWER = 256 * 1024 * 1024
"""Bytes; more than any repository lists or a batch of contents holds."""

_NAP = 0.001
_SAFE = (
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.quotePath=false"),
    # What one person ignores on one machine must not change the answer.
    *("-c", "core.excludesFile=/dev/null"),
    *("-c", "safe.bareRepository=explicit"),
)
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
ELSEWHERE = Words("the directory is not in the repository's work tree", "该目录不在仓库的工作区内")
_UNREADABLE = Words("git cannot read the repository", "git无法读取该仓库")
_REFUSALS = (
    (
        b"dubious ownership",
        Words(
            "git refuses a repository that belongs to somebody else (safe.directory)",
            "git拒绝读取属于他人的仓库（safe.directory）",
        ),
    ),
    (
        b"not a git repository",
        Words("git does not recognise the repository", "git无法识别该仓库"),
    ),
    (b"must be run in a work tree", ELSEWHERE),
)


class GitRefused(Exception):  # noqa: N818 - not an error: the tree is walked instead
    """Git is absent or does not answer; `reason` says why, without any path."""

    def __init__(self, reason: Words) -> None:
        self.reason = reason
        super().__init__(reason.en)


class Answer(Struct, frozen=True):
    """What one question brought."""

    code: int
    out: bytes
    err: bytes

    @property
    def line(self) -> str:
        """The only line of the output, as the system writes names; empty where git said no."""
        return "" if self.code else named(self.out).removesuffix("\n")


class Git:
    """Git as it is asked about one folder; questions that are asked together run side by side."""

    def __init__(
        self, root: str, seconds: float = SECONDS, environment: Mapping[str, str] | None = None
    ) -> None:
        self.root = root
        self._program = _program(root)
        kept = {key: value for key, value in os.environ.items() if not key.upper().startswith("GIT_")}
        self._environment = kept | _ENVIRONMENT | dict(environment or {})
        self._seconds = seconds

    def ask(
        self,
        options: Iterable[str],
        *questions: Sequence[str],
        given: bytes = b"",
        meanwhile: Callable[[], object] = lambda: None,
    ) -> list[Answer]:
        """One answer per question; `given` is what each may read, and `meanwhile` is done while git looks for them."""
        options = tuple(options)
        running: list[_Running] = []
        try:
            for question in questions:
                command = [self._program, "-C", self.root, *_SAFE, *options, *question]
                running.append(self._start(command, given))
            deadline = time.monotonic() + self._seconds
            meanwhile()
            return [one.answer(deadline) for one in running]
        finally:
            for one in running:
                one.end()

    def _start(self, command: list[str], given: bytes) -> _Running:
        # Files, not pipes: nothing has to be drained or fed while the others run.
        files: list[IO[bytes]] = [tempfile.TemporaryFile() for _ in range(3)]  # noqa: SIM115 - closed by `end`
        try:
            files[0].write(given)
            files[0].seek(0)
            process = subprocess.Popen(  # noqa: S603 - an absolute program, no shell, fixed arguments
                command, stdin=files[0], stdout=files[1], stderr=files[2], env=self._environment
            )
        except OSError as error:
            for file in files:
                file.close()
            raise GitRefused(Words("git cannot be started", "git无法启动")) from error
        return _Running(process, *files)


class _Running(Struct, frozen=True):
    process: subprocess.Popen[bytes]
    given: IO[bytes]
    out: IO[bytes]
    err: IO[bytes]

    def answer(self, deadline: float) -> Answer:
        # `Popen.wait` with a time limit sleeps up to 50 ms at a time; git is done in a few.
        while (code := self.process.poll()) is None:
            if time.monotonic() > deadline:
                raise GitRefused(Words("git took too long", "git耗时过长"))
            time.sleep(_NAP)
        return Answer(code, _all_of(self.out), _all_of(self.err))

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for file in (self.given, self.out, self.err):
            file.close()


def is_within(path: str, directory: str) -> bool:
    """Whether `path` is `directory` or below it, once all links are followed."""
    inner, outer = os.path.realpath(path), os.path.realpath(directory)
    return inner == outer or inner.startswith(outer.rstrip(os.sep) + os.sep)


def refusal(errors: bytes) -> Words:
    """What git's own complaint comes down to."""
    return next((reason for mark, reason in _REFUSALS if mark in errors), _UNREADABLE)


def _program(root: str) -> str:
    """Git from an absolute directory of PATH outside the audited tree (Windows also searches `.`)."""
    program = shutil.which("git")
    if program is None:
        raise GitRefused(Words("git is not installed", "未安装git"))
    if not os.path.isabs(program) or is_within(program, root):  # noqa: PTH117 - plain strings throughout
        raise GitRefused(
            Words("the only git on PATH is inside the audited tree", "PATH中唯一的git位于被审计的代码树之内")
        )
    return program


def _all_of(answer: IO[bytes]) -> bytes:
    answer.seek(0)
    data = answer.read(LARGEST_ANSWER + 1)
    if len(data) > LARGEST_ANSWER:
        raise GitRefused(Words("the repository's index is too large", "仓库索引过大"))
    return data
