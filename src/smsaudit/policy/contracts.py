"""Contracts between the parts of a tree: who may reach a channel."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from smsaudit.model.detection import Detection
from smsaudit.model.flow import Channel, EntryPoint, Flow
from smsaudit.model.law import fill
from smsaudit.model.location import Location
from smsaudit.model.policy import Contract, NoEntry, NoExposure, NoParts, OnlyParts, Policy, Rule, Violation
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import Role
from smsaudit.model.words import Words
from smsaudit.policy import wording
from smsaudit.policy.evidence import Key, live
from smsaudit.policy.names import is_named
from smsaudit.policy.parts import is_in, is_there, step_in


class _Reach(Struct, frozen=True):
    """A channel, the live sends in it, and the flows that end there."""

    channel: Channel
    sends: tuple[Detection, ...]
    flows: tuple[Flow, ...]


def contract_violations(
    result: AuditResult, policy: Policy, suppressed: Collection[Key]
) -> Iterator[Violation]:
    """Every way to a channel that a contract does not allow."""
    entries = {entry.id: entry for entry in result.entry_points}
    reached = tuple(_reached(result, suppressed)) if policy.contracts else ()
    for contract in policy.contracts:
        for reach in reached:
            if is_named(reach.channel.id, reach.channel.kind, contract.channels):
                yield from _broken(contract, reach, entries)


def unused_parts(policy: Policy, paths: Collection[str]) -> Iterator[Violation]:
    """Parts of contracts that are not in the tree: misspelt, or gone."""
    for contract in policy.contracts:
        match contract.clause:
            case OnlyParts(parts) | NoParts(parts):
                for part in parts:
                    if not is_there(paths, part):
                        text = fill(wording.UNUSED, contract=contract.name, part=part)
                        yield Violation(
                            rule=Rule.UNUSED,
                            scope=contract.name,
                            channel="",
                            subject=part,
                            text=text,
                            fails=False,
                        )
            case NoExposure() | NoEntry():
                pass


def _reached(result: AuditResult, suppressed: Collection[Key]) -> Iterator[_Reach]:
    for judgement in result.whole.judgements:
        evidence = live(judgement, suppressed)
        sends = tuple(found for found in evidence if found.role is Role.SEND) or evidence
        places = {(found.location.path, found.location.line) for found in sends}
        flows = tuple(
            flow
            for flow in result.flows
            if flow.channel == judgement.channel.id and _place(_end(flow)) in places
        )
        if sends:
            yield _Reach(judgement.channel, sends, flows)


def _broken(contract: Contract, reach: _Reach, entries: Mapping[str, EntryPoint]) -> Iterator[Violation]:
    match contract.clause:
        case OnlyParts(parts):
            yield from _around(contract, parts, reach, entries)
        case NoParts(parts):
            yield from _through(contract, parts, reach)
        case NoExposure() | NoEntry():
            yield from _from_entries(contract, reach, entries)


def _around(
    contract: Contract, parts: tuple[str, ...], reach: _Reach, entries: Mapping[str, EntryPoint]
) -> Iterator[Violation]:
    """Sends outside the parts, as far as something reaches them without passing through one."""
    told = {"parts": ", ".join(parts)}
    for send in reach.sends:
        if is_in(send.location.path, "", parts):
            continue
        flows = [flow for flow in reach.flows if _place(_end(flow)) == _place(send.location)]
        if not flows:
            broken = _Broken(send.location.path, send.location, send.location)
            yield broken.told(contract, reach, wording.ONLY, **told)
        for flow in flows:
            if not any(step_in(step, parts) for step in flow.steps):
                entry = entries.get(flow.entry_point or "")
                subject = _named(entry) if entry else flow.steps[0].name
                broken = _Broken(subject, send.location, send.location, flow)
                yield broken.told(contract, reach, wording.ONLY, **told)


def _through(contract: Contract, parts: tuple[str, ...], reach: _Reach) -> Iterator[Violation]:
    for flow in reach.flows:
        step = next((step for step in flow.steps if step_in(step, parts)), None)
        if step is not None:
            broken = _Broken(f"{step.name} ({step.location.path})", step.location, _end(flow), flow)
            yield broken.told(contract, reach, wording.NO_PART)
    ends = {_place(_end(flow)) for flow in reach.flows}
    for send in reach.sends:
        if _place(send.location) not in ends and is_in(send.location.path, "", parts):
            broken = _Broken(send.location.path, send.location, send.location)
            yield broken.told(contract, reach, wording.NO_PART)


def _from_entries(
    contract: Contract, reach: _Reach, entries: Mapping[str, EntryPoint]
) -> Iterator[Violation]:
    for flow in reach.flows:
        entry = entries.get(flow.entry_point or "")
        if entry is None:
            continue
        broken = _Broken(_named(entry), entry.location, _end(flow), flow)
        match contract.clause:
            case NoExposure(exposures) if entry.exposure in exposures:
                yield broken.told(contract, reach, wording.NO_EXPOSURE, exposure=entry.exposure.value)
            case NoEntry(kinds) if entry.kind in kinds:
                yield broken.told(contract, reach, wording.NO_ENTRY, kind=entry.kind.value)
            case _:
                pass


class _Broken(Struct, frozen=True):
    """Who reaches a channel against a contract, where to point, and where it sends."""

    subject: str
    at: Location
    send: Location
    flow: Flow | None = None

    def told(self, contract: Contract, reach: _Reach, template: Words, **facts: str) -> Violation:
        """The violation in words."""
        way = [step.location for step in self.flow.steps] if self.flow else [self.send]
        return Violation(
            rule=Rule.CONTRACT,
            scope=contract.name,
            channel=reach.channel.id,
            subject=self.subject,
            text=fill(
                template,
                contract=contract.name,
                subject=self.subject,
                name=reach.channel.name,
                place=str(self.send),
                **facts,
            ),
            location=self.at,
            related=tuple(place for place in dict.fromkeys(way) if place != self.at),
        )


def _end(flow: Flow) -> Location:
    return flow.steps[-1].location


def _place(location: Location) -> tuple[str, int]:
    return location.path, location.line


def _named(entry: EntryPoint) -> str:
    return f"{entry.route} ({entry.name})" if entry.route else entry.name
