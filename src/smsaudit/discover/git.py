"""What git knows about a tree, asked without letting the repository run anything.

A repository's own configuration is input like any other file, and can name programs: hooks, the
file-system monitor, clean filters (which `diff-files` runs on files with a recent time stamp), ssh
commands for missing objects. All are switched off on the command line or in the environment.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from smsaudit.discover.names import shown
from smsaudit.discover.pruned import PRUNED
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.words import Words

_SECONDS = 60.0
_NAP = 0.001
_LARGEST_ANSWER = 256 * 1024 * 1024
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
_TRACKED = ("ls-files", "-v", "-s", "-z")
_UNTRACKED = (
    "ls-files",
    "-o",
    "-z",
    "--exclude-standard",
    *(f"--exclude={name}/" for name in sorted(PRUNED)),
)
_HEAD = ("rev-parse", "--verify", "--quiet", "HEAD")
_TOP = ("rev-parse", "--show-toplevel")
_FILTERS = ("config", "-z", "--name-only", "--get-regexp", r"^filter\.")
_MODIFIED = ("diff-files", "-z", "--name-only", "--no-renames", "--ignore-submodules=all")
_VENV_MARK = "/pyvenv.cfg"
_FILTER_NAME = re.compile(r"filter\.([\w.-]+)\.\w+")
_UNLISTED = re.compile(rb"^warning: could not open directory '(.*?)/?': (.*)$", re.MULTILINE)
_ELSEWHERE = Words("the directory is not in the repository's work tree", "该目录不在仓库的工作区内")
_UNREADABLE = Words("git cannot read the repository", "git无法读取该仓库")
_UNLISTABLE = Words("the directory cannot be listed: permission denied", "目录无法列出：无访问权限")
_SUBMODULE = Words(
    "a submodule is not part of this tree; audit it by itself", "子模块不属于本代码树，请单独审查"
)
_INNER = Words("a repository inside the repository; audit it by itself", "仓库内的另一仓库，请单独审查")
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
    (b"must be run in a work tree", _ELSEWHERE),
)


class GitRefused(Exception):  # noqa: N818 - not an error: the tree is walked instead
    """Git is absent or does not answer; `reason` says why, without any path."""

    def __init__(self, reason: Words) -> None:
        self.reason = reason
        super().__init__(reason.en)


@dataclass(frozen=True, slots=True)
class GitListing:
    """The files of a work tree below a directory."""

    blobs: dict[str, str | None]
    """Name on disk -> object id of the content, None where it is unknown, changed or untracked."""
    gaps: tuple[Gap, ...]
    tracked: int
    commit: str | None


@dataclass(frozen=True, slots=True)
class _Answer:
    code: int
    out: bytes
    err: bytes


def in_repository(root: str) -> bool:
    """Whether `root` or a directory above it has a `.git`."""
    at = root
    while not os.path.lexists(os.path.join(at, ".git")):  # noqa: PTH118 - plain strings throughout
        above = os.path.dirname(at)  # noqa: PTH120 - plain strings throughout
        if above == at:
            return False
        at = above
    return True


def list_with_git(root: str, *, seconds: float = _SECONDS) -> GitListing:
    """Asks git for everything tracked, or untracked and not ignored, below `root`; or `GitRefused`."""
    git = _Git(root, seconds)
    tracked, untracked, top, head, filters = git.ask([], _TRACKED, _UNTRACKED, _TOP, _HEAD, _FILTERS)
    for answer in (tracked, untracked, top):
        if answer.code:
            raise GitRefused(_refusal(answer.err))
    # `core.worktree` can point anywhere; git then speaks of the files over there.
    if not _is_within(root, os.fsdecode(top.out).removesuffix("\n")):
        raise GitRefused(_ELSEWHERE)
    modified = _modified(git, filters)
    blobs, gaps = _read_tracked(root, tracked.out, modified)
    count = len(blobs)
    _add_untracked(untracked, blobs, gaps)
    commit = head.out.decode("ascii", "replace").strip() if head.code == 0 else None
    return GitListing(blobs, tuple(gaps), count, commit or None)


class _Git:
    """Runs questions to git side by side, with one deadline for all."""

    def __init__(self, root: str, seconds: float) -> None:
        self._root = root
        self._program = _program(root)
        kept = {key: value for key, value in os.environ.items() if not key.upper().startswith("GIT_")}
        self._environment = kept | _ENVIRONMENT
        self._deadline = time.monotonic() + seconds

    def ask(self, options: Iterable[str], *questions: Sequence[str]) -> list[_Answer]:
        """One answer per question."""
        running: list[tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]] = []
        try:
            for question in questions:
                # Files, not pipes: nothing has to be drained while the others run.
                out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed below
                err: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
                command = [self._program, "-C", self._root, *_SAFE, *options, *question]
                running.append((self._start(command, out, err), out, err))
            return [self._finish(*one) for one in running]
        finally:
            for process, out, err in running:
                if process.poll() is None:
                    process.kill()
                    process.wait()
                out.close()
                err.close()

    def _start(self, command: list[str], out: IO[bytes], err: IO[bytes]) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603 - an absolute program, no shell, fixed arguments
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=self._environment
            )
        except OSError as error:
            out.close()
            err.close()
            raise GitRefused(Words("git cannot be started", "git无法启动")) from error

    def _finish(self, process: subprocess.Popen[bytes], out: IO[bytes], err: IO[bytes]) -> _Answer:
        # `Popen.wait` with a time limit sleeps up to 50 ms at a time; git is done in a few.
        while (code := process.poll()) is None:
            if time.monotonic() > self._deadline:
                raise GitRefused(Words("git took too long", "git耗时过长"))
            time.sleep(_NAP)
        return _Answer(code, _all_of(out), _all_of(err))


def _program(root: str) -> str:
    """Git from an absolute directory of PATH outside the audited tree (Windows also searches `.`)."""
    program = shutil.which("git")
    if program is None:
        raise GitRefused(Words("git is not installed", "未安装git"))
    if not os.path.isabs(program) or _is_within(program, root):  # noqa: PTH117 - plain strings throughout
        raise GitRefused(
            Words("the only git on PATH is inside the audited tree", "PATH中唯一的git位于被审查的代码树之内")
        )
    return program


def _is_within(path: str, directory: str) -> bool:
    inner, outer = os.path.realpath(path), os.path.realpath(directory)
    return inner == outer or inner.startswith(outer.rstrip(os.sep) + os.sep)


def _all_of(answer: IO[bytes]) -> bytes:
    answer.seek(0)
    data = answer.read(_LARGEST_ANSWER + 1)
    if len(data) > _LARGEST_ANSWER:
        raise GitRefused(Words("the repository's index is too large", "仓库索引过大"))
    return data


def _refusal(errors: bytes) -> Words:
    return next((reason for mark, reason in _REFUSALS if mark in errors), _UNREADABLE)


def _modified(git: _Git, filters: _Answer) -> frozenset[str] | None:
    """Names that differ from the index; None if that cannot be asked safely."""
    keys = [key for key in filters.out.decode("utf-8", "replace").split("\0") if key]
    drivers = {match[1] if (match := _FILTER_NAME.fullmatch(key)) else None for key in keys}
    if None in drivers or filters.code not in {0, 1}:
        return None
    options = [
        option
        for driver in sorted(name for name in drivers if name)
        for setting in ("clean=", "smudge=", "process=", "required=false")
        for option in ("-c", f"filter.{driver}.{setting}")
    ]
    (answer,) = git.ask(options, _MODIFIED)
    return frozenset(os.fsdecode(answer.out).split("\0")) if answer.code == 0 else None


def _read_tracked(
    root: str, out: bytes, modified: frozenset[str] | None
) -> tuple[dict[str, str | None], list[Gap]]:
    blobs: dict[str, str | None] = {}
    gaps: list[Gap] = []
    absent = 0
    for record in os.fsdecode(out).split("\0"):
        head, tab, path = record.partition("\t")
        if not tab:
            continue
        tag, mode, blob, _ = head.split(" ")
        if mode == "160000":
            gaps.append(_nested(path, _SUBMODULE))
            continue
        if tag == "S" and not os.path.lexists(os.path.join(root, path)):  # noqa: PTH118
            absent += 1
            continue
        # Not tag h or S: a file marked assume-unchanged or skip-worktree is never reported as modified.
        # Not tag M: an unmerged file has several blobs.
        sure = tag == "H" and modified is not None and path not in modified
        blobs[path] = blob if sure else None
    if absent:
        reason = Words(
            f"{absent:,} tracked files are not checked out (sparse checkout)",
            f"{absent:,}个受跟踪的文件未检出（稀疏检出）",
        )
        gaps.append(Gap(TreePath("."), GapKind.LIMIT, reason, bears=True))
    return blobs, gaps


def _add_untracked(answer: _Answer, blobs: dict[str, str | None], gaps: list[Gap]) -> None:
    paths = os.fsdecode(answer.out).split("\0")
    environments = tuple(path[: -len(_VENV_MARK)] + "/" for path in paths if path.endswith(_VENV_MARK))
    for path in paths:
        if environments and path.startswith(environments):
            continue
        if path.endswith("/"):
            gaps.append(_nested(path[:-1], _INNER))
        elif path:
            blobs.setdefault(path, None)
    for name, _ in _UNLISTED.findall(answer.err):
        gaps.append(Gap(shown(os.fsdecode(name)), GapKind.UNREADABLE, _UNLISTABLE, bears=True))


def _nested(path: str, reason: Words) -> Gap:
    return Gap(shown(path), GapKind.SUBMODULE, reason, bears=True)
