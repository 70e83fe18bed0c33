"""What would change a verdict: removals, and answers to what is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from enum import StrEnum
from typing import Any

from smsaudit.judge.procedure import PathFacts, is_left_open, leaf_of
from smsaudit.model.declared import DeclaredPath, is_open
from smsaudit.model.law import Law
from smsaudit.model.verdict import Reason
from smsaudit.model.words import Words

_FACTS: tuple[tuple[str, type[StrEnum]], ...] = tuple(
    (f.name, type(getattr(DeclaredPath(), f.name))) for f in fields(DeclaredPath)
)


def without(places: Sequence[str], leaf: str, law: Law) -> Reason:
    """The leaf that is left when everything at `places` is removed."""
    listed = Words(", ".join(places), "、".join(places))
    display = law.leaves[leaf].leaf.display
    text = law.say("change.removed", places=listed, leaf=leaf, display=display)
    return Reason(text=text, location=places[0] if places else "")


def answers(
    paths: Sequence[PathFacts], heaviest: Callable[[Sequence[str]], str], law: Law
) -> Iterator[Reason]:
    """The answers to open facts that would lead to another leaf, one sentence for each fact and leaf."""
    now = heaviest([leaf_of(facts) for facts in paths])
    for name, answer in _FACTS:
        by_leaf: dict[str, list[str]] = {}
        for value in answer:
            if is_open(value):
                continue
            then = heaviest([leaf_of(_answered(facts, name, value)) for facts in paths])
            if then != now:
                by_leaf.setdefault(then, []).append(value)
        for leaf, values in by_leaf.items():
            yield _answer(name, values, leaf, law)


def _answered(facts: PathFacts, name: str, value: str) -> PathFacts:
    """The facts with an open one answered; what is known stays."""
    answer: dict[str, Any] = {name: value}
    return replace(facts, **answer) if is_left_open(facts, name) else facts


def _answer(name: str, values: Sequence[str], leaf: str, law: Law) -> Reason:
    fact, options = law.wording[f"fact.{name}"], [law.wording[f"value.{name}.{value}"] for value in values]
    joined = Words(
        f"{fact.en}: " + " / ".join(option.en for option in options),
        f"{fact.zh}：" + " / ".join(option.zh for option in options),
    )
    display = law.leaves[leaf].leaf.display
    return Reason(text=law.say("change.declared", facts=joined, leaf=leaf, display=display))
