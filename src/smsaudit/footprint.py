"""On what of a tree an answer rests, so that it still holds after changes to other files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol, TypeVar

from smsaudit.model.location import TreePath

T = TypeVar("T")

_MOST_CHANGES = 1_000
_CODE = (".py", ".pyw")


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """Every question that was asked about the files of a tree, with as much of the answer as tells whether it changes."""

    listing: str
    """Path and id of every file, each ended by a zero byte."""
    obstacles: str
    """What could not be listed."""
    parsed: tuple[TreePath, ...]
    read: tuple[TreePath, ...]
    """Files whose text or facts were asked for, or that hid something."""
    glanced: tuple[TreePath, ...]
    """Files whose text was asked for at the end, for what depends on nothing else."""
    literals: tuple[bytes, ...]
    """What was searched, in all files or some."""
    holding: Mapping[TreePath, tuple[int, ...]]
    """Which of the literals a file holds; not listed are those that hold none."""
    names: tuple[str, ...]
    """What was looked for as a word of its own in code."""
    naming: Mapping[TreePath, tuple[int, ...]]
    """Which of the names a file holds so."""
    imports: Mapping[TreePath, bytes]
    """Digests of the import lines of files, where these were asked for."""


class Files(Protocol):
    """The files of a tree as it is now."""

    @property
    def read(self) -> frozenset[TreePath]:
        """Files whose text or facts were asked for so far, or that hid something."""
        ...

    def is_searched(self, path: TreePath) -> bool:
        """Whether files of this name are searched."""
        ...

    def containing(
        self, literals: Iterable[bytes], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[bytes]]:
        """Files that hold one of the literals."""
        ...

    def naming(
        self, names: Iterable[str], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[str]]:
        """Python files that hold one of the names as a word of its own."""
        ...

    def import_lines(self, path: TreePath) -> Sequence[object]:
        """The imports of a Python file."""
        ...


class Asked:
    """The questions of a run, while they are asked."""

    def __init__(self) -> None:
        self._holding: dict[TreePath, frozenset[bytes]] = {}
        self._literals: frozenset[bytes] = frozenset()
        self._naming: dict[TreePath, frozenset[str]] = {}
        self._names: frozenset[str] = frozenset()
        self._imports: dict[TreePath, bytes] = {}

    def searched(self, literals: frozenset[bytes], found: Mapping[TreePath, frozenset[bytes]]) -> None:
        """Some files were searched."""
        self._literals |= {literal.lower() for literal in literals}
        for path, hits in found.items():
            self._holding[path] = self._holding.get(path, frozenset()) | hits

    def named(self, names: frozenset[str], found: Mapping[TreePath, frozenset[str]]) -> None:
        """Some files of code were searched for words of their own."""
        self._names |= names
        for path, hits in found.items():
            self._naming[path] = self._naming.get(path, frozenset()) | hits

    def imports(self, path: TreePath, lines: Sequence[object]) -> None:
        """The imports of a file were looked at."""
        self._imports[path] = _digest(lines)

    def footprint(
        self,
        *,
        listing: str,
        obstacles: str,
        parsed: tuple[TreePath, ...],
        read: tuple[TreePath, ...],
        glanced: tuple[TreePath, ...],
    ) -> Footprint:
        """All of them, with what else is known of the files."""
        literals = tuple(sorted(self._literals))
        names = tuple(sorted(self._names))
        return Footprint(
            listing=listing,
            obstacles=obstacles,
            parsed=parsed,
            read=read,
            glanced=glanced,
            literals=literals,
            holding=_numbered(literals, self._holding),
            names=names,
            naming=_numbered(names, self._naming),
            imports=self._imports,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """The files that came, went or have another content."""

    added: frozenset[TreePath]
    removed: frozenset[TreePath]
    edited: frozenset[TreePath]

    @property
    def paths(self) -> frozenset[TreePath]:
        """All of them."""
        return self.added | self.removed | self.edited


def change_between(before: str, after: str) -> Change:
    """What is not the same in two listings."""
    old, new = _ids(before), _ids(after)
    return Change(
        added=frozenset(new.keys() - old.keys()),
        removed=frozenset(old.keys() - new.keys()),
        edited=frozenset(path for path, name in new.items() if old.get(path, name) != name),
    )


def is_beside(change: Change, before: Footprint, files: Files) -> bool:
    """Whether every question would get the answer that it got before the change."""
    if len(change.paths) > _MOST_CHANGES:
        return False
    # Names of modules decide what an import means.
    if any(path.endswith(_CODE) for path in change.added | change.removed):
        return False
    if not change.paths.isdisjoint(before.read):
        return False
    searched = [path for path in sorted(change.added | change.edited) if files.is_searched(path)]
    touched = (*searched, *change.removed)
    held = files.containing(before.literals, searched)
    if any(_those(before.literals, before.holding, path) != held.get(path, frozenset()) for path in touched):
        return False
    named = files.naming(before.names, [path for path in searched if path.endswith(_CODE)])
    if any(_those(before.names, before.naming, path) != named.get(path, frozenset()) for path in touched):
        return False
    if any(
        before.imports[path] != _digest(files.import_lines(path))
        for path in searched
        if path in before.imports
    ):
        return False
    return change.paths.isdisjoint(files.read)  # that the search itself had to decode, or could not read


def _numbered(
    items: Sequence[T], found: Mapping[TreePath, frozenset[T]]
) -> Mapping[TreePath, tuple[int, ...]]:
    numbers = {item: number for number, item in enumerate(items)}
    return {path: tuple(sorted(numbers[each] for each in hits)) for path, hits in found.items()}


def _those(items: Sequence[T], found: Mapping[TreePath, tuple[int, ...]], path: TreePath) -> frozenset[T]:
    return frozenset(items[number] for number in found.get(path, ()))


def _ids(listing: str) -> dict[TreePath, str]:
    parts = listing.split("\0")
    return {TreePath(path): name for path, name in zip(parts[::2], parts[1::2], strict=False)}


def _digest(lines: Sequence[object]) -> bytes:
    return blake2b(repr(lines).encode("utf-8", "surrogatepass"), digest_size=8).digest()
