"""What of a judgement a policy looks at: live evidence that nobody has suppressed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.law import Law
from smsaudit.model.location import Location
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import PatternId, Role, SignatureKind
from smsaudit.model.suppression import Way
from smsaudit.model.verdict import Judgement, Leaf, Unit

Key = tuple[PatternId, Location]

_ACTS = (Role.SEND, Role.CLIENT, Role.SERVER, Role.PROTOCOL, Role.ENDPOINT)
"""Roles that make a channel live, the one that shows most first."""

_LINKS = frozenset({SignatureKind.PROTOCOL, SignatureKind.GATEWAY, SignatureKind.MODEM})
"""Kinds that are live once they are configured."""


def suppressed_keys(result: AuditResult, *ways: Way) -> frozenset[Key]:
    """What is suppressed in one of these ways, by pattern and place."""
    return frozenset(
        (each.detection.pattern, each.detection.location)
        for each in result.suppressed
        if each.suppression.way in ways
    )


def live(judgement: Judgement, suppressed: Collection[Key]) -> tuple[Detection, ...]:
    """The live evidence of a counted channel, the strongest first; empty once all of it is suppressed."""
    if not judgement.counted:
        return ()
    roles = (*_ACTS, Role.CONFIG) if judgement.channel.kind in _LINKS else _ACTS
    found = [
        each
        for each in judgement.channel.detections
        if each.context is Context.PRODUCTION
        and each.role in roles
        and (each.pattern, each.location) not in suppressed
    ]
    return tuple(sorted(found, key=lambda each: (roles.index(each.role), each.location)))


def judged(result: AuditResult) -> Iterator[Unit]:
    """The units that are deployed, and the whole tree where it is more than any of them."""
    heaviest = max(unit.verdict.leaf.rank for unit in result.units)
    if result.whole not in result.units and result.whole.verdict.leaf.rank > heaviest:
        yield result.whole
    yield from result.units


def remaining_leaf(result: AuditResult, suppressed: Collection[Key], law: Law) -> Leaf:
    """The heaviest leaf that is left without what is suppressed."""
    if not suppressed:
        return result.whole.verdict.leaf
    left = [j.leaf for unit in judged(result) for j in unit.judgements if live(j, suppressed)]
    lightest = law.leaves["G1" if any(gap.bears for gap in result.gaps) else "N0"].leaf
    return max((leaf for leaf in left if leaf.label != "none"), key=lambda leaf: leaf.rank, default=lightest)
