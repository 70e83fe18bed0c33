"""Answers that depend on each other, on tables that grow and on things that are replaced."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from smsaudit.resolve.fixpoint import Fixpoint

Texts = frozenset[str]


class World:
    """Questions over a table outside, and a count of how often each was worked out."""

    def __init__(self) -> None:
        self.questions: Fixpoint[str] = Fixpoint()
        self.table = {"a": {"one"}, "b": {"other"}}
        self.worked: list[str] = []

    def leaf(self, name: str) -> Texts:
        return self.questions.ask(("leaf", name), self._leaf, name)

    def over(self, name: str) -> Texts:
        return self.questions.ask(("over", name), self._over, name)

    def circle(self, name: str) -> Texts:
        return self.questions.ask(("circle", name), self._circle, name)

    def _leaf(self, name: str) -> Iterator[Texts]:
        self.worked.append(f"leaf {name}")
        self.questions.depend(name)
        yield frozenset(self.table[name])

    def _over(self, name: str) -> Iterator[Texts]:
        self.worked.append(f"over {name}")
        yield frozenset(f"<{text}>" for text in self.leaf(name))

    def _circle(self, name: str) -> Iterator[Texts]:
        yield self.leaf(name)
        yield self.questions.ask(("back", name), self._back, name)

    def _back(self, name: str) -> Iterator[Texts]:
        yield self.circle(name)


def test_what_grows_is_seen_by_everyone_who_read_it() -> None:
    world = World()
    assert world.over("a") == {"<one>"}
    world.table["a"].add("two")
    assert world.over("a") == {"<one>"}, "nobody has said yet that it grew"
    world.questions.grown("a")
    assert world.over("a") == {"<one>", "<two>"}


def test_what_grows_without_effect_stops_where_it_has_none() -> None:
    world = World()
    world.over("a")
    world.questions.grown("a")
    assert world.over("a") == {"<one>"}
    assert world.worked == ["over a", "leaf a", "leaf a"]


def test_what_is_replaced_leaves_nothing_behind_even_in_a_circle() -> None:
    world = World()
    assert world.circle("a") == {"one"}
    world.table["a"] = {"two"}
    world.questions.replaced(["a"])
    assert world.circle("a") == {"two"}


def test_what_rests_on_something_else_is_kept() -> None:
    world = World()
    world.over("a")
    world.over("b")
    world.worked.clear()
    world.questions.replaced(["a"])
    assert world.over("a") == {"<one>"}
    assert world.over("b") == {"<other>"}
    assert world.worked == ["over a", "leaf a"]


class Indexed(World):
    """Questions about one entry of a big answer, which learn only of what is new for them."""

    def __init__(self) -> None:
        super().__init__()
        self.index: dict[str, Texts] = {}

    def entry(self, name: str) -> Texts:
        return self.questions.ask(("entry", name), self._entry, name)

    def _entry(self, name: str) -> Iterator[Texts]:
        self.worked.append(f"entry {name}")
        self.questions.depend(("entry", name))
        self.questions.peek("everything", self._everything)
        yield self.index.get(name, frozenset())

    def _everything(self) -> Iterator[Texts]:
        before, self.index = self.index, {name: self.leaf(name) for name in self.table}
        for name, found in self.index.items():
            if before.get(name) != found:
                self.questions.grown(("entry", name))
        yield frozenset().union(*self.index.values())


def test_who_peeks_is_worked_out_again_only_where_it_says_so() -> None:
    world = Indexed()
    assert world.entry("a") | world.entry("b") == {"one", "other"}
    world.worked.clear()
    world.table["a"].add("two")
    world.questions.grown("a")
    world.questions.settle()
    assert world.entry("a") == {"one", "two"}
    assert world.entry("b") == {"other"}
    assert "entry b" not in world.worked


def test_who_peeks_learns_of_what_was_replaced() -> None:
    world = Indexed()
    assert world.entry("a") == {"one"}
    world.table["a"] = {"two"}
    world.questions.replaced(["a"])
    world.questions.settle()
    assert world.entry("a") == {"two"}


class Named:
    """Something whose place in a set is chosen."""

    def __init__(self, name: str, place: int) -> None:
        self.name = name
        self.place = place

    def __hash__(self) -> int:
        return self.place

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and other.name == self.name

    def __repr__(self) -> str:
        return self.name


@pytest.mark.parametrize("places", [(0, 1, 2, 3), (3, 1, 0, 2), (2, 0, 3, 1)])
def test_answers_are_gone_through_in_the_same_order_however_their_members_hash(
    places: tuple[int, ...],
) -> None:
    questions: Fixpoint[Named] = Fixpoint()
    members = [Named(name, place) for name, place in zip("abcd", places, strict=True)]
    answer = questions.ask("all", lambda: [frozenset(members[:2]), frozenset(members[2:])])
    assert [member.name for member in answer] == ["a", "b", "c", "d"]
    assert answer == frozenset(members)


def test_of_too_long_an_answer_what_ranks_highest_is_left_out() -> None:
    questions: Fixpoint[str] = Fixpoint(rank=len)
    near, far = {f"{number:02}" for number in range(30)}, {f"{number:03}" for number in range(30)}
    answer = questions.ask("all", lambda: [frozenset(far), frozenset(near)])
    assert near < answer
    assert len(answer) < len(near | far)
