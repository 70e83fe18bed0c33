"""Where code and declarations disagree, the stricter reading holds and the disagreement is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from smsaudit.judge.evidence import Trace
from smsaudit.judge.paths import path_facts, shown_peer
from smsaudit.judge.procedure import PathFacts, Route, Rule, rule_of
from smsaudit.model.declared import Declared, ForOthers, Peer, Reach
from smsaudit.model.flow import Channel

_DEFINITE = frozenset({Peer.CARRIER, Peer.PROVIDER_CN, Peer.PROVIDER_OVERSEAS})


class Contradiction(Struct, frozen=True):
    """A declared value, and where the tree shows otherwise. `key` names the sentence."""

    key: str
    declared: str
    location: str


class Settled(Struct, frozen=True):
    """The facts that hold for a channel, the rule they reach, and what they overruled."""

    facts: PathFacts
    rule: Rule
    contradictions: tuple[Contradiction, ...]


def settle(channel: Channel, declared: Declared, trace: Trace, rank: Callable[[str], int]) -> Settled:
    """The stricter of what is declared and what the tree shows; `rank` orders leaves, higher is worse."""
    best = path_facts(channel, declared)
    found: list[Contradiction] = []
    for contradiction, shown in _contradictions(channel, declared, trace, best):
        found.append(contradiction)
        heavier = _apply(best, shown)
        if rank(rule_of(heavier).leaf) >= rank(rule_of(best).leaf):
            best = heavier
    return Settled(best, rule_of(best), tuple(found))


_Shown = Reach | ForOthers | Peer


def _apply(facts: PathFacts, shown: _Shown) -> PathFacts:
    """The facts with what the tree shows in place of what was declared."""
    match shown:
        case Reach():
            return replace(facts, reach=shown)
        case ForOthers():
            return replace(facts, for_others=shown)
        case Peer():
            return replace(facts, peer=shown)


def _contradictions(
    channel: Channel, declared: Declared, trace: Trace, facts: PathFacts
) -> Iterator[tuple[Contradiction, _Shown]]:
    """Every disagreement, with the value that the tree shows."""
    own = declared.for_channel(channel.id, (str(d.location.path) for d in channel.detections))
    entry = trace.public_entry(channel)
    if own.reach is Reach.INTERNAL and entry is not None:
        yield Contradiction("contradiction.reach", own.reach.value, str(entry.location)), Reach.EXTERNAL
    if own.for_others is ForOthers.NO and channel.serves_others:
        place = str(channel.detections[0].location) if channel.detections else ""
        yield Contradiction("contradiction.for_others", own.for_others.value, place), ForOthers.YES
    shown = shown_peer(channel)
    is_open_route = facts.route in {Route.PROTO, Route.API_UNKNOWN}
    if is_open_route and shown in _DEFINITE and own.peer not in {shown, Peer.UNKNOWN, Peer.PRIVATE}:
        place = str(channel.far_end.source) if channel.far_end.source else ""
        yield Contradiction("contradiction.peer", own.peer.value, place), own.peer
