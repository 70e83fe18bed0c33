"""The files below a directory, without the help of version control."""

from __future__ import annotations

import os
from collections.abc import Callable

from msgspec import Struct, field

from smsaudit.discover.ignore import IGNORE_FILES, Patience, Rules
from smsaudit.discover.link import is_folder
from smsaudit.discover.names import shown
from smsaudit.discover.pruned import PRUNED, VENV_MARKS
from smsaudit.discover.reading import Fence, why
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.words import Words

MOST_FILES = 1_000_000
"""A walk ends here; a tree of this size is listed by git or not at all."""

_IMPATIENT = Words(
    "ignore files took too long and were not applied to the end", "忽略文件处理时间过长，未完全应用"
)


class Walk(Struct):
    """What one walk found: names on disk, relative to the root, and what it could not enter."""

    files: list[str] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def walk(
    fence: Fence,
    *,
    patience: Patience | None = None,
    kept: Callable[[str], bool] | None = None,
    depth: int | None = None,
    limit: int = MOST_FILES,
) -> Walk:
    """Everything below the root that is not a directory; directory links are listed, never entered.

    Ignore files are honoured for as long as there is `patience`; without any, not at all. Files whose name
    is to be `kept` are listed all the same where their directory is not ignored. `depth` 0 is the root alone.
    """
    found = Walk()
    seen: set[tuple[int, int]] = set()
    waiting = [("", Rules(patience) if patience else None, 0)]
    while waiting:
        directory, above, level = waiting.pop()
        entries = _entries(fence, directory, seen, found)
        if entries is None:
            continue
        names = {entry.name for entry in entries}
        if directory and not names.isdisjoint(VENV_MARKS):
            continue
        if above is not None and not names.isdisjoint(IGNORE_FILES):
            above = above.below(fence, directory, names)
        inner = _sort(entries, f"{directory}/" if directory else "", above, found.files, kept)
        if depth is None or level < depth:
            waiting.extend((path, above, level + 1) for path in inner)
        if len(found.files) >= limit:
            del found.files[limit:]
            reason = Words(f"only the first {limit:,} files were listed", f"仅列出前{limit:,}个文件")
            found.gaps.append(_limit(reason, bears=True))
            break
    if patience and patience.left <= 0:
        found.gaps.append(_limit(_IMPATIENT, bears=False))
    return found


def _limit(reason: Words, *, bears: bool) -> Gap:
    return Gap(TreePath("."), GapKind.LIMIT, reason, bears=bears)


def _entries(
    fence: Fence, directory: str, seen: set[tuple[int, int]], found: Walk
) -> list[os.DirEntry[str]] | None:
    full = fence.at(directory) if directory else fence.root
    try:
        status = os.lstat(full)
        identity = (status.st_dev, status.st_ino)
        # A bind mount can make a directory its own descendant. No inode, no identity.
        if not is_folder(status) or (status.st_ino and identity in seen):
            return None
        seen.add(identity)
        with os.scandir(full) as listing:
            return list(listing)
    except OSError as error:
        cause = why(error)
        reason = Words(f"the directory cannot be listed: {cause.en}", f"目录无法列出：{cause.zh}")
        found.gaps.append(Gap(shown(directory or "."), GapKind.UNREADABLE, reason, bears=True))
        return None


def _sort(
    entries: list[os.DirEntry[str]],
    prefix: str,
    rules: Rules | None,
    files: list[str],
    kept: Callable[[str], bool] | None,
) -> list[str]:
    """Adds the files to `files`; answers the directories to enter, last one first."""
    inner = []
    for entry in entries:
        path = prefix + entry.name
        if not _is_directory(entry):
            if rules is None or not rules.ignores(path) or (kept is not None and kept(entry.name)):
                files.append(path)
        elif entry.name not in PRUNED and (rules is None or not rules.ignores(f"{path}/")):
            inner.append(path)
    inner.sort(reverse=True)
    return inner


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        if os.name == "nt":  # where a junction passes for a folder, and the status costs nothing
            return is_folder(entry.stat(follow_symlinks=False))
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
