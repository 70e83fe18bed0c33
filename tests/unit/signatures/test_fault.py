from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.signatures.expression import parsed
from smsaudit.signatures.fault import fault, slowness


@pytest.mark.parametrize("expression", ["(", "[", "*", "(?P<a>", "a{2,1}", "[[a]", "(?z)", "a" + "(" * 500])
def test_what_does_not_compile_is_a_fault(expression: str) -> None:
    found = fault(expression)
    assert found
    assert "is not a regular expression" in found[0]


@pytest.mark.parametrize(
    "expression",
    [
        "(a+)+",
        r"(\w*)*",
        "(?:x+x+)+y",
        r"(?:\w+\s?)*$",
        "(.*a)*b",
        r"(\w|\d)+",
        "(a|a)*",
        "(?:a{1,50}){2,}",
        "(?:(?:a+)b?)*",
        "^(([a-z])+.)+[A-Z]$",
        "(?i)(?:[a-z]+k?)*",
        "x(?:y(?:z+)+)",
    ],
)
def test_a_repeated_repetition_is_a_fault(expression: str) -> None:
    found = fault(expression)
    assert found
    assert "for ever" in found[0]


@pytest.mark.parametrize(
    "expression",
    [
        r"(?:[a-z0-9-]+\.)+com",
        r"(?:[a-z]+[._-])*x",
        r"(?:\d{1,3}\.){3}\d{1,3}",
        r"(?:\s*,\s*\w+)*",
        "(a|b)*",
        "((a+)b)+",
        "(?:ab)+",
        ".*x.*",
        r"(?:[a-z]+(?:-[a-z]+)*\.)+",
        "(?=a+)+",
    ],
)
def test_harmless_repetitions_are_accepted(expression: str) -> None:
    assert fault(expression) is None


@pytest.mark.parametrize(
    "expression",
    [
        r"\bapt\b[^&|;]*\binstall\b[^&|;]*\bkannel\b",
        r"insert\s+into\s+\S*send_sms\b.*\bmomt",
        r"/\w*(md|gx)\w*send",
        r"a(.*b)?c(.*d)?e",
        r"x|(?:.*a.*b)y",
        r".{0,5000}a.{0,5000}b",
    ],
)
def test_two_gaps_over_the_same_text_are_slow(expression: str) -> None:
    assert fault(expression) is None
    found = slowness(expression)
    assert found
    assert "{0,200}" in found[1]


@pytest.mark.parametrize(
    "expression",
    [
        r"a.*b.*",
        r"a.{0,200}b.*c",
        r"/account/[^/]+/(users/[^/]+/)?jobs",
        r"dysmsapi(-\w+)?(\.[a-z0-9-]+)?\.aliyuncs\.com",
        r"from\s+\S*table\b",
        r"a.*b|c.*d",
        r"(a.*b|c.*d)e",
        r"([a-z]+\.)+[a-z]{2,}x",
    ],
)
def test_gaps_that_end_or_never_fail_are_accepted(expression: str) -> None:
    assert slowness(expression) is None


@given(st.text(alphabet=r"ab01|()[]{}*+?.,\^$-:=!<>PidwNu#", max_size=14))
def test_whatever_compiles_can_be_parsed(expression: str) -> None:
    try:
        re.compile(expression)
    except (re.error, OverflowError, FutureWarning):
        return
    assert parsed(expression).branches
