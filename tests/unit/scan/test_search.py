from __future__ import annotations

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsaudit.scan.search import Search, exact_search_for, search_for


@pytest.fixture(params=["automaton", "loop"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With the compiled automaton, and on a system that has none."""
    if request.param == "loop":
        monkeypatch.setitem(sys.modules, "ahocorasick_rs", None)
    return str(request.param)


literals = st.lists(st.text("abA_.1短", min_size=1, max_size=4).map(str.encode), max_size=6)
data = st.text("abAB_.1短信\n\x00", max_size=60).map(str.encode)


def answers(search: Search, text: bytes) -> tuple[set[bytes], bool]:
    return set(search.found(text)), search.any(text)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(literals, data)
def test_every_literal_that_stands_in_the_bytes_is_found_and_no_other(
    way: str, wanted: list[bytes], text: bytes
) -> None:
    expected = {each.lower() for each in wanted if each.lower() in text.lower()}
    assert answers(search_for(wanted), text) == (expected, bool(expected)), way


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(literals, data)
def test_an_exact_search_tells_cases_apart(way: str, wanted: list[bytes], text: bytes) -> None:
    expected = {each for each in wanted if each in text}
    assert answers(exact_search_for(wanted), text) == (expected, bool(expected)), way


def test_many_literals_are_found_as_few_are(way: str) -> None:
    many = [f"name_{number}".encode() for number in range(500)]
    text = b" ".join(many[100:200])
    expected = {each for each in many if each in text}
    assert answers(exact_search_for(many), text) == (expected, True), way
    assert answers(exact_search_for(many), b"nothing") == (set(), False), way


@pytest.mark.parametrize(
    ("wanted", "text", "found"),
    [
        ([b"he", b"she", b"hers"], b"ushers", {b"he", b"she", b"hers"}),
        ([b"sms"], b"SmSm", {b"sms"}),
        ([b"SMS"], b"sms", {b"sms"}),
        ([b"aa"], b"aaaa", {b"aa"}),
        (["短信".encode()], "发短信".encode(), {"短信".encode()}),
        (["É".encode()], "é".encode(), set()),
        ([b"a\x00b"], b"xa\x00by", {b"a\x00b"}),
        ([b"", b"a"], b"a", {b"a"}),
        ([], b"a", set()),
        ([b"a"], b"", set()),
        ([b"a", b"a"], b"a", {b"a"}),
    ],
)
def test_literals_may_overlap_and_ascii_letters_have_no_case(
    way: str, wanted: list[bytes], text: bytes, found: set[bytes]
) -> None:
    assert answers(search_for(wanted), text) == (found, bool(found)), way
