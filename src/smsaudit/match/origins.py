"""The index that finds the patterns for a callee."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from smsaudit.model.origin_glob import matches, segments
from smsaudit.model.signature import CallTarget, Pattern, SubclassTarget


class OriginIndex:
    """Patterns by the last name of their globs."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._exact: dict[str, list[tuple[str, Pattern]]] = defaultdict(list)
        self._loose: list[tuple[str, Pattern]] = []
        for pattern in patterns:
            if isinstance(pattern.target, CallTarget | SubclassTarget):
                for glob in pattern.target.origins:
                    last = segments(glob)[-1][0]
                    (self._loose if "*" in last else self._exact[last]).append((glob, pattern))

    @property
    def names(self) -> frozenset[str]:
        """Last names of all globs that end in a fixed name."""
        return frozenset(self._exact)

    def matching(self, origin: str, *, in_tree: bool) -> Iterator[Pattern]:
        """Every pattern one of whose globs fits `origin`, once."""
        given = segments(origin)
        if not given:
            return
        seen: set[str] = set()
        for glob, pattern in (*self._exact.get(given[-1][0], ()), *self._loose):
            if pattern.id not in seen and matches(glob, origin, in_tree=in_tree):
                seen.add(pattern.id)
                yield pattern
