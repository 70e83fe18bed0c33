"""What would have to go before the label is another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smsaudit.judge.evidence import Trace, carrying
from smsaudit.judge.nothing import nothing_live
from smsaudit.model.detection import Detection
from smsaudit.model.gap import Gap
from smsaudit.model.law import Law
from smsaudit.model.signature import Role
from smsaudit.model.verdict import Judgement, Leaf, Reason
from smsaudit.model.words import Words

_MOST_NAMED = 8
"""Places beyond this number are counted, not named."""


def removals(
    listed: Sequence[Judgement], label: str, bearing: Sequence[Gap], law: Law, trace: Trace
) -> Iterator[Reason]:
    """The smallest set of sends and links without which the label is another, and what is left then."""
    gone = [j for j in listed if j.counted and j.label == label]
    sends = [detection for j in gone for detection in carrying(j.channel)]
    places = _places(sends, trace)
    leaf = _left([j for j in listed if j not in gone], bearing, law)
    text = law.say("change.removed", places=_named(places, law), leaf=leaf.id, display=leaf.display)
    yield Reason(text=text, location=places[0] if places else "")
    if any(send.role is Role.PROTOCOL for send in sends):
        yield Reason(text=law.wording["change.written_out"])
    gates = [str(place) for place in trace.ways.choking(sends)] if trace.ways is not None else []
    if gates:
        yield Reason(text=law.say("change.gates", places=_named(gates, law)), location=gates[0])


def _places(sends: Sequence[Detection], trace: Trace) -> list[str]:
    found = trace.ways.removing(sends) if trace.ways is not None else sorted({d.location for d in sends})
    return list(dict.fromkeys(str(place) for place in found))


def _left(rest: Sequence[Judgement], bearing: Sequence[Gap], law: Law) -> Leaf:
    """The leaf of the verdict over what is left."""
    heaviest = max((j.leaf for j in rest if j.counted), key=lambda leaf: leaf.rank, default=None)
    if heaviest is not None and heaviest.label != "none":
        return heaviest
    return law.leaves["G1"].leaf if bearing else nothing_live(rest, law).leaf


def _named(places: Sequence[str], law: Law) -> Words:
    """The places in one sentence; of very many, the first and how many more."""
    first = places[:_MOST_NAMED]
    listed = Words(", ".join(first), "、".join(first))
    if len(places) == len(first):
        return listed
    return law.say("change.more", places=listed, count=str(len(places) - len(first)))
