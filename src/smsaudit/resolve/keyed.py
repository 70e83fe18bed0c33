"""The pairs of dict displays by the keys that they spell out: large tables are read under one key, very many times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from smsaudit.model.fact_index import Groups
from smsaudit.model.referent import DisplayRef, Referent, Referents
from smsaudit.model.value import Mapping, Number, Text, Truth, Value
from smsaudit.resolve.filled import literals

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_Pair = tuple[Value | None, Value]


class Keyed:
    """The pairs of every display that was read so far, each sorted once."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._known: dict[DisplayRef, Groups[Referent | None, _Pair]] = {}

    def under(self, base: DisplayRef, keys: Referents) -> Iterable[_Pair]:
        """Pairs that may be meant by one of these keys, which may be anything where none of them is known."""
        if not isinstance(base.display, Mapping):
            return ()
        wanted = literals(keys)
        if not wanted:
            return base.display.pairs
        pairs = self._known.get(base)
        if pairs is None:
            pairs = self._known[base] = Groups(self._sorted(base))
        return [pair for key in (None, *self._resolver.questions.ordered(wanted)) for pair in pairs[key]]

    def _sorted(self, base: DisplayRef) -> Iterator[tuple[Referent | None, _Pair]]:
        """Pairs by their literal; under None those whose key has to be worked out, or that are poured in."""
        for own, value in base.display.pairs if isinstance(base.display, Mapping) else ():
            is_plain = isinstance(own, Text | Number | Truth)
            spelled = (
                literals(self._resolver.evaluate(base.frame, own)) if own is not None and is_plain else ()
            )
            yield next(iter(spelled), None), (own, value)


def may_equal(wanted: Referents, own: Referents) -> bool:
    """Whether two keys may be the same: known literals must agree, unknown ones may."""
    known, owned = literals(wanted), literals(own)
    return not known or not owned or not known.isdisjoint(owned)
