"""Many channels, one verdict: the heaviest leaf holds, and nothing lighter cures it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from smsaudit.judge.answers import answers
from smsaudit.judge.change import removals
from smsaudit.judge.confidence import confidence_of, lowered, open_needs
from smsaudit.judge.contradiction import Settled, settle
from smsaudit.judge.evidence import Trace, carries_messages, is_counted, is_mended
from smsaudit.judge.nothing import gap_reasons, nothing_live, undetermined
from smsaudit.judge.procedure import Route, effective_route
from smsaudit.judge.reasons import MOST, against_it, for_it, place_of
from smsaudit.model.declared import FACT_KEYS, Declared
from smsaudit.model.flow import Channel
from smsaudit.model.gap import Gap
from smsaudit.model.law import Law, LeafRow, weakest
from smsaudit.model.verdict import Confidence, Judgement, Leaf, Reason, Status, Unit, Verdict


class _Judged(Struct, frozen=True):
    """A judgement with the facts it rests on."""

    judgement: Judgement
    settled: Settled
    row: LeafRow

    @property
    def rank(self) -> int:
        return self.judgement.leaf.rank


def judge(
    channels: Sequence[Channel],
    gaps: Sequence[Gap],
    declared: Declared,
    law: Law,
    *,
    trace: Trace = Trace(),  # noqa: B008 - frozen and empty
    path: str = ".",
) -> Unit:
    """Every channel with its leaf, and the verdict over those that are live."""
    messages = sorted((c for c in channels if carries_messages(c)), key=lambda c: (place_of(c), c.id))
    judged = [_judged(c, gaps, declared, law, trace) for c in messages]
    judged.sort(key=lambda j: -j.rank)
    counted = [j for j in judged if j.judgement.counted]
    bearing = tuple(sorted(gap for gap in gaps if gap.bears))
    listed = tuple(j.judgement for j in judged)
    if not counted or counted[0].judgement.label == "none":
        verdict = undetermined(bearing, listed, law) if bearing else nothing_live(listed, law)
    else:
        verdict = _verdict(counted, listed, bearing, law, trace)
    return Unit(path=path, verdict=verdict, judgements=listed)


def _judged(channel: Channel, gaps: Sequence[Gap], declared: Declared, law: Law, trace: Trace) -> _Judged:
    settled = settle(channel, declared, trace, lambda leaf: law.leaves[leaf].leaf.rank)
    row = law.leaves[settled.rule.leaf]
    own = declared.for_channel(channel.id, (str(d.location.path) for d in channel.detections))
    against = against_it(channel, settled, row, declared, law, trace)
    if is_mended(channel, gaps):
        against = (*against, Reason(text=law.say("despite.mended", name=channel.name)))
    status = weakest([row.leaf.status, *([settled.rule.status] if settled.rule.status else [])])
    is_link = effective_route(settled.facts) is Route.CARRIER
    judgement = Judgement(
        channel=channel,
        leaf=_as_firm_as(status, row),
        label=row.carrier_label if is_link else row.leaf.label,
        confidence=confidence_of(channel, settled, row, trace, gaps),
        status=status,
        because=for_it(channel, settled, row, own, law),
        despite=against,
        counted=is_counted(channel),
    )
    return _Judged(judgement, settled, row)


def _as_firm_as(status: Status, row: LeafRow) -> Leaf:
    """The leaf, worded no more firmly than the way on which it was reached."""
    if status is row.leaf.status or row.contested_display is None:
        return row.leaf
    return replace(row.leaf, display=row.contested_display)


def _verdict(
    counted: Sequence[_Judged], listed: Sequence[Judgement], bearing: Sequence[Gap], law: Law, trace: Trace
) -> Verdict:
    """The verdict of the heaviest leaf, resting on the channel that proves it best."""
    top = counted[0].judgement.leaf
    winners = [j for j in counted if j.judgement.leaf.id == top.id]
    others = [j for j in counted if j.judgement.leaf.id != top.id]
    best = max(winners, key=_proof)
    confidence = best.judgement.confidence
    return Verdict(
        leaf=best.judgement.leaf,
        label=best.judgement.label,
        confidence=lowered(confidence) if bearing else confidence,
        status=best.judgement.status,
        mixed=tuple(dict.fromkeys(j.judgement.leaf.id for j in others)),
        because=_because(best, winners),
        despite=(*best.judgement.despite, *_elsewhere(others, law), *gap_reasons(bearing, law)),
        conditional_on=_conditions(winners),
        would_change=(
            *removals(listed, best.judgement.label, bearing, law, trace),
            *answers([j.settled.facts for j in counted], counted[0].row.needs, law),
        ),
    )


def _proof(judged: _Judged) -> tuple[bool, bool, Confidence]:
    """One channel that reaches a leaf firmly is enough, however weakly others reach it."""
    judgement = judged.judgement
    return judgement.label == "C", judgement.status is judgement.leaf.status, judgement.confidence


def _because(best: _Judged, winners: Sequence[_Judged]) -> tuple[Reason, ...]:
    """What was seen of the best channel, the first of some others on the same leaf, and the law without a cut."""
    seen = [reason for reason in best.judgement.because if not reason.statement]
    law = [reason for reason in best.judgement.because if reason.statement]
    more = [j.judgement.because[0] for j in winners if j is not best and j.judgement.because]
    return (*seen, *more[: max(MOST - len(seen), 2)], *law)


def _elsewhere(others: Sequence[_Judged], law: Law) -> Iterator[Reason]:
    for other in others[:MOST]:
        judgement, place = other.judgement, place_of(other.judgement.channel)
        text = law.say(
            "despite.other_channel",
            name=judgement.channel.name,
            place=place,
            leaf=judgement.leaf.id,
            display=judgement.leaf.display,
        )
        yield Reason(text=text, location=place)


def _conditions(winners: Sequence[_Judged]) -> tuple[str, ...]:
    """The choices written in code, then the keys of the facts that nobody declared."""
    written = [condition for j in winners for condition in j.judgement.channel.conditions]
    still_open = [FACT_KEYS[name] for j in winners for name in open_needs(j.settled, j.row)]
    return tuple(dict.fromkeys((*written, *still_open)))
