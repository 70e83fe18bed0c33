"""The short ids (`d1`, `e1`) under which every report names detections and entry points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct

from smsaudit.model.detection import Detection
from smsaudit.model.location import Location
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import PatternId


class Numbering(Struct, frozen=True):
    """Ids in the order of the result: one per detection, one per entry point."""

    detections: Mapping[tuple[PatternId, Location], str]
    entry_points: Mapping[str, str]
    places: Mapping[str, tuple[str, ...]]
    """`path:line` -> ids of the detections there."""

    def detection(self, found: Detection) -> str:
        """The id of a detection, whichever copy of it is at hand."""
        return self.detections[_key(found)]

    def cited(self, references: Iterable[str]) -> tuple[str, ...]:
        """Ids of the detections that advice names by id or by place."""
        found = (id_ for each in references for id_ in self.places.get(each, (each,)))
        return tuple(dict.fromkeys(found))

    def entry_point(self, id_: str | None) -> str | None:
        """The short id of an entry point; None for a flow without one."""
        return None if id_ is None else self.entry_points[id_]


def numbered(result: AuditResult) -> Numbering:
    """Number what `result` holds."""
    detections: dict[tuple[PatternId, Location], str] = {}
    for at, found in enumerate(result.detections, start=1):
        detections.setdefault(_key(found), f"d{at}")
    places: dict[str, tuple[str, ...]] = {}
    for at, found in enumerate(result.detections, start=1):
        places[str(found.location)] = (*places.get(str(found.location), ()), f"d{at}")
    entry_points = {entry.id: f"e{at}" for at, entry in enumerate(result.entry_points, start=1)}
    return Numbering(MappingProxyType(detections), MappingProxyType(entry_points), MappingProxyType(places))


def _key(found: Detection) -> tuple[PatternId, Location]:
    # A later stage may name the channel of a detection, so the channel is not part of its identity.
    return found.pattern, found.location
