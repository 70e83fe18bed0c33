"""The files of a work tree, as git lists them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from smsaudit.discover.context import context_of
from smsaudit.discover.git import ELSEWHERE, SECONDS, Answer, Git, GitRefused, is_within, refusal
from smsaudit.discover.names import named, shown
from smsaudit.discover.pruned import PRUNED
from smsaudit.model.context import Context
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
_MODIFIED = ("diff-files", "-z", "--name-only", "--no-renames", "--ignore-submodules=all", "--relative")
_ANY_MODULE = "module.py"

SUBMODULE = Words(
    "a submodule is not part of this tree; audit it by itself", "子模块不属于本代码树，请单独审计"
)
_INNER = Words("a repository inside the repository; audit it by itself", "仓库内的另一仓库，请单独审计")
_UNLISTABLE = Words("the directory cannot be listed: permission denied", "目录无法列出：无访问权限")
_VENV_MARK = "/pyvenv.cfg"
_FILTER_NAME = re.compile(r"filter\.([\w.-]+)\.\w+")
_LINK = b" 120000 "
"""The mode of a link; where it leads is not in the index."""
_UNLISTED = re.compile(rb"^warning: could not open directory '(.*?)/?': (.*)$", re.MULTILINE)


class GitListing(Struct, frozen=True):
    """The files of a work tree below a directory."""

    blobs: dict[str, str | None]
    """Name on disk -> object id of the content, None where it is unknown, changed or untracked."""
    gaps: tuple[Gap, ...]
    tracked: int
    commit: str | None


class WorkTree(Struct, frozen=True):
    """What git says of the files below a directory, as it says it."""

    root: str
    filters: Answer
    head: Answer
    tracked: Answer
    untracked: Answer
    compared: tuple[Answer, ...]
    """What differs from the index; nothing where that cannot be asked safely."""

    @property
    def state(self) -> bytes:
        """All of it, where the disk holds just what the index says, and no link; otherwise nothing.

        A filter can give a file other bytes than the index, and others tomorrow: what Git LFS fetches may be too large.
        """
        is_same = [answer.code == 0 and not answer.out for answer in self.compared] == [True]
        has_more = self.untracked.out or self.untracked.err or self.filters.out or _LINK in self.tracked.out
        return self.head.out + self.tracked.out if is_same and not has_more and self.tracked.out else b""

    def listing(self) -> GitListing:
        """The same, file by file."""
        blobs, gaps = _read_tracked(self.root, self.tracked.out)
        count = len(blobs)
        blobs |= dict.fromkeys(_unsure(blobs, self.compared))
        _add_untracked(self.untracked, blobs, gaps)
        commit = self.head.out.decode("ascii", "replace").strip() if self.head.code == 0 else None
        return GitListing(blobs, tuple(gaps), count, commit or None)


def in_repository(root: str) -> bool:
    """Whether `root` or a directory above it has a `.git`."""
    at = root
    while not os.path.lexists(os.path.join(at, ".git")):  # noqa: PTH118 - plain strings throughout
        above = os.path.dirname(at)  # noqa: PTH120 - plain strings throughout
        if above == at:
            return False
        at = above
    return True


def ask_git(
    root: str, *, seconds: float = SECONDS, meanwhile: Callable[[], object] = lambda: None
) -> WorkTree:
    """Asks git for everything tracked, or untracked and not ignored, below `root`; or `GitRefused`.

    `meanwhile` is done while git looks at the disk.
    """
    git = Git(root, seconds)
    top, head, filters = git.ask([], _TOP, _HEAD, _FILTERS)
    _check(top)
    # `core.worktree` can point anywhere; git then speaks of the files over there.
    if not is_within(root, named(top.out).removesuffix("\n")):
        raise GitRefused(ELSEWHERE)
    options = _without(filters)
    questions = (_TRACKED, _UNTRACKED) if options is None else (_TRACKED, _UNTRACKED, _MODIFIED)
    tracked, untracked, *compared = git.ask(options or (), *questions, meanwhile=meanwhile)
    _check(tracked, untracked)
    return WorkTree(root, filters, head, tracked, untracked, tuple(compared))


def _check(*answers: Answer) -> None:
    for answer in answers:
        if answer.code:
            raise GitRefused(refusal(answer.err))


def _unsure(tracked: Iterable[str], compared: Sequence[Answer]) -> Iterable[str]:
    """Names that differ from the index; all of them where git could not be asked, or does not say."""
    if not compared or compared[0].code:
        return tuple(tracked)
    return set(tracked).intersection(named(compared[0].out).split("\0"))


def _without(filters: Answer) -> list[str] | None:
    """Options that switch off every filter; None if that cannot be done, so that files cannot safely be compared."""
    keys = [key for key in filters.out.decode("utf-8", "replace").split("\0") if key]
    drivers = {match[1] if (match := _FILTER_NAME.fullmatch(key)) else None for key in keys}
    if None in drivers or filters.code not in {0, 1}:
        return None
    return [
        option
        for driver in sorted(name for name in drivers if name)
        for setting in ("clean=", "smudge=", "process=", "required=false")
        for option in ("-c", f"filter.{driver}.{setting}")
    ]


def _read_tracked(root: str, out: bytes) -> tuple[dict[str, str | None], list[Gap]]:
    """What the index names; the content of a file is known if git would tell that it was changed."""
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
        blobs[path] = blob if tag == "H" else None
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
    """What the report says about a repository inside the repository; among examples or tests, say, it hides no sender."""
    inside = context_of(TreePath(f"{shown(path)}/{_ANY_MODULE}"))
    return Gap(shown(path), GapKind.SUBMODULE, reason, bears=inside is Context.PRODUCTION)
