"""The findings that a team knows: one line each, without line numbers and times, so that it merges like code."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256

from msgspec import Struct

HEADER = "# smsaudit baseline 1: known findings, one line each (path, pattern, fingerprint); written by -f baseline"

_LENGTH = 16
_FIELDS = 3
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_ALPHABET = frozenset("abcdefghijklmnop")
"""No digits, so that a fingerprint is never taken for a number of somebody."""


def fingerprint(*parts: str) -> str:
    """A short name for what `parts` say together."""
    digest = sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return digest[:_LENGTH].translate(_LETTERS)


class Entry(Struct, frozen=True, order=True):
    """A known finding. Its path and rule are there for people; the fingerprint decides."""

    path: str
    rule: str
    fingerprint: str

    @property
    def line(self) -> str:
        """The entry as it is written in a baseline."""
        path = (
            self.path.encode("unicode_escape").decode("ascii") if not self.path.isprintable() else self.path
        )
        return f"{path} {self.rule} {self.fingerprint}"


def entry_of(line: str) -> Entry | None:
    """The entry that a line holds; None where it is not one."""
    parts = line.rsplit(" ", _FIELDS - 1)
    is_entry = (
        len(parts) == _FIELDS and all(parts) and len(parts[2]) == _LENGTH and _ALPHABET.issuperset(parts[2])
    )
    return Entry(*parts) if is_entry else None


class Baseline(Struct, frozen=True, dict=True):
    """What was known when the file was written."""

    file: str = ""
    entries: frozenset[Entry] = frozenset()

    @cached_property
    def fingerprints(self) -> frozenset[str]:
        """Those of all entries."""
        return frozenset(entry.fingerprint for entry in self.entries)
