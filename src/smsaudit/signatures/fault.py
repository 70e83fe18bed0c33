"""What can be wrong with a regular expression."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from smsaudit.signatures.expression import AnyOf, Character, Group, Item, Node, parsed

_MANY = 16
"""A repetition with a bound this high counts as unbounded."""

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
