"""Bytes of one regular file inside the root, bounded; the only place that opens audited files."""

from __future__ import annotations

import errno
import os
import stat

from smsaudit.discover.link import is_folder, verbatim
from smsaudit.discover.names import shown
from smsaudit.discover.relevance import may_hold_sender
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.words import Words

MAX_BYTES = 2 * 1024 * 1024
"""Files above this size are not read."""

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_DENIED = Words("permission denied", "无访问权限")
_ABSENT = Words("it does not exist", "文件不存在")
# Worded here because the system's own words differ between systems.
_REASONS = {
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.ENAMETOOLONG: Words("the path is too long for the system", "路径超出系统允许的长度"),
    errno.ENOENT: _ABSENT,
    errno.ENOTDIR: _ABSENT,
    errno.EIO: Words("the disk reports an error", "磁盘报告错误"),
}
_UNOPENED = Words("the system cannot open it", "系统无法打开")
_OUTSIDE = Words("it is not inside the audited tree", "不在被审计的代码树之内")
_LINK = Words("symbolic links are not followed", "不跟随符号链接")
NOT_REGULAR = Words("it is not a regular file", "不是普通文件")
"""Why a device, a pipe or a socket is left alone."""


class Unreadable(Exception):  # noqa: N818 - it names a state of the file, and always becomes a gap
    """A file gave no bytes; `gap` says why."""

    def __init__(self, gap: Gap) -> None:
        self.gap = gap
        super().__init__(gap.reason.en)

    def __reduce__(self) -> tuple[type[Unreadable], tuple[Gap]]:
        return type(self), (self.gap,)


class Fence:
    """A root directory, and which directories below it are real ones, reached without a link."""

    __slots__ = ("_prefix", "_real", "root")

    def __init__(self, root: str) -> None:
        self.root = root
        self._prefix = root if root.endswith(os.sep) else root + os.sep
        if os.name == "nt":
            self._prefix = verbatim(self._prefix)
        self._real = {"": True}

    def at(self, path: str) -> str:
        """The absolute name of a path below the root."""
        return self._prefix + (path if os.sep == "/" else path.replace("/", os.sep))

    def holds(self, directory: str) -> bool:
        """Whether `directory` ("" is the root) is inside, with no link on the way; asks the disk once."""
        known = self._real.get(directory)
        if known is None:
            known = self._real[directory] = self._ask(directory)
        return known

    def _ask(self, directory: str) -> bool:
        end = directory.find("/")
        while end != -1:
            parent = directory[:end]
            if not self._real.setdefault(parent, self._is_real(parent)):
                return False
            end = directory.find("/", end + 1)
        return self._is_real(directory)

    def _is_real(self, directory: str) -> bool:
        if directory.rpartition("/")[2] in {"", ".", ".."}:
            return False
        try:
            return is_folder(os.lstat(self.at(directory)))
        except (OSError, ValueError):
            return False


def why(error: OSError | ValueError) -> Words:
    """The reason of a failed system call, in the same words on every system."""
    known = _REASONS.get(error.errno or 0) if isinstance(error, OSError) else None
    return known or _UNOPENED


def read_file(fence: Fence, path: str, limit: int = MAX_BYTES) -> bytes:
    """All bytes of a regular file below the root; `Unreadable` for anything else, or more than `limit`."""
    directory, _, name = path.rpartition("/")
    if name in {"", ".", ".."} or not fence.holds(directory):
        raise Unreadable(_gap(path, GapKind.UNREADABLE, _OUTSIDE))
    full = fence.at(path)
    if not hasattr(os, "O_NOFOLLOW") and os.path.islink(full):  # noqa: PTH114 - no pathlib per file
        raise Unreadable(_gap(path, GapKind.SYMLINK, _LINK))
    try:
        handle = os.open(full, _FLAGS)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ELOOP:
            raise Unreadable(_gap(path, GapKind.SYMLINK, _LINK)) from error
        raise Unreadable(_gap(path, GapKind.UNREADABLE, why(error))) from error
    try:
        return _content(handle, path, limit)
    except OSError as error:
        raise Unreadable(_gap(path, GapKind.UNREADABLE, why(error))) from error
    finally:
        os.close(handle)


def _content(handle: int, path: str, limit: int) -> bytes:
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable(_gap(path, GapKind.SPECIAL_FILE, NOT_REGULAR))
    if status.st_size > limit:
        raise Unreadable(_gap(path, GapKind.TOO_LARGE, _too_large(limit)))
    # One byte more than the size: a full answer means that the file grew since.
    data = os.read(handle, status.st_size + 1)
    while len(data) > status.st_size and len(data) <= limit:
        more = os.read(handle, limit + 1 - len(data))
        if not more:
            break
        data += more
    if len(data) > limit:
        raise Unreadable(_gap(path, GapKind.TOO_LARGE, _too_large(limit)))
    return data


def _too_large(limit: int) -> Words:
    return Words(f"more than {limit:,} bytes", f"超过{limit:,}字节")


def _gap(path: str, kind: GapKind, reason: Words) -> Gap:
    printable = shown(path)
    return Gap(printable, kind, reason, bears=may_hold_sender(printable))
