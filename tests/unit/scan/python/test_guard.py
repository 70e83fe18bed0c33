"""LibCST's native parser dies of some texts and never comes back from others: they do not reach it.

Python's own parser, which reads all it can, survives them.
"""

from __future__ import annotations

import pytest

from smsaudit.model.gap import GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.value import Text
from smsaudit.scan.python.guard import MAX_DEPTH, refusal
from smsaudit.scan.workers import Workers
from tests.unit.scan.python.reading import scan

KILLERS = {
    "brackets": "x = " + "[" * 1_500 + "]" * 1_500,
    "brackets that never close": "x = " + "(" * 1_500,
    "brackets of all kinds": "x = " + "([{" * 500,
    "brackets over many lines": "x = " + "(\n" * 1_500,
    "brackets beside texts": "x = 'a' + " + "('b', " * 1_500,
    "a chain of operators": "x = " + "a + " * 5_000 + "1",
    "a chain of comparisons": "x = " + "a < " * 5_000 + "1",
    "a chain of and": "x = " + "a and " * 5_000 + "1",
    "minus signs": "x = " + "-" * 10_000 + "1",
    "tildes": "x = " + "~" * 5_000 + "1",
    "nots": "x = " + "not " * 10_000 + "1",
    "lambdas": "x = " + "lambda: " * 10_000 + "1",
    "attributes": "x = a" + ".b" * 20_000,
    "assignments": "a = " * 5_000 + "1",
    "branches": "if a: pass\n" + "elif a: pass\n" * 5_000,
}
UNGUARDED = {
    "brackets in an f-string": "x = f'{" + "[" * 1_500 + "]" * 1_500 + "}'",
    "brackets in a long f-string": "x = f'''{" + "(" * 1_500 + ")" * 1_500 + "}'''",
    "calls of calls": "x = a" + "()" * 5_000,
    "items of items": "x = a" + "[0]" * 5_000,
    "conditional expressions": "x = " + "a if b else " * 5_000 + "1",
    "patterns in patterns": "match a:\n case " + "[" * 150 + "]" * 150 + ": pass",
}
HARMLESS = {
    "the deepest brackets": "x = " + "[" * MAX_DEPTH + "]" * MAX_DEPTH,
    "brackets in a text": "x = '" + "[" * 1_500 + "'",
    "brackets in a long text": "x = '''" + "[" * 1_500 + "\n'''",
    "brackets in a comment": "# " + "(" * 1_500,
    "brackets behind an escaped quote": "x = '\\'" + "(" * 1_500 + "'",
    "operators on lines of their own": "x = a + b - c\n" * 1_600,
    "many short lists": "x = [[1], [2]]\n" * 1_600,
    "a ruler of dashes": "# " + "-" * 5_000 + "\nx = '" + "=" * 5_000 + "'",
}
LONG = {
    "a text put together from many": "x = (" + " +\n".join(["'a'"] * 500) + ")",
    "a long list of routes": "routes = [\n" + "    path('a', views.a, name='a'),\n" * 800 + "]",
    "a long table of negative numbers": "x = [" + "-1, " * 2_000 + "]",
}


@pytest.mark.parametrize("text", KILLERS.values(), ids=KILLERS)
def test_what_would_kill_libcst_does_not_reach_it(text: str) -> None:
    _, gaps = scan(f"{text}\nprint 'the other Python'\n")
    assert [gap.kind for gap in gaps] == [GapKind.TOO_DEEP]
    assert refusal(text) is not None


@pytest.mark.parametrize("text", [*KILLERS.values(), *UNGUARDED.values()], ids=[*KILLERS, *UNGUARDED])
def test_what_is_deep_is_read_or_told(text: str) -> None:
    """Python's own parser takes some of them, and which depends on its version."""
    _, gaps = scan(text + "\n")
    assert {gap.kind for gap in gaps} <= {GapKind.TOO_DEEP}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_what_only_looks_deep_is_read(text: str) -> None:
    assert refusal(text) is None
    assert scan(text + "\n")[1] == ()


@pytest.mark.xfail(
    reason="in another Python it gets past the guard, and the process that reads it dies or runs into the deadline"
)
@pytest.mark.parametrize("text", UNGUARDED.values(), ids=UNGUARDED)
def test_what_would_kill_libcst_in_other_ways_is_refused(text: str) -> None:
    assert refusal(text) is not None


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_long_statement_that_is_not_deep_is_read(text: str) -> None:
    assert refusal(text) is None


def test_words_texts_and_imports_of_a_refused_file_are_kept() -> None:
    found, _ = scan("CMPP_CONNECT = 1  # hidden\nimport acme.sms as s\nx = 'text', " + "(" * 1_500)
    words = {word.text: word.place.line for word in found.words}
    assert words == {
        "CMPP_CONNECT": 1,
        "1": 1,
        "import": 2,
        "acme": 2,
        "sms": 2,
        "as": 2,
        "s": 2,
        "x": 3,
        "text": 3,
    }
    assert [(each.module, each.alias, each.place.line) for each in found.imports] == [("acme.sms", "s", 2)]
    assert [(each.value, each.place.line) for each in found.texts] == [(Text("text"), 3)]
    assert found.calls == ()


def test_only_line_feeds_end_the_lines_of_a_refused_file() -> None:
    found, _ = scan("a\x0b\x0c\x1c\x85\u2028\nCMPP_CONNECT = 1\nx = " + "(" * 1_500)
    assert {word.text: word.place.line for word in found.words}["CMPP_CONNECT"] == 2


def test_what_the_guard_lets_through_does_not_kill_a_worker() -> None:
    edge = {
        "operators": "x = a" + " + a" * 1_400,
        "attributes": "x = a" + ".b" * 1_400,
        "brackets": "x = " + "a(" * MAX_DEPTH + ")" * MAX_DEPTH,
        "minus signs": "x = " + "-" * 390 + "1",
        "branches": "if a: pass\n" + "elif a: pass\n" * 1_400,
        "texts": "x = " + "'a' " * 1_400,
        "blocks": "".join(" " * depth + "if a:\n" for depth in range(99)) + " " * 99 + "pass",
        "f-strings": "x = f'{f\"{1}\"}'" + " f'{a}'" * 500,
    }
    files = [(TreePath(f"{name}.py"), f"{text}\nsend()\n") for name, text in edge.items()]
    with Workers(2, deadline=60) as workers:
        answers = list(workers.scan(files))
    assert {path: gaps for path, _, gaps in answers if gaps} == {}
    assert all(found.calls for _, found, _ in answers)


def test_a_long_table_is_read_as_text_and_long_code_as_code() -> None:
    table = "NUMBERS = {\n" + "    '13800138000': 'https://sms.acme.example/send',\n" * 21_000 + "}\n"
    facts, gaps = scan(table)
    assert [gap.kind for gap in gaps] == [GapKind.LIMIT]
    assert any("sms.acme.example" in str(text.value) for text in facts.texts)
    code = "".join(f"def f{number}(x):\n    return send(x, {'y' * 120!r})\n\n\n" for number in range(1_800))
    assert len(code) > 256 << 10
    assert scan(f"ICON = '{'a' * 900_000}'\nsend(ICON)\n")[1] == ()
    facts, gaps = scan(code)
    assert gaps == ()
    assert len(facts.calls) == 1_800


def test_a_file_with_a_name_that_nobody_writes_is_read_as_text() -> None:
    facts, gaps = scan(f"import twilio\n{'send_' * 81}(1)\n")
    assert [gap.kind for gap in gaps] == [GapKind.LIMIT]
    assert [each.module for each in facts.imports] == ["twilio"]
    assert facts.calls == ()


@pytest.mark.parametrize(
    "value",
    [
        f"'{'a' * 500}'",
        f"b'''{'a' * 500}'''",
        "0x" + "f" * 500,
        "1" * 500,
        f"1  # {'a' * 500}",
        f"{'a' * 400}",
    ],
)
def test_long_texts_numbers_and_comments_are_no_names(value: str) -> None:
    facts, gaps = scan(f"x = {value}\nsend(x)\n")
    assert gaps == ()
    assert len(facts.calls) == 1
