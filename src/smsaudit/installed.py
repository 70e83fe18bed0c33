"""What is installed, each part in one number: our own source, the signatures and the law.

Every run asks for these numbers, and reading hundreds of files for them takes a tenth of a short one. So they are kept with
the sizes and times of the files, by which Python, too, knows whether bytecode is still that of its module.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from smsaudit.beside import is_of_use, keep, kept, key_of
from smsaudit.law.files import digest as digest_of_law
from smsaudit.law.files import law_directory
from smsaudit.signatures.digest import digest as digest_of_signatures
from smsaudit.signatures.files import shipped_directory

_PACKAGE = Path(__file__).parent
_SETTLED = 2 * 10**9
"""Nanoseconds after which one more edit shows in the times of a file, however coarse the disk's clock is."""

_Entry = tuple[str, int, int, int]
"""A file with its size and both its times."""


class Installed(Struct, frozen=True):
    """Digests of all that has a say in every answer."""

    source: str
    """Of the modules of the package."""
    signatures: str
    law: str


class Ages(Struct, frozen=True):
    """How old what ships is."""

    verified: str
    """When names in signatures were last verified."""
    read: str
    """Up to which day statements of law were read."""
    again: str
    """The first day on which one is to be read again."""


@cache
def installed() -> Installed:
    """The digests of what is installed. Raises `SmsauditError` where the signatures are missing."""
    if not is_of_use("installed"):
        return _read()
    entries = sorted(_entries())
    key = key_of(repr(entries))
    found = kept("installed", key, Installed)
    if found is None:
        found = _read()
        if max(max(entry[2:]) for entry in entries) + _SETTLED < time.time_ns():
            keep("installed", key, msgspec.msgpack.encode(found))
    return found


def ages() -> Ages:
    """How old the signatures and the law are."""
    there = installed()
    key = key_of(there.source, there.signatures, there.law)
    found = kept("ages", key, Ages)
    if found is None:
        found = _told_ages()
        keep("ages", key, msgspec.msgpack.encode(found))
    return found


def _read() -> Installed:
    return Installed(
        source=_digest_of_source(),
        signatures=digest_of_signatures((shipped_directory(),)),
        law=digest_of_law(),
    )


def _told_ages() -> Ages:
    from smsaudit.law.dates import dates
    from smsaudit.signatures.dates import last_verified

    read, again = dates()
    return Ages(verified=last_verified((shipped_directory(),)), read=read, again=again)


def _digest_of_source() -> str:
    total = hashlib.sha256()
    for folder, folders, files in os.walk(_PACKAGE):
        folders.sort()
        for name in sorted(files):
            if name.endswith(".py"):
                content = _content(f"{folder}{os.sep}{name}")
                total.update(f"{name}\0{len(content)}\0".encode())
                total.update(content)
    return total.hexdigest()


def _entries() -> Iterator[_Entry]:
    """All files from which the digests are made, and some beside them."""
    yield from _below(str(_PACKAGE), ".py")
    yield from _below(str(shipped_directory()), ".toml")
    yield from _below(str(law_directory()), ".toml")


def _below(folder: str, ending: str) -> Iterator[_Entry]:
    for entry in os.scandir(folder):
        if entry.name.endswith(ending):
            with suppress(OSError):  # a link to nowhere
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns, found.st_ctime_ns
        elif entry.is_dir(follow_symlinks=False) and entry.name != "__pycache__":
            yield from _below(entry.path, ending)


def _content(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - hundreds of files: no path objects
        return file.read()
