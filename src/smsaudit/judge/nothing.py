"""Verdicts where no live channel sends: nothing found, only mocks, only dead code, or not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from smsaudit.judge.confidence import lowered
from smsaudit.judge.paths import liveness
from smsaudit.judge.procedure import Live
from smsaudit.judge.reasons import MOST, place_of
from smsaudit.model.gap import Gap
from smsaudit.model.law import Law, LeafRow
from smsaudit.model.verdict import Judgement, Reason, Verdict

_SILENT = frozenset({"A0", "N1"})


def undetermined(bearing: Sequence[Gap], listed: Sequence[Judgement], law: Law) -> Verdict:
    """Nothing that sends was found, but something that could not be seen may hide it."""
    row = law.leaves["G1"]
    found = (Reason(text=law.wording["undetermined.gaps"]), *gap_reasons(bearing, law))
    change = Reason(text=law.say("change.gaps", display=law.leaves["N0"].leaf.display))
    despite = tuple(_named(listed, law))
    return _without_sender(row, found, despite, (change,))


def nothing_live(listed: Sequence[Judgement], law: Law) -> Verdict:
    """Only simulators, only dead code, only tests or names, or nothing at all."""
    leaves = {j.leaf.id for j in listed}
    if leaves and leaves <= _SILENT:
        row = law.leaves["A0" if "A0" in leaves else "N1"]
        found = Reason(text=law.wording["none.simulators" if "A0" in leaves else "none.dead"])
        return _without_sender(row, (found, *_named(listed, law))[:MOST])
    key = _what_there_is(listed)
    found = Reason(text=law.wording[key])
    verdict = _without_sender(law.leaves["N0"], (found,), tuple(_named(listed, law)))
    # What is named but never called may be used in a way that was not seen.
    return replace(verdict, confidence=lowered(verdict.confidence)) if key == "none.named" else verdict


def gap_reasons(bearing: Sequence[Gap], law: Law) -> Iterator[Reason]:
    """What could hide a sender, the first few by name."""
    for gap in bearing[: MOST - 2]:
        place = f"{gap.path}:{gap.line}" if gap.line else str(gap.path)
        text = law.say("despite.gap", place=place, reason=gap.reason)
        yield Reason(text=text, location=place)
    if len(bearing) > MOST - 2:
        yield Reason(text=law.say("despite.more_gaps", count=str(len(bearing) - MOST + 2)))


def _what_there_is(listed: Sequence[Judgement]) -> str:
    """Key of the sentence that says why nothing counts."""
    if not listed:
        return "none.nothing"
    states = {liveness(j.channel) for j in listed if j.leaf.id not in _SILENT}
    return "none.tests" if states <= {Live.TEST_ONLY} else "none.named"


def _named(listed: Sequence[Judgement], law: Law) -> Iterator[Reason]:
    """The channels that are there but do not count, most telling first."""
    keys = {
        Live.TEST_ONLY: "despite.test_only",
        Live.DEAD: "despite.dead",
        Live.PROD: "despite.only_named",
        Live.UNKNOWN: "despite.only_named",
    }
    for j in listed[:MOST]:
        place = place_of(j.channel)
        key = "because.simulates" if j.leaf.id == "A0" else keys[liveness(j.channel)]
        yield Reason(text=law.say(key, name=j.channel.name, place=place), location=place)


def _without_sender(
    row: LeafRow,
    because: Sequence[Reason],
    despite: Sequence[Reason] = (),
    change: Sequence[Reason] = (),
) -> Verdict:
    """A verdict of a leaf that no live channel reaches."""
    return Verdict(
        leaf=row.leaf,
        label=row.leaf.label,
        confidence=row.leaf.confidence,
        status=row.leaf.status,
        because=tuple(because),
        despite=tuple(despite),
        would_change=tuple(change),
    )
