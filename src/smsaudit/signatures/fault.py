"""What can be wrong with a regular expression."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct

from smsaudit.signatures.expression import AnyOf, Character, Group, Item, Node, parsed

_MANY = 16
"""A repetition with a bound this high counts as unbounded."""

_WIDEST = 200
"""A gap with a bound this high at most is no wide one."""

_PROBES = (*map(chr, range(32, 127)), "信")


def fault(expression: str) -> tuple[str, str] | None:
    """What is wrong with a regular expression and how to mend it, or None."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(expression)
    except (re.error, Warning, OverflowError, RecursionError) as error:
        return f"is not a regular expression ({error})", "mend it, and write it in single quotes ('…')"
    if _can_blow_up(parsed(expression)):
        mend = "put a fixed character between the repetitions, or repeat only once"
        return "repeats a repetition and can take for ever on a hostile text", mend
    return None


def slowness(expression: str) -> tuple[str, str] | None:
    """Why an expression takes long to search a hostile text for, though it has no `fault`, and how to mend it; or None."""
    if _has_gaps_over_the_same(parsed(expression)):
        mend = f"give all of them but one a bound (`.{{0,{_WIDEST}}}`)"
        return "has gaps that go over the same text and takes long on a hostile one", mend
    return None


def _has_gaps_over_the_same(group: Group) -> bool:
    """Whether a sequence has two wide gaps with nothing in between that ends one, and something behind them."""
    return any(
        any(isinstance(item.node, Group) and _has_gaps_over_the_same(item.node) for item in branch)
        or any(
            first.place < second.place < len(branch) - 1
            and _overlap([first.over], [second.over])
            and not any(
                _ends(item, gap.over)
                for item in (*first.after, *branch[first.place + 1 : second.place], *second.before)
                for gap in (first, second)
            )
            for first, second in combinations(_gaps(branch), 2)
        )
        for branch in group.branches
    )


class _Gap(Struct, frozen=True):
    """A wide gap somewhere in an item of a sequence, and what stands before and after it in that item."""

    over: Character | AnyOf
    place: int
    before: tuple[Item, ...] = ()
    after: tuple[Item, ...] = ()


def _gaps(branch: tuple[Item, ...]) -> Iterator[_Gap]:
    for place, item in enumerate(branch):
        match item.node:
            case AnyOf() if item.most is None or item.most > _WIDEST:
                yield _Gap(item.node, place)
            case Group(branches):
                for inner in branches:
                    for gap in _gaps(inner):
                        before = (*inner[: gap.place], *gap.before)
                        yield _Gap(gap.over, place, before, (*gap.after, *inner[gap.place + 1 :]))
            case _:
                pass


def _ends(item: Item, gap: Character | AnyOf) -> bool:
    """Whether a gap cannot go over what an item always asks for."""
    match item.node:
        case Character() | AnyOf():
            return item.least > 0 and not _overlap([item.node], [gap])
        case Group(branches):
            return item.least > 0 and all(any(_ends(each, gap) for each in branch) for branch in branches)
        case _:
            return False


def _can_blow_up(group: Group) -> bool:
    return any(
        isinstance(item.node, Group)
        and ((_is_many(item) and _is_ambiguous(item.node)) or _can_blow_up(item.node))
        for branch in group.branches
        for item in branch
    )


def _is_ambiguous(group: Group) -> bool:
    """Whether repetitions of the group can share out the same text in many ways."""
    singles = [_leaves(branch[0].node) for branch in group.branches if len(branch) == 1]
    if any(_overlap(a, b) for index, a in enumerate(singles) for b in singles[index + 1 :]):
        return True
    return any(_is_unseparated(branch) for branch in group.branches)


def _is_unseparated(branch: tuple[Item, ...]) -> bool:
    """Whether the branch repeats something without a mandatory character that ends each repetition."""
    repeated = [leaf for item in _flat(branch) if _is_many(item) for leaf in _leaves(item.node)]
    separators = [_leaves(item.node) for item in branch if item.least and _is_one_character(item)]
    return bool(repeated) and all(_overlap(separator, repeated) for separator in separators)


def _is_one_character(item: Item) -> bool:
    match item.node:
        case Character() | AnyOf():
            return not _is_many(item)
        case Group(branches):
            return all(len(branch) == 1 and _is_one_character(branch[0]) for branch in branches)
        case _:
            return False


def _flat(branch: tuple[Item, ...]) -> Iterator[Item]:
    for item in branch:
        yield item
        if isinstance(item.node, Group):
            for inner in item.node.branches:
                yield from _flat(inner)


def _leaves(node: Node) -> list[Character | AnyOf]:
    match node:
        case Character() | AnyOf():
            return [node]
        case Group():
            return [leaf for branch in node.branches for item in branch for leaf in _leaves(item.node)]
        case _:
            return []


def _overlap(left: list[Character | AnyOf], right: list[Character | AnyOf]) -> bool:
    """Whether some character fits one of each."""
    texts = {leaf.text for leaf in (*left, *right) if isinstance(leaf, Character)}
    return any(_fits(left, probe) and _fits(right, probe) for probe in texts.union(_PROBES))


def _fits(leaves: list[Character | AnyOf], letter: str) -> bool:
    for leaf in leaves:
        match leaf:
            case Character(text, any_case):
                if text == letter or (any_case and text.lower() == letter.lower()):
                    return True
            case AnyOf(text):
                if re.fullmatch(text, letter, re.DOTALL | re.IGNORECASE):
                    return True
    return False


def _is_many(item: Item) -> bool:
    return item.most is None or item.most >= _MANY
