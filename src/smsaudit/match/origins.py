"""The index that finds the patterns for a callee."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smsaudit.model.origin_glob import GlobIndex
from smsaudit.model.signature import CallTarget, Pattern, SubclassTarget


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
        """Every pattern one of whose globs fits `origin`, once."""
        fitting = self._index.matching(origin, in_tree=in_tree)
        return tuple({pattern.id: pattern for pattern in fitting}.values())
