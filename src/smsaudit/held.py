"""What was read of a tree and stays at hand: many files in one text, so that one look may leave out all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from smsaudit.model.location import TreePath

Sieve = Callable[[bytes], bool]
"""Says whether anything that is looked for stands in some bytes; of what holds nothing it may say so."""

_BLOCK = 256 << 10
"""Bytes from which on a block is closed: hundreds of files, and still likely to hold nothing of what is rare."""
_SHARE = 4
"""Blocks are looked at if at least one in so many of the files at hand is asked."""


class _Block(Struct, frozen=True):
    """Files that were read one after the other, each after its path, as it is searched."""

    paths: tuple[TreePath, ...]
    data: bytes


class Held:
    """Bytes of files, as long as there is room."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._blocks: list[_Block] = []
        self._places: dict[TreePath, tuple[bytes, int, int]] = {}
        self._open: dict[TreePath, bytes] = {}
        self._filled = 0

    def get(self, path: TreePath) -> bytes | None:
        """The bytes of a file; None if they are not at hand."""
        place = self._places.get(path)
        if place is None:
            return self._open.get(path)
        block, start, end = place
        return block[start:end]

    def keep(self, path: TreePath, data: bytes) -> None:
        """Hold these bytes, if there is room."""
        if len(data) > self._room:
            return
        self._room -= len(data)
        self._open[path] = data
        self._filled += len(data)
        if self._filled >= _BLOCK:
            self._close()

    def left(self, paths: Sequence[TreePath], sieve: Sieve | None) -> Sequence[TreePath]:
        """Those of the files in which something may be found, in the same order."""
        if sieve is None or len(paths) * _SHARE < len(self._places):
            return paths
        empty = frozenset(path for block in self._blocks if not sieve(block.data) for path in block.paths)
        return [path for path in paths if path not in empty] if empty else paths

    def share(self, count: int) -> None:
        """From now on, so many processes hold as much as one would."""
        self._room //= count

    def clear(self) -> None:
        """Let go of everything."""
        self._blocks.clear()
        self._places.clear()
        self._open.clear()

    def _close(self) -> None:
        """Put what has gathered into one block."""
        heads = [path.encode() for path in self._open]
        data = b"\n".join([part for pair in zip(heads, self._open.values(), strict=True) for part in pair])
        start = 0
        for head, (path, held) in zip(heads, self._open.items(), strict=True):
            start += len(head) + 1
            self._places[path] = (data, start, start + len(held))
            start += len(held) + 1
        self._blocks.append(_Block(tuple(self._open), data))
        self._open.clear()
        self._filled = 0
