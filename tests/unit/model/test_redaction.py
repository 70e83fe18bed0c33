from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.model.redaction import redacted

SECRETS = [
    "password = 'hunter2'",
    'PASSWORD="hunter2"',
    "{'api_key': 'hunter2'}",
    '"appSecret": "hunter2",',
    "auth_token='hunter2',",
    "Client(access_key_secret=u'hunter2')",
    "db_passwd => 'hunter2'",
    "sharekey = b'hunter2'",
    "TWILIO_AUTH_TOKEN=hunter2",
    "export SMS_PASSWORD=hunter2",
    "- SMS_SECRET=hunter2",
    "  smsc-password = hunter2",
    "secret: hunter2",
    "smpp://me:hunter2@10.1.2.3:2775",
    "https://hunter2@sms.example.cn/",
    "https://sms.example.cn/?a=1&pwd=hunter2&b=2",
    "https://sms.example.cn/?token=hunter2",
]
TOKENS = [
    "LTAI5tFabcdefGHIJKLmnopq",
    "AKIDz8krbsJ5yKBZQpn74WFkmLPx3",
    "AKIAIOSFODNN7EXAMPLE",
    "AC" + "0123456789abcdef" * 2,
    "SK" + "0123456789abcdef" * 2,
    "ghp_" + "a1B2" * 9,
    "sk-" + "a1B2" * 6,
]
NUMBERS = [
    "13812345678",
    "+8613812345678",
    "0086 138 1234 5678",
    "86-138-1234-5678",
    "+447700900123",
    "+1 202 555 0143",
    "+49 151 23456789",
]
KEPT = [
    "10690333012345",
    "106575123456",
    "1065902012345",
    "95588",
    "96110",
    "10086",
    "10010",
    "12306",
    "B2-20190001",
    "SMS_154950909",
    "2147483652",
    "0x80000004",
    "1.13812345678",
    "2026-11-21T13:45:00",
    "10.200.30.40:7890",
    "ap-guangzhou",
    "version 1.2.3",
]


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_is_masked_by_the_name_beside_it(text: str) -> None:
    assert "hunter2" not in redacted(text)
    assert "***" in redacted(text)


@pytest.mark.parametrize("token", TOKENS)
def test_a_token_is_masked_by_its_shape(token: str) -> None:
    assert token not in redacted(f"x = '{token}'")
    assert token not in redacted(f"curl -u {token} y")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("frame", ["send('{}')", "send({})", "to={}, x", "电话：{}。", "[{}]", "{}"])
def test_a_subscribers_number_is_masked_but_for_its_last_digits(number: str, frame: str) -> None:
    told = redacted(frame.format(number))
    assert number not in told
    assert f"***{number[-2:]}" in told


@pytest.mark.xfail(reason="a full stop beside the number is taken for a decimal point")
@pytest.mark.parametrize(
    "text", ["Call 13812345678.", "Tel.13812345678", "13812345678.", "a@b.cn.13812345678"]
)
def test_a_number_beside_a_full_stop_is_masked(text: str) -> None:
    assert "13812345678" not in redacted(text)


@pytest.mark.parametrize("kept", KEPT)
def test_what_is_evidence_stays(kept: str) -> None:
    assert redacted(f"x('{kept}')") == f"x('{kept}')"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("  client.send(to)  ", "client.send(to)"),
        ("a\n\tb\r\nc", "a b c"),
        ("password = get_password()", "password = get_password()"),
        ("password=os.environ['SMS_PASSWORD']", "password=os.environ['SMS_PASSWORD']"),
        ("", ""),
    ],
)
def test_the_rest_stays_as_it_is_on_one_line(text: str, told: str) -> None:
    assert redacted(text) == told


@given(st.text())
def test_any_text_ends_on_one_line_of_bounded_length(text: str) -> None:
    told = redacted(text)
    assert len(told) <= 240
    assert told == " ".join(told.split())


@given(st.text("abc'\"= :,()", max_size=20), st.text("abc'\"= :,()", max_size=20), st.integers(0, 10**8 - 1))
def test_a_number_is_masked_whatever_stands_around_it(before: str, after: str, digits: int) -> None:
    number = f"139{digits:08}"
    assert number not in redacted(f"{before}{number}{after}")
