"""What follows from our own files alone, kept as Python keeps the bytecode of modules: beside it, and under its rules.

Nothing is written where Python would write no bytecode; what a build made lies in the package itself. A file holds one
content with its key, a digest of all that it was made from, and a check sum; it is decoded into declared types and never
executed. Whoever can write here can change our own code, too. Whatever goes wrong only costs time.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

PACKAGED = Path(__file__).with_name("_kept")
"""Where a wheel has what was made when it was built."""

_T = TypeVar("_T")

_CHECK = 16
_KEY = 32


def kept(name: str, key: bytes, kind: type[_T]) -> _T | None:
    """What is kept under a name, if it was made from what the key stands for."""
    for file in (_beside(name), str(PACKAGED / name)):
        stored = _content(file) if file else b""
        body = memoryview(stored)[_CHECK:]
        if body[:_KEY] == key and stored[:_CHECK] == _check(body):
            with suppress(msgspec.DecodeError):
                return msgspec.msgpack.decode(body[_KEY:], type=kind)
    return None


def keep(name: str, key: bytes, content: bytes) -> bool:
    """Keep a content for later runs, in place of what is there; answers whether that was possible."""
    if not _can_write():
        return False
    file = _beside(name)
    fresh = Path(f"{file}.{os.getpid()}")
    try:
        with fresh.open("xb") as written:
            written.write(packed(key, content))
        fresh.replace(file)  # a run beside this one reads the old file or the new one
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        return False
    return True


def is_of_use(name: str) -> bool:
    """Whether something is kept under a name, or could be."""
    return _can_write() or Path(_beside(name)).is_file()


def packed(key: bytes, content: bytes) -> bytes:
    """A content as it stands in its file."""
    body = key + content
    return _check(body) + body


def key_of(*parts: str) -> bytes:
    """A key for what was made from `parts`."""
    return hashlib.sha256("\0".join(parts).encode()).digest()


def _folder() -> str:
    """Where Python has the bytecode of this module; empty if nowhere."""
    return (__spec__.cached or "").rpartition(os.sep)[0]


def _can_write() -> bool:
    folder = _folder()
    return bool(folder) and not sys.dont_write_bytecode and os.access(folder, os.W_OK)


def _beside(name: str) -> str:
    """The file of this version of Python; empty where there is no place for it."""
    folder = _folder()
    return f"{folder}{os.sep}{name}.{sys.implementation.cache_tag}" if folder else ""


def _content(file: str) -> bytes:
    try:
        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 - every run asks: no path objects
            return opened.read()
    except OSError:
        return b""


def _check(body: bytes | memoryview) -> bytes:
    return hashlib.blake2b(body, digest_size=_CHECK).digest()
