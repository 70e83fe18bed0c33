"""Texts that something is only compared with: they tell what may come in, and not what a program sends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from msgspec.structs import replace

from smsaudit.match.chains import last
from smsaudit.match.expressions import is_in
from smsaudit.model.fact import Called, Facts, Word
from smsaudit.model.location import Place
from smsaudit.model.value import Compared, Text, Value, texts_in

COMPARED = "=="
"""The key of `unless` under which a pattern leaves such texts out."""
_COMPARES = re.compile(
    r"(?i)\w*(?:starts?|ends?|begins?)_?with|has_?(?:prefix|suffix)|contains|includes|index_?of|strn?(?:case)?i?cmp|memcmp|strstr"
    r"|equals(?:_?ignore_?case)?|(?:full)?match(?:es)?|str_?(?:equals?|contains|starts\w*)"
)


class Comparisons:
    """What the calls and conditions of one file compare something with; gone over once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[str, frozenset[tuple[str, Place]]] = {}

    def without_compared(self, words: Iterable[Word], expression: str) -> Iterator[Word]:
        """The words without those that fit and stand nowhere but in comparisons; with where else those stand that do."""
        compared = self.places(expression)
        names = {text for text, _ in compared}
        kept: dict[str, Place] = {}
        for each in self._facts.texts if names else ():
            match each.value:
                case Text(text) if text in names and (text, each.place) not in compared:
                    kept[text] = min(kept.get(text, each.place), each.place)
                case _:
                    pass
        for word in words:
            if word.text not in names:
                yield word
            elif word.text in kept:
                yield replace(word, place=kept[word.text])

    def places(self, expression: str) -> frozenset[tuple[str, Place]]:
        """Texts that fit and that a call or a condition compares something with, with their places."""
        if expression not in self._known:
            self._known[expression] = frozenset(self._compared(expression))
        return self._known[expression]

    def _compared(self, expression: str) -> Iterator[tuple[str, Place]]:
        for each in self._facts.texts:
            match each.value:
                case Text(text) if is_in(expression, text) and (
                    text in self._only_tested
                    or any(around.has_start_of(each.place) for around in self._stretches.get(text, ()))
                ):
                    yield text, each.place
                case _:
                    pass

    @cached_property
    def _stretches(self) -> Mapping[str, list[Place]]:
        """Texts that calls compare something with, and where these stand."""
        found: dict[str, list[Place]] = {}
        for call in self._facts.calls:
            if _COMPARES.fullmatch(last(call.callee)):
                for text in _given(call):
                    found.setdefault(text, []).append(call.place)
        return found

    @cached_property
    def _only_tested(self) -> frozenset[str]:
        """Texts that conditions compare something with, and that no call is given."""
        calls = self._facts.calls
        given = {
            text for call in calls if not _COMPARES.fullmatch(last(call.callee)) for text in _given(call)
        }
        tested = {text for call in calls for guard in call.guards for text in _tested(guard.test)}
        return frozenset(tested - given)


def _given(call: Called) -> Iterator[str]:
    return (text for argument in call.arguments for text in texts_in(argument.value))


def _tested(test: Value) -> Iterator[str]:
    match test:
        case Compared(_, left, right):
            for side in (left, right):
                if side is not None:
                    yield from texts_in(side)
                    yield from _tested(side)
        case _:
            pass
