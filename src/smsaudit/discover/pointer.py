"""Large files that git keeps elsewhere."""

from __future__ import annotations

_LONGEST = 1024
# git-lfs writes the first; the other two are its earlier names, still accepted by it.
_VERSIONS = (
    b"version https://git-lfs.github.com/spec/",
    b"version https://hawser.github.com/spec/",
    b"version http://git-media.io/v/",
)


def lfs_pointer(data: bytes) -> bool:
    """Whether these bytes are a Git LFS pointer, and the content is not in the tree."""
    return len(data) < _LONGEST and data.startswith(_VERSIONS) and b"\noid " in data
