"""Which calls of a file may run a function of some name."""

from __future__ import annotations

import pytest

from smsaudit.flow.mentions import Mentions, Spellings
from tests.unit.scan.python.reading import scan

TEXT = """
import requests
import jobs as work
from jobs import later as run

requests.post("x")
work.later(1)
run(2)
run(send_code)
callback = send_code
work.start(callback)
pool.start(lambda: 3)
"""


@pytest.mark.parametrize(
    ("name", "lines"),
    [("send_code", [9, 11]), ("later", [7, 8, 9]), ("run", [8, 9]), ("requests", [6]), ("nobody", [])],
)
def test_calls_are_those_spelled_with_a_name_or_with_what_holds_it(name: str, lines: list[int]) -> None:
    facts, _ = scan(TEXT)
    calls = Mentions(Spellings(facts), frozenset((name,))).calls()
    assert [facts.calls[number].place.line for number in calls] == lines


def test_calls_that_are_given_a_lambda_have_no_name() -> None:
    facts, _ = scan(TEXT)
    assert [facts.calls[number].place.line for number in Spellings(facts).nameless()] == [12]
