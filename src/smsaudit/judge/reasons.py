"""The sentences for and against a judgement, from templates that lawyers can review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from smsaudit.judge.contradiction import Settled
from smsaudit.judge.evidence import Trace, decisive, is_by_name, is_counted
from smsaudit.judge.paths import liveness, shown_peer
from smsaudit.judge.procedure import Live, Route, effective_route
from smsaudit.model.context import Context
from smsaudit.model.declared import FACT_KEYS, Declared, DeclaredPath, Peer, is_open
from smsaudit.model.flow import Channel, FarEndKind, RecipientKind, Rung
from smsaudit.model.law import Law, LeafRow
from smsaudit.model.signature import Role, SignatureKind
from smsaudit.model.verdict import Reason
from smsaudit.model.words import Words

MOST = 5
"""Places beyond this number are left to the list of channels."""

_DOES: Mapping[Role, str] = MappingProxyType(
    {
        Role.SEND: "because.sends",
        Role.PROTOCOL: "because.implements",
        Role.CLIENT: "because.connects",
        Role.SERVER: "because.serves",
        Role.CONFIG: "because.configured",
        Role.ENDPOINT: "because.addressed",
        Role.SIMULATOR: "because.simulates",
    }
)
_LINK_LEAVES = frozenset({"C5", "C3", "C6"})
_SIM_LEAVES = frozenset({"A1", "A8", "A9"})
_PROVIDER_LEAVES = frozenset({"B1", "B2", "B4", "AB", "V1", "V2", "V3"})


def for_it(
    channel: Channel, settled: Settled, row: LeafRow, own: DeclaredPath, law: Law
) -> tuple[Reason, ...]:
    """What carries the judgement: the evidence, the far end, what was declared, and the law."""
    facts = (
        *_evidence(channel, law),
        *_far_end(channel, settled, law),
        *_declared(channel, settled, row, own, law),
    )
    cited = (settled.rule.statement, *row.reasons) if settled.rule.statement else row.reasons
    statements = (Reason(text=law.worded(id_), statement=id_) for id_ in cited)
    return (*facts, *statements)


def against_it(
    channel: Channel, settled: Settled, row: LeafRow, declared: Declared, law: Law, trace: Trace
) -> tuple[Reason, ...]:
    """What speaks against the judgement or weakens it."""
    found = (
        *_standing(channel, law),
        *_contradictions(settled, law),
        *_lapsed(channel, settled, row, declared, law),
        *_address(channel, law),
        *_reachability(channel, settled, law, trace),
        *_hints(channel, settled, law),
    )
    return tuple(found)


def place_of(channel: Channel) -> str:
    """Where the channel shows best, as `path:line`; its id where nothing was located."""
    shown = decisive(channel)
    return str(shown.location) if shown else channel.id


def _declared_words(values: Mapping[str, str], law: Law) -> Words:
    """`fact: value` for each pair, in words."""
    pairs = [(law.wording[f"fact.{name}"], law.wording[f"value.{name}.{v}"]) for name, v in values.items()]
    return Words(
        "; ".join(f"{fact.en}: {value.en}" for fact, value in pairs),
        "；".join(f"{fact.zh}：{value.zh}" for fact, value in pairs),
    )


def _evidence(channel: Channel, law: Law) -> Iterator[Reason]:
    shown = decisive(channel)
    if shown is None:
        return
    key = _DOES.get(shown.role, "because.named")
    if channel.serves_others and shown.role is not Role.SIMULATOR:
        key = "because.serves"
    place = str(shown.location)
    yield Reason(text=law.say(key, name=channel.name, place=place), location=place)


def _far_end(channel: Channel, settled: Settled, law: Law) -> Iterator[Reason]:
    end = channel.far_end
    by_sdk = channel.kind is SignatureKind.PROVIDER and not end.host
    if by_sdk or settled.facts.route is Route.MOCK:
        return
    host: str | Words = law.wording["far_end.no_host"]
    if end.host:
        host = f"{end.host}:{end.port}" if end.port else end.host
    text = law.say(f"far_end.{end.kind.value}", host=host)
    yield Reason(text=text, location=str(end.source) if end.source else "")


def _declared(
    channel: Channel, settled: Settled, row: LeafRow, own: DeclaredPath, law: Law
) -> Iterator[Reason]:
    names = dict.fromkeys((*settled.rule.when, *row.needs))
    if effective_route(settled.facts) is not settled.facts.route:
        names["peer"] = None
    values = {
        name: str(getattr(own, name))
        for name in names
        if hasattr(own, name) and getattr(own, name) == getattr(settled.facts, name)
    }
    if values.get("peer") == shown_peer(channel):
        del values["peer"]
    stated = {name: value for name, value in values.items() if not is_open(value)}
    if stated:
        yield Reason(text=law.say("because.declared", facts=_declared_words(stated, law)))


def _standing(channel: Channel, law: Law) -> Iterator[Reason]:
    if is_counted(channel):
        return
    key = {Live.TEST_ONLY: "despite.test_only", Live.DEAD: "despite.dead"}.get(
        liveness(channel), "despite.only_named"
    )
    place = place_of(channel)
    yield Reason(text=law.say(key, name=channel.name, place=place), location=place)


def _contradictions(settled: Settled, law: Law) -> Iterator[Reason]:
    for c in settled.contradictions:
        _, _, fact = c.key.partition(".")
        value = law.wording[f"value.{fact}.{c.declared}"]
        place: str | Words = c.location or law.wording["place.unknown"]
        yield Reason(text=law.say(c.key, declared=value, place=place), location=c.location)


def _lapsed(
    channel: Channel, settled: Settled, row: LeafRow, declared: Declared, law: Law
) -> Iterator[Reason]:
    """Facts that the leaf asks for and that were declared until a day that has passed."""
    values: dict[str, str] = {}
    for name in dict.fromkeys((*settled.rule.when, *row.needs)):
        key = FACT_KEYS.get(name, "")
        own = (f"channel.{channel.id}.{last}" for last in (name, key.rpartition(".")[2]))
        fact = next((declared.expired[k] for k in (*own, key) if k in declared.expired), None)
        if fact is not None and not is_open(fact.value):
            values[name] = fact.value
    if values:
        yield Reason(text=law.say("despite.lapsed", facts=_declared_words(values, law)))


def _address(channel: Channel, law: Law) -> Iterator[Reason]:
    end = channel.far_end
    place = str(end.source) if end.source else ""
    if end.kind is FarEndKind.PRIVATE and channel.production:
        yield Reason(text=law.say("despite.private", host=end.host or ""), location=place)
    if end.overridable:
        yield Reason(text=law.say("despite.overridable", host=end.host or ""), location=place)


def _reachability(channel: Channel, settled: Settled, law: Law, trace: Trace) -> Iterator[Reason]:
    entry = trace.public_entry(channel)
    if entry is not None and settled.rule.leaf in _SIM_LEAVES:
        place = str(entry.location)
        yield Reason(text=law.say("despite.public_route", place=place), location=place)
    numbers = [each for flow in trace.of(channel) for each in flow.recipients]
    users = next((each for each in numbers if each.kind is RecipientKind.USERS), None)
    if users is not None and settled.rule.leaf in _SIM_LEAVES:
        place = str(users.location)
        yield Reason(text=law.say("despite.users_numbers", place=place, name=users.name), location=place)
    entered = any(flow.entry_point for flow in trace.of(channel))
    if is_counted(channel) and channel.rung < Rung.REACHED and not entered:
        yield Reason(text=law.say("despite.no_entry_point", name=channel.name))
    if is_by_name(channel, trace):
        yield Reason(text=law.say("despite.by_name", name=channel.name))
    if channel.is_default is False:
        yield Reason(text=law.say("despite.not_default", name=channel.name))


def _hints(channel: Channel, settled: Settled, law: Law) -> Iterator[Reason]:
    leaf = settled.rule.leaf
    if leaf in _LINK_LEAVES and settled.facts.route is Route.PROTO and shown_peer(channel) is Peer.CARRIER:
        yield Reason(text=law.worded("PROTO-far-end"), statement="PROTO-far-end")
    if leaf in _SIM_LEAVES and channel.serves_others:
        yield Reason(text=law.say("despite.sub_accounts", name=channel.name), location=place_of(channel))
    if leaf not in _PROVIDER_LEAVES:
        return
    for d in channel.detections:
        if d.role is Role.NUMBER and d.context is Context.PRODUCTION:
            place = str(d.location)
            yield Reason(
                text=law.say("despite.number", place=place), location=place, statement="HINT-106-number"
            )
            return
