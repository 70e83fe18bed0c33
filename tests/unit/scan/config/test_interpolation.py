from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.scan.config.interpolation import resolved


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("${X:-y}", "y"),
        ("${X-y}", "y"),
        ("${X:=y}", "y"),
        ("${x.host:1.2.3.4}", "1.2.3.4"),
        ("${X:7890}", "7890"),
        ("${X:http://h:80/a}", "http://h:80/a"),
        ("${a:b:c}", "b:c"),
        ("${X:}", ""),
        ("${X:-}", ""),
        ("${A:-${B:-c}}", "c"),
        ("${A:-${B}}", "${B}"),
        ("http://${H:-h}:${P:1}/", "http://h:1/"),
        ("${sms.timeout:-1}", "-1"),
        ("${X}", "${X}"),
        ("${my-property}", "${my-property}"),
        ("${X:?must be set}", "${X:?must be set}"),
        ("${X:+set}", "${X:+set}"),
        ("${X:0:3}", "${X:0:3}"),
        ("${env:X}", "${env:X}"),
        ("${var.a ? b : c}", "${var.a ? b : c}"),
        ("$${X:-y}", "$${X:-y}"),
        ("%(x)s {{ y }} ${{ z }}", "%(x)s {{ y }} ${{ z }}"),
        ("${unclosed:-x", "${unclosed:-x"),
        ("a } b", "a } b"),
    ],
)
def test_defaults_are_resolved_and_the_rest_stays(value: str, expected: str) -> None:
    assert resolved(value) == expected


@given(st.text(st.sampled_from("${}:-aX.0 "), max_size=60))
def test_a_value_never_grows(value: str) -> None:
    assert len(resolved(value)) <= len(value)
