"""Whether the calls of a way can follow one another on one object: a base's call of its own method reaches no stranger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from smsaudit.flow.edge import Edge
from smsaudit.flow.program import Program
from smsaudit.model.referent import ClassRef, Frame

_Classes = frozenset[ClassRef]
_UNKNOWN: _Classes = frozenset()


class Receivers:
    """Follows the class of the object whose method calls its own methods."""

    def __init__(self, program: Program, edges: Iterable[Edge]) -> None:
        self._program = program
        self._families: dict[ClassRef, _Classes] = {}
        self._between: dict[tuple[Frame, Frame], list[Edge]] = defaultdict(list)
        for edge in edges:
            self._between[edge.caller, edge.callee].append(edge)

    def fit(self, way: Sequence[Frame]) -> bool:
        """Whether some object can be the one on which every call of a method of its own is made."""
        own = self._of(way[0])
        for caller, callee in pairwise(way):
            edges = self._between[caller, callee]
            known = _UNKNOWN.union(*(edge.receivers for edge in edges))
            if not all(edge.receivers for edge in edges):
                known = _UNKNOWN
            if not all(edge.is_on_self for edge in edges):
                own = known or self._of(callee)
            elif own and known and self._family(own).isdisjoint(self._family(known)):
                return False
        return True

    def _of(self, function: Frame) -> _Classes:
        cls = self._program.class_of(function)
        return frozenset((cls,)) if cls is not None else _UNKNOWN

    def _family(self, classes: _Classes) -> _Classes:
        for cls in classes - self._families.keys():
            self._families[cls] = frozenset(self._program.family(cls))
        return _UNKNOWN.union(*(self._families[cls] for cls in classes))
