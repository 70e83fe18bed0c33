"""Flows that begin alike, folded into one tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from smsaudit.model.flow import Flow, Step

DEEPEST = 6
"""Forks within forks; beyond that every flow is told by itself, so that a page keeps its margins."""


class Branch(Struct):
    """A run of steps that a set of flows share, and where it goes on."""

    steps: list[Step] = field(default_factory=list)
    ends: list[Flow] = field(default_factory=list)
    """Flows whose last step is the last one here."""
    forks: list[Branch] = field(default_factory=list)

    def flows(self) -> Iterator[Flow]:
        """Every flow that passes here."""
        yield from self.ends
        for fork in self.forks:
            yield from fork.flows()

    @property
    def condition(self) -> str:
        """The choice that all flows here have in common, or nothing."""
        conditions = {flow.condition for flow in self.flows()}
        return conditions.pop() if len(conditions) == 1 else ""


Course = tuple[object, ...]
"""How messages go on from a step; equal where everything that follows is."""


def course(branch: Branch, at: int = 0) -> Course:
    """How messages go on from the step at this position, whatever was chosen before it."""
    steps = tuple((step.name, step.location, step.condition) for step in branch.steps[at:])
    return steps, tuple(_end(flow) for flow in branch.ends), tuple(course(fork) for fork in branch.forks)


def _end(flow: Flow) -> tuple[object, ...]:
    """Channel and recipients, and the condition where no step tells a part of it."""
    condition = "" if any(step.condition for step in flow.steps) else flow.condition
    return flow.channel, condition, frozenset(each.kind for each in flow.recipients)


def is_worth_a_reference(branch: Branch, at: int) -> bool:
    """Whether what follows from this position is longer than the words that say where it was told before."""
    return bool(branch.forks) or len(branch.ends) > 1 or len(branch.steps) - at > 1


def choices(branch: Branch, at: int, said: str) -> tuple[str, ...]:
    """What was chosen before this position on the way of all flows here, beyond what is said already."""
    steps = next(branch.flows()).steps
    begun = steps.index(branch.steps[0])
    made = (each.condition for each in steps[: begun + at])
    return tuple(dict.fromkeys(each for each in made if each and each not in said))


def folded(flows: Iterable[Flow]) -> Branch:
    """One tree of flows; its root holds the steps that all of them share."""
    return _branch(list(flows), 0, 0)


def _branch(members: list[Flow], start: int, depth: int) -> Branch:
    stop = _parting(members, start)
    going_on = [flow for flow in members if len(flow.steps) > stop]
    groups = _by_next_step(going_on, stop) if depth < DEEPEST else [[flow] for flow in going_on]
    return Branch(
        steps=list(members[0].steps[start:stop]) if members else [],
        ends=[flow for flow in members if len(flow.steps) == stop],
        forks=[_branch(group, stop, depth + 1) for group in groups],
    )


def _parting(members: list[Flow], start: int) -> int:
    """The first position from `start` on at which not all members have the same step."""
    shortest = min((len(flow.steps) for flow in members), default=start)
    for at in range(start, shortest):
        if any(flow.steps[at] != members[0].steps[at] for flow in members):
            return at
    return max(shortest, start)


def _by_next_step(members: list[Flow], at: int) -> list[list[Flow]]:
    groups: dict[Step, list[Flow]] = {}
    for flow in members:
        groups.setdefault(flow.steps[at], []).append(flow)
    return list(groups.values())
