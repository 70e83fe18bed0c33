"""Which of many bindings of one variable a read sees."""

from __future__ import annotations

from tests.support.program import program


def test_a_binding_is_seen_behind_hundreds_that_may_not_have_happened() -> None:
    others = "".join(f"if k == {number}:\n    c = 'x'\n" for number in range(300))
    assert program(f"if k:\n    c = 'a'\n{others}send(c)  #?\n").carried() == {"a", "x"}


def test_a_binding_that_has_happened_hides_those_before_it() -> None:
    assert program("c = 'a'\nif k:\n    c = 'b'\nc = 'x'\nif k:\n    c = 'y'\nsend(c)  #?\n").carried() == {
        "x",
        "y",
    }


def test_what_a_comprehension_binds_is_seen_inside_only() -> None:
    assert program("c = 'a'\nd = [c for c in ['b']]\nsend(c)  #?\n").carried() == {"a"}
