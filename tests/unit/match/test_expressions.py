from __future__ import annotations

from smsaudit.match.expressions import LONGEST, is_in


def test_an_expression_is_sought_anywhere_in_the_beginning_of_a_text() -> None:
    assert is_in("send_sms", "insert into send_sms")
    assert is_in("send_sms$", "x" * (LONGEST - 8) + "send_sms")
    assert not is_in("send_sms", "x" * LONGEST + "send_sms")
