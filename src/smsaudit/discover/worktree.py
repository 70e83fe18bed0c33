"""The files of a work tree, as git lists them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from smsaudit.discover.git import ELSEWHERE, SECONDS, Answer, Git, GitRefused, is_within, refusal
from smsaudit.discover.names import named, shown
from smsaudit.discover.pruned import PRUNED
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.words import Words

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
SUBMODULE = Words(
    "a submodule is not part of this tree; audit it by itself", "子模块不属于本代码树，请单独审计"
)
_INNER = Words("a repository inside the repository; audit it by itself", "仓库内的另一仓库，请单独审计")
_UNLISTABLE = Words("the directory cannot be listed: permission denied", "目录无法列出：无访问权限")
_VENV_MARK = "/pyvenv.cfg"
_FILTER_NAME = re.compile(r"filter\.([\w.-]+)\.\w+")
_UNLISTED = re.compile(rb"^warning: could not open directory '(.*?)/?': (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class GitListing:
    """The files of a work tree below a directory."""

    blobs: dict[str, str | None]
    """Name on disk -> object id of the content, None where it is unknown, changed or untracked."""
    gaps: tuple[Gap, ...]
    tracked: int
    commit: str | None


def in_repository(root: str) -> bool:
    """Whether `root` or a directory above it has a `.git`."""
    at = root
    while not os.path.lexists(os.path.join(at, ".git")):  # noqa: PTH118 - plain strings throughout
        above = os.path.dirname(at)  # noqa: PTH120 - plain strings throughout
        if above == at:
            return False
        at = above
    return True


def list_with_git(root: str, *, seconds: float = SECONDS) -> GitListing:
    """Asks git for everything tracked, or untracked and not ignored, below `root`; or `GitRefused`."""
    git = Git(root, seconds)
    tracked, untracked, top, head, filters = git.ask([], _TRACKED, _UNTRACKED, _TOP, _HEAD, _FILTERS)
    for answer in (tracked, untracked, top):
        if answer.code:
            raise GitRefused(refusal(answer.err))
    # `core.worktree` can point anywhere; git then speaks of the files over there.
    if not is_within(root, named(top.out).removesuffix("\n")):
        raise GitRefused(ELSEWHERE)
    modified = _modified(git, filters)
    blobs, gaps = _read_tracked(root, tracked.out, modified)
    count = len(blobs)
    _add_untracked(untracked, blobs, gaps)
    commit = head.out.decode("ascii", "replace").strip() if head.code == 0 else None
    return GitListing(blobs, tuple(gaps), count, commit or None)


def _modified(git: Git, filters: Answer) -> frozenset[str] | None:
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
    return frozenset(named(answer.out).split("\0")) if answer.code == 0 else None


def _read_tracked(
    root: str, out: bytes, modified: frozenset[str] | None
) -> tuple[dict[str, str | None], list[Gap]]:
    blobs: dict[str, str | None] = {}
    gaps: list[Gap] = []
    absent = 0
    for record in named(out).split("\0"):
        head, tab, path = record.partition("\t")
        if not tab:
            continue
        tag, mode, blob, _ = head.split(" ")
        if mode == "160000":
            gaps.append(nested(path, SUBMODULE))
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


def _add_untracked(answer: Answer, blobs: dict[str, str | None], gaps: list[Gap]) -> None:
    paths = named(answer.out).split("\0")
    environments = tuple(path[: -len(_VENV_MARK)] + "/" for path in paths if path.endswith(_VENV_MARK))
    for path in paths:
        if environments and path.startswith(environments):
            continue
        if path.endswith("/"):
            gaps.append(nested(path[:-1], _INNER))
        elif path:
            blobs.setdefault(path, None)
    for name, _ in _UNLISTED.findall(answer.err):
        gaps.append(Gap(shown(named(name)), GapKind.UNREADABLE, _UNLISTABLE, bears=True))


def nested(path: str, reason: Words) -> Gap:
    """What the report says about a repository inside the repository."""
    return Gap(shown(path), GapKind.SUBMODULE, reason, bears=True)
