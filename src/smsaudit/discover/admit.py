"""Which of the listed names become source files, and which become gaps."""

from __future__ import annotations

import errno
import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Mapping

from smsaudit.discover.link import Target, is_link, link_at, target_of
from smsaudit.discover.names import shown
from smsaudit.discover.reading import MAX_BYTES, NOT_REGULAR, Fence, why
from smsaudit.discover.relevance import may_hold_sender
from smsaudit.discover.wordlist import words
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.source import SourceFile
from smsaudit.model.words import Words

_ARCHIVES = words(
    "zip tar tgz tbz tbz2 txz tzst gz bz2 xz zst lz4 7z rar cab iso dmg whl egg pyz jar war ear aar apk aab ipa "
    "nupkg gem crate phar deb rpm msi xpi vsix"
)
_MOST = {GapKind.ARCHIVE: 50}
_MOST_OF_OTHERS = 1_000
_NOT_OPENED = Words("archives are not opened", "归档文件不予打开")
_LEADS_OUT = Words(
    "a symbolic link that leads out of the tree; it is not followed", "符号链接指向代码树之外，未跟随"
)
_LEADS_NOWHERE = Words("a symbolic link that leads nowhere", "符号链接的目标不存在")
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR})


def admit(fence: Fence, blobs: Mapping[str, str | None]) -> tuple[list[SourceFile], list[Gap]]:
    """Looks at every name once (no link is followed); what is gone meanwhile is left out."""
    files: list[SourceFile] = []
    gaps: list[Gap] = []
    last, is_held = "", True
    for path, blob in blobs.items():  # of a hundred thousand: most lie beside the one before, and are plain
        directory = path.rpartition("/")[0]
        if directory != last:
            last, is_held = directory, fence.holds(directory)
        if not is_held:
            continue
        try:
            status = os.lstat(fence.at(path))
        except (OSError, ValueError) as error:
            if not isinstance(error, OSError) or error.errno not in _GONE:
                gaps.append(gap_at(path, GapKind.UNREADABLE, why(error)))
            continue
        is_regular = stat.S_ISREG(status.st_mode)
        if is_regular and status.st_size <= MAX_BYTES and not is_closed(path):
            files.append(SourceFile(shown(path), status.st_size, blob))
            continue
        gap = closed(path, status.st_size) if is_regular else _obstacle(fence, path, status)
        if gap is not None:
            gaps.append(gap)
    return files, gaps


def summarised(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """The gaps in order; of each kind only so many, and one that counts the rest."""
    kinds: dict[GapKind, list[Gap]] = defaultdict(list)
    for gap in sorted(set(gaps), key=_order):
        kinds[gap.kind].append(gap)
    kept: list[Gap] = []
    for kind, all_of_it in kinds.items():
        most = _MOST.get(kind, _MOST_OF_OTHERS)
        kept += all_of_it[:most]
        rest = all_of_it[most:]
        if rest:
            reason = Words(f"{len(rest):,} more of this kind", f"另有{len(rest):,}项同类情况")
            kept.append(Gap(TreePath("."), kind, reason, bears=any(gap.bears for gap in rest)))
    return tuple(sorted(kept, key=_order))


def is_closed(path: str) -> bool:
    """Whether a file of this name is an archive."""
    return path.rpartition(".")[2].lower() in _ARCHIVES


def closed(path: str, size: int) -> Gap | None:
    """Why a regular file is not read, by its name and size."""
    if is_closed(path):
        return Gap(shown(path), GapKind.ARCHIVE, _NOT_OPENED)
    if size > MAX_BYTES:
        too_large = Words(f"{size:,} bytes, more than {MAX_BYTES:,}", f"{size:,}字节，超过{MAX_BYTES:,}字节")
        return gap_at(path, GapKind.TOO_LARGE, too_large)
    return None


def link_gap(path: str, target: Target) -> Gap | None:
    """What a link hides, by where it leads."""
    match target:
        case Target.INSIDE:
            return None
        case Target.OUTSIDE:
            return gap_at(path, GapKind.SYMLINK, _LEADS_OUT)
        case Target.NOWHERE:
            return Gap(shown(path), GapKind.SYMLINK, _LEADS_NOWHERE)


def gap_at(path: str, kind: GapKind, reason: Words) -> Gap:
    """A gap that bears if a file of this name could hold a sender."""
    printable = shown(path)
    return Gap(printable, kind, reason, bears=may_hold_sender(printable))


def _obstacle(fence: Fence, path: str, status: os.stat_result) -> Gap | None:
    """Why something that is no regular file is left alone."""
    if is_link(status):
        return link_gap(path, target_of(path, fence.root, lambda at: link_at(fence.at(at))))
    if stat.S_ISDIR(status.st_mode):
        return None
    return Gap(shown(path), GapKind.SPECIAL_FILE, NOT_REGULAR)


def _order(gap: Gap) -> tuple[str, str, Words]:
    return gap.path, gap.kind, gap.reason
