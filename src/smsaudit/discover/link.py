"""Where symbolic links lead, without ever leaving the root to find out."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from enum import Enum, auto

_MOST_LINKS = 40
_JUNCTION = 0xA0000003
"""Windows' tag of a folder that is another one; `stat` has the name for it on Windows only."""

_VERBATIM = "\\\\?\\"
"""Before a path that Windows takes as it is written, such as what a link says."""


class Target(Enum):
    """Where a link leads."""

    INSIDE = auto()
    OUTSIDE = auto()
    NOWHERE = auto()


def target_of(path: str, root: str, look: Callable[[str], str | None]) -> Target:
    """Follows a link name by name; a name outside the root is not looked up.

    `look` answers what the link at a path below the root says, "" for anything but a link, None for nothing.
    """
    waiting = path.split("/")[::-1]
    at: list[str] = []
    links = 0
    while waiting:
        name = waiting.pop()
        if name in {"", "."}:
            continue
        if name == "..":
            if not at:
                return Target.OUTSIDE
            at.pop()
            continue
        here = "/".join((*at, name))
        written = look(here)
        if written is None:
            return Target.NOWHERE
        if not written:
            at.append(name)
            continue
        links += 1
        if links > _MOST_LINKS:
            return Target.NOWHERE
        if os.path.isabs(written):  # noqa: PTH117 - what a link says, not a path of ours
            inside = _below(root, written)
            if inside is None:
                return Target.OUTSIDE
            written, at = inside, []
        waiting.extend(written.replace(os.sep, "/").split("/")[::-1])
    return Target.INSIDE


def verbatim(path: str) -> str:
    """A full path for Windows that may be of any length, and hold names such as `aux.py` that mean a device."""
    if path.startswith(_VERBATIM):
        return path
    return f"{_VERBATIM}UNC{path[1:]}" if path.startswith("\\\\") else _VERBATIM + path


def is_link(status: os.stat_result) -> bool:
    """Whether this leads elsewhere: a symbolic link, or the junction of two folders."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


def is_folder(status: os.stat_result) -> bool:
    """Whether this is a folder itself."""
    return stat.S_ISDIR(status.st_mode) and not is_link(status)


def link_at(full: str) -> str | None:
    """What a link on disk says; "" for anything but a link, None if there is nothing."""
    try:
        return os.readlink(full).removeprefix(_VERBATIM) if is_link(os.lstat(full)) else ""  # noqa: PTH115
    except (OSError, ValueError):
        return None


def _below(root: str, path: str) -> str | None:
    clean = os.path.normpath(path)
    base = root.rstrip(os.sep) + os.sep
    if clean == root:
        return "."
    return clean[len(base) :] if os.path.normcase(clean).startswith(os.path.normcase(base)) else None
