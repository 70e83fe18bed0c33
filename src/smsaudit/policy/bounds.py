"""Where a scenario begins and ends in the order of the leaves. The order itself is the law's table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from smsaudit.model.law import Law
from smsaudit.model.policy import WHOLE, Limits, Policy
from smsaudit.model.threshold import FailOn

_HEAVIER: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "none": frozenset({"A", "B", "C", "outside"}),
        "A": frozenset({"B", "C", "outside"}),
        "B": frozenset({"C", "outside"}),
        "C": frozenset({"outside"}),
    }
)
"""Scenario -> the labels that are more than it."""


def ceiling(bound: str, law: Law) -> int:
    """The highest rank that a `max-scenario` admits: just below the lightest leaf of any heavier scenario.

    So `A` admits A1, and never the leaves of A that nobody has confirmed: they rank among those of B.
    """
    if bound in law.leaves:
        return law.leaves[bound].leaf.rank
    return min(row.leaf.rank for row in law.leaves.values() if row.leaf.label in _HEAVIER[bound]) - 1


def floor(fail_on: FailOn | None, law: Law) -> int | None:
    """The lowest rank at which a `fail-on` fails; None where it names no scenario."""
    match fail_on:
        case FailOn.A | FailOn.B | FailOn.C:
            labels = _HEAVIER[fail_on.value] | {fail_on.value}
            return min(row.leaf.rank for row in law.leaves.values() if row.leaf.label in labels)
        case _:
            return None


def limits_at(path: str, policy: Policy) -> Limits:
    """The limits that hold for a file: of the innermost part that gives each, else of the whole tree."""
    merged = policy.limits
    around = [limits for limits in policy.paths if lies_below(path, limits.path)]
    for limits in sorted(around, key=lambda each: each.path.count("/")):
        merged = Limits(
            path=limits.path,
            max_scenario=limits.max_scenario or merged.max_scenario,
            channels=merged.channels if limits.channels is None else limits.channels,
            providers=merged.providers if limits.providers is None else limits.providers,
        )
    return merged


def lies_below(path: str, folder: str) -> bool:
    """Whether `path` is the file or folder `folder`, or inside it."""
    return folder in {WHOLE, path} or path.startswith(f"{folder}/")
