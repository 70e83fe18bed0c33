"""Numbers that texts write, and what only looks like one."""

from __future__ import annotations

import pytest

from smsaudit.model.digits import small


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("7890", 7890),
        ("007", 7),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("²", None),
        ("9" * 5_000, None),
    ],
)
def test_a_few_decimal_digits_are_a_number(text: str, number: int | None) -> None:
    assert small(text) == number
