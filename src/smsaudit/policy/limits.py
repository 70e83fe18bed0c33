"""Limits: how heavy the outcome of a channel may be, and which channels may be there at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from smsaudit.model.detection import Detection
from smsaudit.model.law import Law, fill
from smsaudit.model.location import Location, Place
from smsaudit.model.policy import WHOLE, Limits, Policy, Rule, Violation
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import SignatureKind
from smsaudit.model.verdict import Leaf, Unit
from smsaudit.model.words import Words
from smsaudit.policy import wording
from smsaudit.policy.bounds import ceiling, floor, limits_at
from smsaudit.policy.evidence import Key, judged, live
from smsaudit.policy.names import is_named

_MOST_RELATED = 10


class _Use(Struct, frozen=True):
    """A channel as it is used under one set of limits."""

    channel: str
    kind: SignatureKind
    name: Words
    leaf: Leaf
    places: tuple[Location, ...]
    limits: Limits


def limit_violations(
    result: AuditResult, policy: Policy, law: Law, suppressed: Collection[Key]
) -> Iterator[Violation]:
    """Every use of a channel beyond the limits of its place, and every outcome that nothing is known about."""
    for unit in judged(result):
        for use in (*_uses(unit, policy, suppressed), *_unknown(result, unit, policy)):
            yield from _heaviness(use, policy, law)
            yield from _admission(use)


def _uses(unit: Unit, policy: Policy, suppressed: Collection[Key]) -> Iterator[_Use]:
    for judgement in unit.judgements:
        by_scope: dict[str, tuple[Limits, list[Detection]]] = {}
        for found in live(judgement, suppressed):
            limits = limits_at(found.location.path, policy)
            by_scope.setdefault(limits.path, (limits, []))[1].append(found)
        channel = judgement.channel
        for limits, evidence in by_scope.values():
            places = tuple(dict.fromkeys(found.location for found in evidence))
            yield _Use(channel.id, channel.kind, channel.name, judgement.leaf, places, limits)


def _unknown(result: AuditResult, unit: Unit, policy: Policy) -> Iterator[_Use]:
    """The outcome of a unit of which too much could not be read."""
    if unit.verdict.leaf.label != "undetermined":
        return
    gaps = [gap for gap in result.gaps if gap.bears]
    places = tuple(Location(gap.path, Place(gap.line or 1)) for gap in gaps)
    limits = limits_at(unit.path, policy)
    yield _Use("", SignatureKind.UNKNOWN, wording.NOT_KNOWN, unit.verdict.leaf, places, limits)


def _heaviness(use: _Use, policy: Policy, law: Law) -> Iterator[Violation]:
    rank, bound = use.leaf.rank, use.limits.max_scenario
    fails_from = floor(policy.fail_on, law)
    is_failing = fails_from is None or rank >= fails_from
    if bound and rank > ceiling(bound, law):
        template = fill(wording.TOO_HEAVY, bound=bound, where=_where(use), **_facts(use))
        yield _violation(use, Rule.MAX_SCENARIO, use.leaf.id, template, fails=is_failing)
    elif policy.fail_on and fails_from is not None and is_failing and not _has_own_bound(use):
        template = fill(wording.FAILS_FROM, bound=policy.fail_on.value, **_facts(use))
        yield _violation(use, Rule.FAIL_ON, use.leaf.id, template)


def _has_own_bound(use: _Use) -> bool:
    """A part of the tree with limits of its own is measured by these alone."""
    return use.limits.path != WHOLE and bool(use.limits.max_scenario)


def _admission(use: _Use) -> Iterator[Violation]:
    if not use.channel:
        return
    allowed = use.limits.channels
    if allowed is not None and not is_named(use.channel, use.kind, allowed):
        text = fill(wording.CHANNEL, where=_where(use), **_facts(use))
        yield _violation(use, Rule.CHANNELS, "", text)
    providers = use.limits.providers
    is_provider = use.kind is SignatureKind.PROVIDER
    if providers is not None and is_provider and not is_named(use.channel, use.kind, providers):
        text = fill(wording.PROVIDER, where=_where(use), **_facts(use))
        yield _violation(use, Rule.PROVIDERS, "", text)


def _violation(use: _Use, rule: Rule, subject: str, text: Words, *, fails: bool = True) -> Violation:
    return Violation(
        rule=rule,
        scope=use.limits.path,
        channel=use.channel,
        subject=subject,
        text=text,
        location=use.places[0] if use.places else None,
        related=use.places[1:_MOST_RELATED],
        fails=fails,
    )


def _facts(use: _Use) -> dict[str, str | Words]:
    place = str(use.places[0]) if use.places else use.limits.path
    return {"name": use.name, "place": place, "leaf": use.leaf.id, "display": use.leaf.display}


def _where(use: _Use) -> Words:
    return Words("", "") if use.limits.path == WHOLE else fill(wording.BELOW, path=use.limits.path)
