"""The least solution of questions whose answers depend on each other, worked out for what is asked.

An answer is remembered together with whoever read it. When it grows later (a circle closed, a parameter learned of
one more argument, a chain was too long to be followed in one go), its readers are worked out again, and so on, until
nothing changes. So the cost is that of the answers that are needed, circles and long chains included.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Parts = Callable[..., Iterable[frozenset[T]]]

_MAX_DEPTH = 50
"""Questions inside questions; what lies deeper waits for its turn."""
MOST = 40
"""Referents in one answer."""
_REPLACED = 4
"""Times that an answer may be replaced by another; after that it only grows."""
_MAX_RUNS = 12
"""Times that an answer is worked out; what has not settled by then (texts that grow without end) stays as it is."""


class _Spelled(dict[Hashable, str]):
    """How members of answers are spelled, which is their order; each is spelled once."""

    def __missing__(self, member: Hashable) -> str:
        spelled = self[member] = repr(member)
        return spelled


class _Orders(dict[frozenset[Any], tuple[Any, ...]]):
    """Answers that are the same, in their order: many hand on what another one says."""

    def __init__(self) -> None:
        super().__init__()
        self._spelled = _Spelled()

    def __missing__(self, answer: frozenset[Any]) -> tuple[Any, ...]:
        ordered = self[answer] = tuple(sorted(frozenset.__iter__(answer), key=self._spelled.__getitem__))
        return ordered


class Answer(frozenset[T]):
    """A set that is gone through in the order in which its members are spelled: the same one in every process."""

    __slots__ = ("_ordered", "_orders")
    _ordered: tuple[T, ...]
    _orders: _Orders

    @classmethod
    def of(cls, members: Iterable[T], orders: _Orders) -> Answer[T]:
        """These members, of which `orders` knows or learns the order."""
        made = cls(members)
        made._orders = orders
        return made

    def __iter__(self) -> Iterator[T]:
        try:
            return iter(self._ordered)
        except AttributeError:
            self._ordered = self._orders[self]
            return iter(self._ordered)


class _Question(Generic[T]):
    __slots__ = (
        "active",
        "answer",
        "arguments",
        "known",
        "most",
        "parts",
        "peeked",
        "readers",
        "runs",
        "waits",
    )

    def __init__(self, parts: Parts[T], arguments: tuple[Any, ...]) -> None:
        self.parts = parts
        self.arguments = arguments
        self.answer: frozenset[T] = frozenset()
        self.readers: dict[_Question[T], None] = {}
        self.active: set[T] | None = None
        """What has been found so far, while the answer is being worked out."""
        self.known = False
        self.most = MOST
        self.peeked = False
        """Somebody depends on it in a way that only its own work tells."""
        self.waits = False
        self.runs = 0


class Fixpoint(Generic[T]):
    """Answers by key."""

    def __init__(self, rank: Callable[[T], int] = lambda _: 0) -> None:
        """`rank` says what is left out first where an answer would be too long: what has the highest."""
        self._rank = rank
        self._questions: dict[Hashable, _Question[T]] = {}
        self._stack: list[_Question[T]] = []
        self._waiting: deque[_Question[T]] = deque()
        self._outside: dict[Hashable, dict[_Question[T], None]] = {}
        """Readers of what is no question: a file that may be read later, a table that grows."""
        self._orders = _Orders()
        self._holding = False

    def ask(self, key: Hashable, parts: Parts[T], *arguments: Any) -> frozenset[T]:
        """The answer to a question, which is the union of `parts(*arguments)`."""
        question = self._questions.get(key)
        if question is None:
            question = self._questions[key] = _Question(parts, arguments)
        if not question.known and question.active is None:
            if len(self._stack) < _MAX_DEPTH:
                self._work_out(question)
            else:
                self._wait(question)
        if self._stack:
            question.readers[self._stack[-1]] = None
        elif self._waiting and not self._holding:
            self.settle()
        if question.active is None:
            return question.answer
        return self.ordered(question.answer | question.active)

    def ordered(self, members: AbstractSet[T]) -> frozenset[T]:
        """The same members, to be gone through in an order that does not depend on the process."""
        return frozenset(members) if len(members) < 2 else Answer.of(members, self._orders)  # noqa: PLR2004

    def collect(self, key: Hashable, parts: Callable[..., Iterable[frozenset[Any]]], *arguments: Any) -> Any:
        """As `ask`, for answers that may be of any kind and size."""
        question = self._questions.get(key)
        if question is None:
            question = self._questions[key] = _Question(parts, arguments)
            question.most = sys.maxsize
        return self.ask(key, parts, *arguments)

    def peek(self, key: Hashable, parts: Callable[..., Iterable[frozenset[Any]]], *arguments: Any) -> Any:
        """As `collect`, for who depends on less than the whole answer and says so (`depend`, `grown`)."""
        question = self._questions.get(key)
        if question is None:
            question = self._questions[key] = _Question(parts, arguments)
            question.most = sys.maxsize
            question.peeked = True
        if not question.known and question.active is None:
            self._work_out(question)
        return question.answer if question.active is None else question.answer | question.active

    def changed(self, key: Hashable) -> None:
        """Say that what a question depends on has changed."""
        question = self._questions.get(key)
        if question is not None and (question.known or question.active is not None):
            self._wait(question)

    def depend(self, key: Hashable) -> None:
        """Note that the question being worked out depends on something that is no question."""
        if self._stack:
            self._outside.setdefault(key, {})[self._stack[-1]] = None

    def grown(self, key: Hashable) -> None:
        """Say that such a thing has grown: its readers are worked out again."""
        for reader in self._outside.get(key, ()):
            self._wait(reader)

    def replaced(self, keys: Iterable[Hashable]) -> None:
        """Say that such things are others now: every answer that rests on one of them, however far, is dropped."""
        for question in self._questions.values():
            question.runs = 0
        open_ = [reader for key in keys for reader in self._outside.pop(key, ())]
        while open_:
            question = open_.pop()
            if question.known:
                question.known = False
                question.answer = frozenset()
                open_ += question.readers
                question.readers = {}
                if question.peeked:
                    self._wait(question)

    def settle(self) -> None:
        """Work out everything that waits, until nothing changes."""
        self._holding = True
        try:
            while self._waiting:
                question = self._waiting.popleft()
                question.waits = False
                if question.active is None:
                    self._work_out(question)
        finally:
            self._holding = False

    def hold(self, work: Callable[[], None]) -> None:
        """Do some work that asks many questions, and settle once after it."""
        self._holding = True
        try:
            work()
        finally:
            self._holding = False
        self.settle()

    def forget(self) -> None:
        """Drop all answers."""
        self._questions.clear()
        self._waiting.clear()
        self._outside.clear()

    def _wait(self, question: _Question[T]) -> None:
        if not question.waits and question.runs < _MAX_RUNS:
            question.waits = True
            self._waiting.append(question)

    def _work_out(self, question: _Question[T]) -> None:
        found: set[T] = set()
        question.active = found
        question.runs += 1
        self._stack.append(question)
        try:
            for part in question.parts(*question.arguments):
                found |= part
        finally:
            self._stack.pop()
            question.active = None
        question.known = True
        answer = frozenset(found) if question.most == sys.maxsize else self.ordered(found)
        if question.runs > _REPLACED and not question.answer <= answer:
            answer = self.ordered(answer | question.answer)
        if len(answer) > question.most:
            nearest = sorted(answer, key=self._rank)  # among equals, in their order
            answer = self.ordered(frozenset(nearest[: question.most]))
            question.runs = _MAX_RUNS  # one of so many says little, and one of still more says no more
        if answer != question.answer:
            question.answer = answer
            for reader in question.readers:
                self._wait(reader)
