"""Bytes of one regular file inside the root, bounded; the only place that opens audited files."""

from __future__ import annotations

import errno
import os
import stat

from smsaudit.discover.names import shown
from smsaudit.discover.relevance import may_hold_sender
from smsaudit.model.gap import Gap, GapKind

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
# Worded here because the system's own words differ between systems.
_REASONS = {
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENAMETOOLONG: "the path is too long for the system",
    errno.ENOENT: "it does not exist",
    errno.ENOTDIR: "it does not exist",
    errno.EIO: "the disk reports an error",
}


class Unreadable(Exception):  # noqa: N818 - it names a state of the file, and always becomes a gap
    """A file gave no bytes; `gap` says why."""

    def __init__(self, gap: Gap) -> None:
        self.gap = gap
        super().__init__(gap.reason)

    def __reduce__(self) -> tuple[type[Unreadable], tuple[Gap]]:
        return type(self), (self.gap,)


class Fence:
    """A root directory, and which directories below it are real ones, reached without a link."""

    __slots__ = ("_prefix", "_real", "root")

    def __init__(self, root: str) -> None:
        self.root = root
        self._prefix = root if root.endswith(os.sep) else root + os.sep
        self._real = {"": True}

    def at(self, path: str) -> str:
        """The absolute name of a path below the root."""
        return self._prefix + path

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
            return stat.S_ISDIR(os.lstat(self.at(directory)).st_mode)
        except (OSError, ValueError):
            return False


def why(error: OSError | ValueError) -> str:
    """The reason of a failed system call, in the same words on every system."""
    known = _REASONS.get(error.errno or 0) if isinstance(error, OSError) else None
    return known or "the system cannot open it"


def read_file(fence: Fence, path: str, limit: int = MAX_BYTES) -> bytes:
    """All bytes of a regular file below the root; `Unreadable` for anything else, or more than `limit`."""
    directory, _, name = path.rpartition("/")
    if name in {"", ".", ".."} or not fence.holds(directory):
        raise Unreadable(_gap(path, GapKind.UNREADABLE, "it is not inside the audited tree"))
    full = fence.at(path)
    if not hasattr(os, "O_NOFOLLOW") and os.path.islink(full):  # noqa: PTH114 - no pathlib per file
        raise Unreadable(_gap(path, GapKind.SYMLINK, "symbolic links are not followed"))
    try:
        handle = os.open(full, _FLAGS)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ELOOP:
            raise Unreadable(_gap(path, GapKind.SYMLINK, "symbolic links are not followed")) from error
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
        raise Unreadable(_gap(path, GapKind.SPECIAL_FILE, "it is not a regular file"))
    if status.st_size > limit:
        raise Unreadable(_gap(path, GapKind.TOO_LARGE, f"more than {limit:,} bytes"))
    # One byte more than the size: a full answer means that the file grew since.
    data = os.read(handle, status.st_size + 1)
    while len(data) > status.st_size and len(data) <= limit:
        more = os.read(handle, limit + 1 - len(data))
        if not more:
            break
        data += more
    if len(data) > limit:
        raise Unreadable(_gap(path, GapKind.TOO_LARGE, f"more than {limit:,} bytes"))
    return data


def _gap(path: str, kind: GapKind, reason: str) -> Gap:
    printable = shown(path)
    return Gap(printable, kind, reason, bears=may_hold_sender(printable))
