"""Signatures against their own examples."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from smsaudit.model.example import Example, Expectation
from smsaudit.model.location import TreePath
from smsaudit.model.signature import PatternId, Role, SettingTarget, Signature
from smsaudit.selftest import Failure, check, fired
from tests.unit.match.patterns import call, pattern, signature

SOURCE = "import acme\nacme.Client().send()\nacme.Client().balance()\n"
ACME = replace(signature(call("acme.Client.send")), file="providers/acme.toml")


def example(
    source: str, *lines: int, path: str = "app.py", why: str = "", name: str = "acme.send"
) -> Example:
    return Example(
        path=path,
        source=source,
        expects=tuple(Expectation(line, PatternId(name)) for line in lines),
        why=why,
        line=10,
    )


def messages(*examples: Example, known: Signature = ACME) -> list[str]:
    return [str(failure) for failure in check([replace(known, examples=examples)])]


def test_an_example_that_fires_where_it_is_marked_is_right() -> None:
    assert messages(example(SOURCE, 2)) == []


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (
            example(SOURCE, 3),
            [
                "12: acme.send fired on a line without this mark",
                "13: acme.send was expected here and did not fire",
            ],
        ),
        (example(SOURCE, why="Two lines away."), ["12: acme.send fired on the look-alike (Two lines away.)"]),
        (example("import acme\n", 1), ["11: acme.send was expected here and did not fire"]),
        (
            example(SOURCE, 2, name="acme.other"),
            [
                "12: acme.other was expected here and did not fire",
                "12: acme.send fired on a line without this mark",
            ],
        ),
        (example("def f(:\n", 1), ["11: acme.send was expected here and did not fire"]),
    ],
)
def test_an_example_that_is_wrong_is_named_with_its_line_in_the_file(made: Example, told: list[str]) -> None:
    assert messages(made) == [f"providers/acme.toml:{each}" for each in told]


def test_failures_of_all_examples_come_in_order_of_their_lines() -> None:
    failures = messages(replace(example(SOURCE, 1), line=50), example(SOURCE, 1))
    assert failures == sorted(failures, key=lambda each: int(each.split(":")[1]))
    assert len(failures) == 4


def test_only_the_chosen_signatures_are_checked() -> None:
    other = replace(ACME, id="other")
    wrong = [replace(each, examples=(example(SOURCE, 1),)) for each in (ACME, other)]
    assert len(check(wrong)) == 4
    assert len(check(wrong, only=frozenset({"acme"}))) == 2
    assert check(wrong, only=frozenset()) == ()


def test_patterns_of_other_signatures_do_not_count() -> None:
    silent = replace(signature(call("other.send")), examples=(example(SOURCE, why="Another one."),))
    proven = replace(ACME, examples=(example(SOURCE, 2),))
    assert check([silent, proven]) == ()


def test_an_example_is_read_as_the_file_that_its_name_says() -> None:
    known = signature(pattern(SettingTarget((r"(.*\.)?ACME_KEY",)), Role.CONFIG, "acme.key"))
    assert messages(example("# comment\nACME_KEY=a\n", 2, path=".env", name="acme.key"), known=known) == []
    assert (
        len(messages(example("# comment\nACME_KEY=a\n", 2, path="a.txt", name="acme.key"), known=known)) == 1
    )


def test_what_fires_in_one_file_is_told_by_line_and_pattern() -> None:
    assert fired([ACME], TreePath("a.py"), SOURCE) == {(2, "acme.send")}
    assert fired([ACME], TreePath("a.py"), "") == set()
    assert fired([ACME], TreePath("a.java"), SOURCE) == set()


def test_a_failure_reads_like_a_message_of_a_compiler() -> None:
    assert str(Failure("a.toml", 3, "wrong")) == "a.toml:3: wrong"


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (
            example(SOURCE, 3),
            "13: acme.send was expected here and did not fire\n  13 | acme.Client().balance()\n     = it fires on line 12",
        ),
        (
            example("import acme\nacme.Clien().send()\n", 2),
            (
                "12: acme.send was expected here and did not fire\n  12 | acme.Clien().send()\n"
                "     = what is called here: `acme.Clien`, `acme.Clien.send`; the pattern wants `acme.Client.send`"
            ),
        ),
        (
            example("import acme\n\n", 2),
            (
                "12: acme.send was expected here and did not fire\n"
                "     = what is called here: nothing that can be resolved; the pattern wants `acme.Client.send`"
            ),
        ),
    ],
)
def test_a_failure_shows_its_line_and_what_stands_there(made: Example, told: str) -> None:
    failures = check([replace(ACME, examples=(made,))])
    assert f"providers/acme.toml:{told}" in [failure.explained() for failure in failures]
