"""Trees of flows told one after another: where one goes on as an earlier one did, it says so and ends."""

from __future__ import annotations

from dataclasses import dataclass, field

from smsaudit.model.flow import Flow, Step
from smsaudit.report.branches import Branch

_SHORTEST = 3
"""Steps worth a reference; two paths or more always are."""

_Rest = frozenset[tuple[tuple[Step, ...], str, str]]


@dataclass(slots=True)
class Telling:
    """A step where it is told; `id` is empty unless another passage refers to it."""

    step: Step
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of steps, and where it goes on: its own ends and forks, or as an earlier passage did."""

    steps: tuple[Telling, ...]
    condition: str
    ends: tuple[Flow, ...] = ()
    forks: tuple[Passage, ...] = ()
    as_after: Telling | None = None
    paths: int = 0
    """How many go on that way."""


@dataclass(slots=True)
class Teller:
    """Remembers what was told."""

    _told: dict[_Rest, Telling] = field(default_factory=dict)
    _used: int = 0

    def passage(self, branch: Branch, skip: int = 0, start: int = 0) -> Passage:
        """The branch, whose first step is number `start` of its flows, without its first `skip` steps."""
        flows = tuple(branch.flows())
        steps: list[Telling] = []
        for at, step in enumerate(branch.steps):
            steps.append(Telling(step))
            rest = _rest(flows, start + at + 1)
            earlier = self._told.setdefault(rest, steps[-1])
            if earlier is not steps[-1] and _is_worth_it(rest):
                self._name(earlier)
                return Passage(
                    steps=tuple(steps[skip:]),
                    condition=branch.condition,
                    as_after=earlier,
                    paths=len(flows),
                )
        after = start + len(branch.steps)
        return Passage(
            steps=tuple(steps[skip:]),
            condition=branch.condition,
            ends=tuple(branch.ends),
            forks=tuple(self.passage(fork, start=after) for fork in branch.forks),
        )

    def _name(self, telling: Telling) -> None:
        if not telling.id:
            self._used += 1
            telling.id = f"t{self._used}"


def _rest(flows: tuple[Flow, ...], start: int) -> _Rest:
    return frozenset((flow.steps[start:], flow.channel, flow.condition) for flow in flows)


def _is_worth_it(rest: _Rest) -> bool:
    return len(rest) > 1 or any(len(steps) >= _SHORTEST for steps, _, _ in rest)
