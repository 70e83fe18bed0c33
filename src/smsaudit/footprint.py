"""On what of a tree an answer rests, so that it still holds after changes to other files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase, translate
from functools import cached_property
from typing import Protocol, TypeVar

from msgspec import Struct, field

from smsaudit.asked import Found, Table
from smsaudit.model.location import TreePath
from smsaudit.model.source import PYTHON

T = TypeVar("T", str, bytes)

_MOST_CHANGES = 1_000
_NO_LITERALS: Table[bytes] = Table()
_NO_NAMES: Table[str] = Table()


class Footprint(Struct, frozen=True, kw_only=True, dict=True):
    """Every question that was asked about the files of a tree, with as much of the answer as tells whether it changes."""

    listing: str = ""
    """Path and id of every file, each ended by a zero byte."""
    obstacles: str = ""
    """What could not be listed."""
    parsed: tuple[TreePath, ...] = ()
    read: frozenset[TreePath] = frozenset()
    """Files whose text or facts were asked for, or that hid something."""
    glanced: tuple[TreePath, ...] = ()
    """Files whose text was asked for at the end, for what depends on nothing else."""
    literals: Table[bytes] = _NO_LITERALS
    """What was searched, in all files or some."""
    further: Table[bytes] = _NO_LITERALS
    """What was searched only in files that hold one of `literals`."""
    names: Table[str] = _NO_NAMES
    """What was looked for as a word of its own in code."""
    imports: Mapping[TreePath, bytes] = field(default_factory=dict)
    """The import lines of files, where these were asked for, each encoded."""
    globs: tuple[str, ...] = ()
    """What files were looked for by their names alone."""

    @cached_property
    def ids(self) -> Mapping[TreePath, str]:
        """What the content of each file was called."""
        return ids_of(self.listing)

    @cached_property
    def _numbers(self) -> Mapping[TreePath, int]:
        return {path: number for number, path in enumerate(self.ids)}

    @cached_property
    def holding(self) -> Found[bytes]:
        """Which literals a file holds."""
        return Found(self.literals, self._numbers)

    @cached_property
    def holding_further(self) -> Found[bytes]:
        """Which further literals a file holds, of those that were searched so far."""
        return Found(self.further, self._numbers)

    @cached_property
    def naming(self) -> Found[str]:
        """Which names a file holds."""
        return Found(self.names, self._numbers)


class Files(Protocol):
    """The files of a tree as it is now."""

    def containing(
        self, literals: Iterable[bytes], among: Iterable[TreePath]
    ) -> dict[TreePath, frozenset[bytes]]:
        """Files that hold one of the literals."""
        ...

    def further(
        self, literals: Iterable[bytes], among: Iterable[TreePath]
    ) -> dict[TreePath, frozenset[bytes]]:
        """As `containing`, of files that are only searched because they hold something else."""
        ...

    def naming(self, names: Iterable[str], among: Iterable[TreePath]) -> dict[TreePath, frozenset[str]]:
        """Python files that hold one of the names as a word of its own."""
        ...

    def imports(self, paths: Iterable[TreePath]) -> Mapping[TreePath, bytes]:
        """The import lines of Python files, each encoded."""
        ...


class Change(Struct, frozen=True):
    """The files that came, went or have another content."""

    added: frozenset[TreePath]
    removed: frozenset[TreePath]
    edited: frozenset[TreePath]

    @property
    def paths(self) -> frozenset[TreePath]:
        """All of them."""
        return self.added | self.removed | self.edited


def change_between(before: Mapping[TreePath, str], after: Mapping[TreePath, str]) -> Change:
    """What is not the same, by the ids of all files."""
    return Change(
        added=frozenset(after.keys() - before.keys()),
        removed=frozenset(before.keys() - after.keys()),
        edited=frozenset(path for path, name in after.items() if before.get(path, name) != name),
    )


def ids_of(listing: str) -> Mapping[TreePath, str]:
    """The ids of all files, in the order of the listing."""
    parts = listing.split("\0")
    return {TreePath(path): name for path, name in zip(parts[::2], parts[1::2], strict=False)}


def is_beside(change: Change, searched: Sequence[TreePath], before: Footprint, files: Files) -> bool:
    """Whether every question would get the answer that it got before the change; `searched` are the files that a search would meet."""
    if len(change.paths) > _MOST_CHANGES:
        return False
    # Names of modules decide what an import means.
    if any(path.endswith(PYTHON) for path in change.added | change.removed):
        return False
    if not change.paths.isdisjoint(before.read) or called(change.added, before.globs):
        return False
    touched = (*searched, *change.removed)
    held = files.containing(before.literals.words, searched)
    if any(before.holding.held(path) != held.get(path, frozenset()) for path in touched):
        return False
    again = [path for path in touched if before.holding_further.reached(path)]
    further = files.further(before.further.words, again)
    if not _answers_same(before.holding_further, again, further):
        return False
    if files.naming(before.names.words, [path for path in searched if path in change.added]):
        return False
    again = [path for path in touched if before.naming.reached(path)]
    if not _answers_same(before.naming, again, files.naming(before.names.words, again)):
        return False
    importing = [path for path in searched if path in before.imports]
    return all(before.imports[path] == lines for path, lines in files.imports(importing).items())


def _answers_same(before: Found[T], paths: Iterable[TreePath], now: Mapping[TreePath, frozenset[T]]) -> bool:
    """Whether what was looked for in each of these files is found there as before."""
    return all(before.held(path) == now.get(path, frozenset()) & before.asked(path) for path in paths)


def called(paths: Iterable[TreePath], globs: Iterable[str]) -> dict[TreePath, frozenset[str]]:
    """Files whose name fits a glob, and which."""
    wanted = sorted(globs)
    fits = re.compile("|".join(map(translate, wanted)) or r"(?!)").match
    found = [path for path in paths if fits(path.rpartition("/")[2])]
    return {
        path: frozenset(glob for glob in wanted if fnmatchcase(path.rpartition("/")[2], glob))
        for path in found
    }
