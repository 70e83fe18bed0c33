"""What a file must hold for a pattern to fire in it, in texts to look for."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct


class Demand(Struct, frozen=True, array_like=True):
    """At least so many of the texts and the parts."""

    least: int
    texts: frozenset[bytes] = frozenset()
    parts: tuple[Demand, ...] = ()

    def met_by(self, held: Collection[bytes]) -> bool:
        """Whether a file that holds these texts, and no others of the demand, has what is asked for."""
        met = sum(text in held for text in self.texts) + sum(part.met_by(held) for part in self.parts)
        return met >= self.least

    def words(self) -> frozenset[bytes]:
        """All texts that have to be looked for."""
        return self.texts.union(*(part.words() for part in self.parts))
