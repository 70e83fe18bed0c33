"""Facts of one file by scope, name and place."""

from __future__ import annotations

from smsaudit.model.fact import Bound, Facts, Scope, ScopeKind
from smsaudit.model.location import Place
from smsaudit.model.value import Text


def _facts() -> Facts:
    def scope(name: str, parent: int) -> Scope:
        return Scope(ScopeKind.FUNCTION, name, parent, Place(1))

    return Facts(
        "python",
        scopes=(scope("", -1), scope("send", 0), scope("retry", 1), scope("stop", 0), scope("last", 2)),
        bindings=tuple(Bound(1, name, Text(text), Place(line)) for line, name, text in _BINDINGS),
    )


_BINDINGS = [(2, "host", "a"), (3, "port", "b"), (4, "host", "c")]


def test_facts_under_a_key_keep_their_order() -> None:
    index = _facts().index
    assert [bound.value for bound in index.bound[1, "host"]] == [Text("a"), Text("c")]
    assert [bound.name for bound in index.bindings[1]] == ["host", "port", "host"]


def test_nothing_stands_under_a_key_that_nothing_has_and_asking_keeps_nothing() -> None:
    index = _facts().index
    assert not index.bound[2, "host"]
    assert not index.calls_at[Place(9)]
    assert (2, "host") not in index.bound


def test_a_scope_has_all_within_it_and_nothing_beside_it() -> None:
    assert list(_facts().index.within(1)) == [1, 2, 4]
    assert list(_facts().index.within(3)) == [3]


def test_the_index_is_made_once_and_is_no_part_of_the_facts() -> None:
    facts = _facts()
    assert facts.index is facts.index
    assert facts == _facts()
