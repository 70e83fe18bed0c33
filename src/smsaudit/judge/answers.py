"""Which answers to open facts would lead to another leaf."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from smsaudit.judge.procedure import PathFacts, is_left_open, leaf_of
from smsaudit.model.declared import DeclaredPath, is_open
from smsaudit.model.law import Law
from smsaudit.model.verdict import Reason
from smsaudit.model.words import Words

_ANSWERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        name: tuple(value for value in _options if not is_open(value))
        for name in DeclaredPath.__struct_fields__
        if (_options := type(getattr(DeclaredPath(), name)))
    }
)
"""Fact -> what can be declared about it."""

_MOST_TOGETHER = 5


def answers(paths: Sequence[PathFacts], needs: Sequence[str], law: Law) -> Iterator[Reason]:
    """What single answers lead to, a sentence for each fact and leaf; then what only several of `needs` together cure."""
    now = _heaviest(paths, {}, law)
    seen = {now}
    for name, values in _ANSWERS.items():
        by_leaf: dict[str, list[str]] = {}
        for value in values:
            then = _heaviest(paths, {name: value}, law)
            if then != now:
                by_leaf.setdefault(then, []).append(value)
        for leaf, found in by_leaf.items():
            yield _told({name: found}, leaf, law)
        seen.update(by_leaf)
    yield from _together(paths, needs, now, seen, law)


def _together(
    paths: Sequence[PathFacts], needs: Sequence[str], now: str, seen: set[str], law: Law
) -> Iterator[Reason]:
    """The smallest sets of answers that lead to a lighter leaf which no smaller set reaches."""
    still_open = [name for name in needs if any(is_left_open(facts, name) for facts in paths)][
        :_MOST_TOGETHER
    ]
    for size in range(2, len(still_open) + 1):
        found: dict[str, dict[str, str]] = {}
        for names in combinations(still_open, size):
            for values in product(*(_ANSWERS[name] for name in names)):
                said = dict(zip(names, values, strict=True))
                then = _heaviest(paths, said, law)
                if then not in seen and law.leaves[then].leaf.rank < law.leaves[now].leaf.rank:
                    found.setdefault(then, said)
        for leaf, said in found.items():
            yield _told({name: [value] for name, value in said.items()}, leaf, law)
        seen.update(found)


def _heaviest(paths: Sequence[PathFacts], said: Mapping[str, str], law: Law) -> str:
    """The leaf of the verdict once `said` is declared."""
    leaves = (leaf_of(_answered(facts, said)) for facts in paths)
    return max(leaves, key=lambda leaf: law.leaves[leaf].leaf.rank)


def _answered(facts: PathFacts, said: Mapping[str, str]) -> PathFacts:
    """The facts with open ones answered; what is known stays."""
    news: dict[str, Any] = {name: value for name, value in said.items() if is_left_open(facts, name)}
    return replace(facts, **news)


def _told(said: Mapping[str, Sequence[str]], leaf: str, law: Law) -> Reason:
    parts = [_worded(name, values, law) for name, values in said.items()]
    joined = Words("; ".join(part.en for part in parts), "；".join(part.zh for part in parts))
    display = law.leaves[leaf].leaf.display
    return Reason(text=law.say("change.declared", facts=joined, leaf=leaf, display=display))


def _worded(name: str, values: Sequence[str], law: Law) -> Words:
    fact, options = law.wording[f"fact.{name}"], [law.wording[f"value.{name}.{value}"] for value in values]
    return Words(
        f"{fact.en}: " + " / ".join(option.en for option in options),
        f"{fact.zh}：" + " / ".join(option.zh for option in options),
    )
