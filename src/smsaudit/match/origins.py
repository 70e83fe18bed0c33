"""The index that finds the patterns for a callee."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smsaudit.model.origin_glob import GlobIndex
from smsaudit.model.signature import CallTarget, Pattern, Role, SubclassTarget


class OriginIndex:
    """Patterns by the last name of their globs."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._index = GlobIndex(
            (glob, pattern)
            for pattern in patterns
            if isinstance(pattern.target, CallTarget | SubclassTarget)
            for glob in pattern.target.origins
        )

    @property
    def names(self) -> frozenset[str]:
        """Last names of all globs that end in a fixed name."""
        return self._index.names

    def ends_in(self, name: str) -> bool:
        """Whether an origin whose last name this is could match."""
        return self._index.ends_in(name)

    def ending_in(self, name: str) -> Iterator[tuple[str, Pattern]]:
        """Every pattern with a glob whose last name is this one, with the glob."""
        return self._index.ending_in(name)

    def matching(self, origin: str, *, in_tree: bool) -> tuple[Pattern, ...]:
        """Every pattern one of whose globs fits `origin`, once.

        One that knows a part of the package's name only gives way to one of its signature that knows all of it.
        """
        fitting = self._index.matching(origin, in_tree=in_tree)
        found = {pattern.id: pattern for pattern in fitting}.values()
        named = {_does(pattern) for pattern in found if not _is_open(pattern)}
        return tuple(pattern for pattern in found if not (_is_open(pattern) and _does(pattern) in named))


def _is_open(pattern: Pattern) -> bool:
    """Whether the globs know a part of the package's name only (`*acme*.send`)."""
    if not isinstance(pattern.target, CallTarget | SubclassTarget):
        return False
    packages = [glob.partition(".")[0] for glob in pattern.target.origins]
    return all("*" in package and package.strip("*") for package in packages)


def _does(pattern: Pattern) -> tuple[str, Role]:
    """What a pattern shows, and of which signature."""
    return pattern.id.partition(".")[0], pattern.role
