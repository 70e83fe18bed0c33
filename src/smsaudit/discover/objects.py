"""Contents of a repository's objects, read without a checkout: no filter, no attribute, no work tree."""

from __future__ import annotations

from collections.abc import Iterable

from smsaudit.discover.git import Git, GitRefused, refusal

_SIZES = ("cat-file", "--buffer", "--batch-check=%(objectname) %(objecttype) %(objectsize)")
_CONTENTS = ("cat-file", "--buffer", "--batch=%(objectname) %(objectsize)")
_MOST_AT_ONCE = 32 * 1024 * 1024
"""Bytes that are held in memory at a time."""


class Objects:
    """Blobs by their id. Those that were announced with `expect` are read many at a time."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._sizes: dict[str, int] = {}
        self._expected: tuple[str, ...] = ()
        self._held: dict[str, bytes] = {}

    def sizes(self, blobs: Iterable[str]) -> dict[str, int]:
        """Size of every blob that is there; in a partial clone, not all need be."""
        wanted = dict.fromkeys(blobs)
        self._measure([blob for blob in wanted if blob not in self._sizes])
        return {blob: self._sizes[blob] for blob in wanted if blob in self._sizes}

    def expect(self, blobs: Iterable[str]) -> None:
        """Announce what will be read, in about this order."""
        self._expected = tuple(blobs)  # several times where several files hold the same

    def read(self, blob: str) -> bytes | None:
        """The bytes of a blob; None if it is not there."""
        if blob not in self._held:
            batch = self._next(blob)
            if not batch:  # out of turn: what is held stays for the turns to come
                return self._fetched([blob]).get(blob)
            self._held = self._fetched(batch)
        return self._held.get(blob)

    def _measure(self, blobs: list[str]) -> None:
        if not blobs:
            return
        for line in self._ask(_SIZES, blobs).decode("ascii", "replace").splitlines():
            blob, kind, *size = line.split(" ")
            if kind == "blob" and size:
                self._sizes[blob] = int(size[0])

    def _next(self, blob: str) -> list[str]:
        """A blob, and those that are expected after it, as far as they can be held at once; none if it is not expected."""
        if blob not in self._expected:
            return []
        start = self._expected.index(blob)
        end, room = start + 1, _MOST_AT_ONCE - self._sizes.get(blob, 0)
        while end < len(self._expected) and room > 0:
            room -= self._sizes.get(self._expected[end], _MOST_AT_ONCE)
            end += 1
        batch, self._expected = self._expected[start:end], self._expected[end:]
        return list(dict.fromkeys(batch))

    def _fetched(self, blobs: list[str]) -> dict[str, bytes]:
        out = self._ask(_CONTENTS, blobs)
        held: dict[str, bytes] = {}
        at = 0
        for blob in blobs:
            end = out.index(b"\n", at)
            size = out[at:end].rpartition(b" ")[2]
            at = end + 1
            if size.isdigit():  # otherwise the line says that the object is missing
                held[blob] = out[at : at + int(size)]
                at += int(size) + 1
        return held

    def _ask(self, question: tuple[str, ...], blobs: list[str]) -> bytes:
        (answer,) = self._git.ask([], question, given="".join(f"{blob}\n" for blob in blobs).encode())
        if answer.code:
            raise GitRefused(refusal(answer.err))
        return answer.out
