"""What the page tells, in the order in which it tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape
from msgspec import Struct

from smsaudit.model.advice import Licence, Statement
from smsaudit.model.flow import EntryPoint, Step
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import Location
from smsaudit.model.result import AuditResult
from smsaudit.model.words import Language, Words
from smsaudit.report.branches import folded
from smsaudit.report.html.bilingual import Bilingual
from smsaudit.report.html.chips import PARTS
from smsaudit.report.numbering import Numbering
from smsaudit.report.order import by_weight, flows_by_importance, grouped_by_start
from smsaudit.report.passages import Passage, Teller
from smsaudit.report.visible import brief, visible

_LONGEST = 200
_PLACE = re.compile(r"([^\s,;:()，；：（）]+:\d+)")
"""What looks like `path:line` in a sentence."""


class Group(Struct, frozen=True):
    """The flows of one start as a tree."""

    entry: EntryPoint | None
    start: Step | None
    """The first step, where nobody is known to enter."""
    tree: Passage
    """What follows the entry point, or the start."""


class Part(Struct, frozen=True):
    """One heading of a licence sheet."""

    title: Words
    statements: tuple[Statement, ...]


class Sheet(Struct, frozen=True):
    """A licence with the places that point to it, and its statements by what they are about."""

    licence: Licence
    places: tuple[Location, ...]
    parts: tuple[Part, ...]


class Places:
    """Where on the page a place of the code, or a channel, is told."""

    def __init__(self, result: AuditResult, ids: Numbering) -> None:
        self._anchors: dict[str, str] = {}
        for at, found in enumerate(result.detections, start=1):
            self._anchors.setdefault(str(found.location), f"d{at}")
        starts = {flow.entry_point for flow in result.flows}
        for entry in result.entry_points:
            if entry.id in starts:
                self._anchors.setdefault(str(entry.location), ids.entry_point(entry.id) or "")
        steps = dict.fromkeys(str(step.location) for flow in result.flows for step in flow.steps)
        self._waiting = {
            place: f"p{at}"
            for at, place in enumerate((each for each in steps if each not in self._anchors), start=1)
        }
        self._anchors |= self._waiting
        for at, judged in enumerate(by_weight(result), start=1):
            self._anchors.setdefault(judged.channel.id, f"c{at}")

    def anchor(self, location: Location | str) -> str:
        """The id of the element that tells of a place or a channel; empty if none does."""
        return self._anchors.get(str(location), "")

    def linked(self, text: Words, location: str = "") -> Bilingual:
        """A sentence whose places lead to where they are told; `location` stands behind it if it is not in it."""
        return Bilingual(*(self._linked(text.in_(language), location) for language in Language))

    def _linked(self, text: str, location: str) -> Markup:
        pieces = [
            self._link(piece) if piece == location or self.anchor(piece) else escape(visible(piece))
            for piece in _PLACE.split(text)
        ]
        if location and location not in text:
            pieces += [Markup(" "), self._link(location)]
        return Markup("").join(pieces)

    def _link(self, place: str) -> Markup:
        anchor, shown = self.anchor(place), brief(place, _LONGEST)
        if anchor:
            return Markup('<a class="place" href="#{}">{}</a>').format(anchor, shown)
        return Markup('<span class="place">{}</span>').format(shown)

    def claim(self, location: Location) -> str:
        """The id for the element that is the first to tell of a step; empty if another does."""
        return self._waiting.pop(str(location), "")


def groups(result: AuditResult) -> tuple[Group, ...]:
    """The flows by their start: those to the weightiest channel from the most exposed entry points first."""
    entries = {entry.id: entry for entry in result.entry_points}
    found, teller = [], Teller()
    for flows in grouped_by_start(flows_by_importance(result)):
        entry = entries.get(flows[0].entry_point or "")
        tree = folded(flows)
        start = tree.steps[0] if tree.steps else None
        is_said = start is not None and (entry is None or start.location == entry.location)
        found.append(Group(entry, None if entry else start, teller.passage(tree, skip=int(is_said))))
    return tuple(found)


def sheets(result: AuditResult, ids: Numbering) -> tuple[Sheet, ...]:
    """One sheet for every licence that the tree points to."""
    located = {f"d{at}": found.location for at, found in enumerate(result.detections, start=1)}
    return tuple(
        Sheet(
            licence=licence,
            places=tuple(dict.fromkeys(located[id_] for id_ in ids.cited(licence.because) if id_ in located)),
            parts=tuple(_parts(licence.statements)),
        )
        for licence in result.advice.licences
    )


def by_kind(gaps: Iterable[Gap]) -> tuple[tuple[GapKind, tuple[Gap, ...]], ...]:
    """Gaps without bearing, those of a kind together."""
    kept = tuple(gaps)
    sorted_by_kind = ((kind, tuple(gap for gap in kept if gap.kind is kind)) for kind in GapKind)
    return tuple((kind, found) for kind, found in sorted_by_kind if found)


def _parts(statements: Iterable[Statement]) -> Iterable[Part]:
    kept = tuple(statements)
    for title, kinds in PARTS:
        found = tuple(statement for statement in kept if statement.kind in kinds)
        if found:
            yield Part(title, found)
