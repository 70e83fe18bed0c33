"""Trees of flows told one after another: where one goes on as an earlier one did, it says so and ends."""

from __future__ import annotations

from msgspec import Struct, field

from smsaudit.model.flow import Flow, Step
from smsaudit.report.branches import Branch, Course, choices, course, is_worth_a_reference


class Telling(Struct):
    """A step where it is told; `id` is empty unless another passage refers to it."""

    step: Step
    id: str = ""


class Passage(Struct, frozen=True, kw_only=True):
    """A run of steps, and where it goes on: its own ends and forks, or as an earlier passage did."""

    steps: tuple[Telling, ...]
    condition: str
    ends: tuple[Flow, ...] = ()
    forks: tuple[Passage, ...] = ()
    as_after: Telling | None = None
    paths: int = 0
    """How many go on that way."""
    choices: tuple[str, ...] = ()
    """What was chosen before that, which the earlier passage does not tell."""


class Teller(Struct):
    """Remembers what was told."""

    _told: dict[Course, Telling] = field(default_factory=dict)
    _used: int = 0

    def passage(self, branch: Branch, skip: int = 0) -> Passage:
        """The branch without its first `skip` steps."""
        steps: list[Telling] = []
        for at, step in enumerate(branch.steps, start=1):
            steps.append(Telling(step))
            earlier = self._told.setdefault(course(branch, at), steps[-1])
            if earlier is not steps[-1] and is_worth_a_reference(branch, at):
                self._name(earlier)
                return Passage(
                    steps=tuple(steps[skip:]),
                    condition=branch.condition,
                    as_after=earlier,
                    paths=sum(1 for _ in branch.flows()),
                    choices=choices(branch, at, branch.condition),
                )
        return Passage(
            steps=tuple(steps[skip:]),
            condition=branch.condition,
            ends=tuple(branch.ends),
            forks=tuple(self.passage(fork) for fork in branch.forks),
        )

    def _name(self, telling: Telling) -> None:
        if not telling.id:
            self._used += 1
            telling.id = f"t{self._used}"
