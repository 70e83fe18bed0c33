"""Git's object ids: names for contents."""

from __future__ import annotations

import hashlib

_SHA256 = 64
"""Length of an id in repositories of the newer object format."""


def object_id(data: bytes, *, like: str = "") -> str:
    """The id that git gives to these bytes, in the object format of the id `like`."""
    header = b"blob %d\0" % len(data)
    if len(like) == _SHA256:
        return hashlib.sha256(header + data).hexdigest()
    return hashlib.sha1(header + data, usedforsecurity=False).hexdigest()


def is_content(data: bytes, blob: str) -> bool:
    """Whether these bytes are the object `blob`, as it is or with the line ends of another system."""
    return object_id(data, like=blob) == blob or (
        b"\r\n" in data and object_id(data.replace(b"\r\n", b"\n"), like=blob) == blob
    )
