"""Texts that something is only compared with: they tell what may come in, and not what a program sends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from smsaudit.match.chains import last
from smsaudit.match.expressions import is_in
from smsaudit.model.fact import Facts, Word
from smsaudit.model.location import Place
from smsaudit.model.value import Compared, Sequence, Text, Value

KEY = "=="
"""Of `unless`: what it says of such texts."""
_COMPARES = re.compile(
    r"(?i)\w*(?:starts?|ends?|begins?)_?with|has_?(?:prefix|suffix)|contains|includes|index_?of|strn?(?:case)?i?cmp|memcmp|strstr"
    r"|equals(?:_?ignore_?case)?|(?:full)?match(?:es)?|str_?(?:equals?|contains|starts\w*)"
)


def without_compared(words: Iterable[Word], facts: Facts, expression: str) -> Iterator[Word]:
    """The words without those that fit and stand nowhere but in comparisons; with where else those stand that do."""
    compared = compared_places(facts, expression)
    if not compared:
        yield from words
        return
    names = {text for text, _ in compared}
    for word in words:
        if word.text not in names:
            yield word
        else:
            others = (each.place for each in facts.texts if each.value == Text(word.text))
            kept = [place for place in others if (word.text, place) not in compared]
            if kept:
                yield replace(word, place=min(kept))


def compared_places(facts: Facts, expression: str) -> frozenset[tuple[str, Place]]:
    """Texts that fit and that a call or a condition compares something with, with their places."""
    fitting = [
        (each.value.value, each.place)
        for each in facts.texts
        if isinstance(each.value, Text) and is_in(expression, each.value.value)
    ]
    if not fitting:
        return frozenset()
    stretches: dict[str, list[Place]] = {}
    given: set[str] = set()
    for call in facts.calls:
        texts = [text for argument in call.arguments for text in _texts(argument.value)]
        if _COMPARES.fullmatch(last(call.callee)):
            for text in texts:
                stretches.setdefault(text, []).append(call.place)
        else:
            given.update(texts)
    tested = {text for call in facts.calls for guard in call.guards for text in _tested(guard.test)}
    return frozenset(
        (text, place)
        for text, place in fitting
        if (text in tested and text not in given)
        or any(_covers(around, place) for around in stretches.get(text, ()))
    )


def _covers(around: Place, place: Place) -> bool:
    return (around.line, around.column) <= (place.line, place.column) and place.line <= around.end_line


def _tested(test: Value) -> Iterator[str]:
    match test:
        case Compared(_, left, right):
            for side in (left, right):
                if side is not None:
                    yield from _texts(side)
                    yield from _tested(side)
        case _:
            pass


def _texts(value: Value) -> Iterator[str]:
    match value:
        case Text(text):
            yield text
        case Sequence(items):
            for item in items:
                yield from _texts(item)
        case _:
            pass
