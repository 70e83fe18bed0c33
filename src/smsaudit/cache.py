"""Answers kept on disk between runs, by what they were made from: correct or absent, never old.

One SQLite file holds everything, so that runs side by side, a killed run or a full disk leave it whole. A key is a
digest of all that went into an answer, with the version of the analysis; nothing goes by time stamps. What is read
back is checked, decoded as data and never executed. Whatever goes wrong here only costs time.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache as once
from pathlib import Path
from typing import Self, TypeVar

import msgspec

from smsaudit.installed import installed

LARGEST = 256 << 20
"""Bytes that all answers together may take; beyond it, those that were not asked for longest go."""

_T = TypeVar("_T")

_FILE = "answers-1.sqlite3"
_CHECK = 16
_PATIENCE = 2.0
_BATCH = 500
_TABLES = """
    PRAGMA synchronous = OFF;
    CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, size INTEGER, used INTEGER, value BLOB);
    CREATE TABLE IF NOT EXISTS runs (number INTEGER);
"""
"""Nothing waits for the disk: after a loss of power, what is damaged shows by its check sum."""


class Cache:
    """Answers by key. What is put is written when the cache closes."""

    def __init__(self, directory: Path | None, *, largest: int = LARGEST) -> None:
        self._largest = largest
        self._fresh: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()
        self._file = directory / _FILE if directory is not None else None
        self._database = self._opened() if self._file is not None else None

    @property
    def is_open(self) -> bool:
        """Whether answers can be kept."""
        return self._database is not None

    def get(self, key: bytes) -> bytes | None:
        """The answer under a key, if there is one."""
        return self.get_many([key]).get(key)

    def get_many(self, keys: Iterable[bytes]) -> Mapping[bytes, bytes]:
        """The answers there are under these keys."""
        wanted = list(dict.fromkeys(keys))
        found = {key: self._fresh[key] for key in wanted if key in self._fresh}
        for start in range(0, len(wanted), _BATCH):
            for key, value in self._selected(
                "key, value", [key for key in wanted[start : start + _BATCH] if key not in found]
            ):
                if value[:_CHECK] == _check(value[_CHECK:]):
                    found[key] = value[_CHECK:]
                    self._used.add(key)
        return found

    def missing(self, keys: Iterable[bytes]) -> frozenset[bytes]:
        """Those of the keys under which there is no answer; none is read."""
        wanted = [key for key in dict.fromkeys(keys) if key not in self._fresh]
        found = {
            key
            for start in range(0, len(wanted), _BATCH)
            for (key,) in self._selected("key", wanted[start : start + _BATCH])
        }
        return frozenset(wanted) - found

    def put(self, key: bytes, value: bytes) -> None:
        """Keep an answer."""
        if self._database is not None and len(value) <= self._largest // 4:
            self._fresh[key] = value

    def close(self) -> None:
        """Write what is new, make room, and let go of the file."""
        if self._database is None:
            return
        self._guarded(self._written)
        with suppress(sqlite3.Error):
            if self._database is not None:
                self._database.close()
        self._database = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _opened(self) -> sqlite3.Connection | None:
        if self._file is None:
            return None
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            database = sqlite3.connect(self._file, timeout=_PATIENCE, isolation_level=None)
        except (OSError, sqlite3.Error):
            return None
        try:
            database.executescript(_TABLES)
        except sqlite3.Error as error:
            database.close()
            self._discard(error)
            return None
        return database

    def _selected(self, columns: str, keys: list[bytes]) -> list[tuple[bytes, ...]]:
        if not keys:
            return []
        marks = ",".join("?" * len(keys))
        query = f"SELECT {columns} FROM answers WHERE key IN ({marks})"  # noqa: S608 - our columns, question marks
        return self._guarded(lambda database: database.execute(query, keys).fetchall()) or []

    def _written(self, database: sqlite3.Connection) -> None:
        if not self._fresh and not self._used:
            return
        database.execute("BEGIN IMMEDIATE")
        try:
            (run,) = database.execute("SELECT coalesce(max(number), 0) + 1 FROM runs").fetchone()
            database.execute("DELETE FROM runs")
            database.execute("INSERT INTO runs VALUES (?)", (run,))
            rows = [(key, len(value), run, _check(value) + value) for key, value in self._fresh.items()]
            database.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", rows)
            database.executemany(
                "UPDATE answers SET used = ? WHERE key = ?", [(run, key) for key in self._used]
            )
            if rows:
                self._make_room(database)
            database.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                database.execute("ROLLBACK")
            raise

    def _make_room(self, database: sqlite3.Connection) -> None:
        (size,) = database.execute("SELECT coalesce(sum(size), 0) FROM answers").fetchone()
        if size <= self._largest:
            return
        least: list[tuple[bytes]] = []
        for key, own in database.execute("SELECT key, size FROM answers ORDER BY used, key"):
            if size <= self._largest * 3 // 4:
                break
            least.append((key,))
            size -= own
        database.executemany("DELETE FROM answers WHERE key = ?", least)

    def _guarded(self, work: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """What `work` answers; after a failure the cache is not asked again in this run."""
        if self._database is None:
            return None
        try:
            return work(self._database)
        except (sqlite3.Error, OSError, MemoryError) as error:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None
            self._discard(error)
            return None

    def _discard(self, error: BaseException) -> None:
        """Remove a file that is damaged; one that is only busy, or on a full disk, stays."""
        is_damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(
            error, sqlite3.OperationalError
        )
        if is_damaged and self._file is not None:
            for file in (
                self._file,
                *(self._file.with_name(_FILE + end) for end in ("-journal", "-wal", "-shm")),
            ):
                with suppress(OSError):
                    file.unlink()


def key_of(*parts: bytes | str) -> bytes:
    """A key for an answer that was made from `parts` by this version of the analysis."""
    total = hashlib.sha256(analysis_version())
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.digest()


@once
def analysis_version() -> bytes:
    """Digest of the package's own source, of Python's version and of the libraries: another may answer otherwise."""
    total = hashlib.sha256(sys.version.encode())
    libraries = Path(msgspec.__file__).parents[1]
    total.update("\n".join(sorted(_distributions(libraries))).encode("utf-8", "surrogateescape"))
    total.update(installed().source.encode())
    return total.digest()


def _distributions(folder: Path) -> Iterator[str]:
    """What is installed beside the libraries, each with its version."""
    with suppress(OSError):
        yield from (name for name in os.listdir(folder) if name.endswith(".dist-info"))  # noqa: PTH208 - hundreds of names: no path objects


def _check(value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=_CHECK).digest()
