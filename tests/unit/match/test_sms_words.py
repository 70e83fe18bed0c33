"""Names that speak of text messages and of phones."""

from __future__ import annotations

import pytest

from smsaudit.match.sms_words import names_phone, tells_of_sms


@pytest.mark.parametrize(
    "name",
    [
        "phone",
        "toNumber",
        "smsMob",
        "phoneNo",
        "cellphone",
        "dstaddr",
        "dest_addr",
        "telefono",
        "celular",
        "no_hp",
    ],
)
def test_a_name_is_that_of_a_phone_number(name: str) -> None:
    assert names_phone(name)


@pytest.mark.parametrize("name", ["microphone", "total", "target", "handle", "address", "text", "tone"])
def test_a_name_is_that_of_something_else(name: str) -> None:
    assert not names_phone(name)


@pytest.mark.parametrize(
    "name", ["send_sms", "sendsms", "tencentsms", "smssend", "smsd", "smsgateway.py", "AliSms"]
)
def test_a_name_tells_of_text_messages(name: str) -> None:
    assert tells_of_sms(name)


@pytest.mark.parametrize(
    "name", ["mechanisms", "prisms", "spasms", "rhythms", "smsa", "smss", "microorganisms"]
)
def test_a_name_tells_of_something_else(name: str) -> None:
    assert not tells_of_sms(name)
