from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.model.redaction import redacted

SECONDS = 3
"""For what takes hundredths of a second, on a machine that is busy."""

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
    "https://me:p@hunter2@sms.example.cn/",
    "Client('me:hunter2@10.1.2.3', 2775)",
    "connect(me:hunter2@smsc.example.cn:2775)",
    "if config.token == 'hunter2':",
    "if 'hunter2' == self.api_key:",
    "if secret != 'hunter2':",
    "if token in ('a', 'hunter2'):",
    "if token not in ['hunter2']:",
    'secret="""hunter2"""',
    "secret = '''hunter2'''",
    r'body = "{\"password\": \"hunter2\"}"',
    r'"client = Client(1, auth_token=\"hunter2\")\n",',
    r'body = "{\\\"password\\\": \\\"hunter2\\\"}"',
    r"{\u0022password\u0022: \u0022hunter2\u0022}",
    '<a data="{&quot;password&quot;: &quot;hunter2&quot;}">',
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
LONG = [
    "correct-horse-battery-staple-and-more7",
    "abcdefghijklmnopqrstuvwxyz20250101",
    "ab12-cd34-ef56-gh78-ij90-kl20250101",
]
MINGLED = ["hunter2xy9zq4l01", "8F3K29DD01PQ", "a1b2c3d4e5f6"]
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
    "dysmsapi20170525",
    'name = "alibabacloud-dysmsapi20170525"',
    "npm:twilio@4.0.0",
    "nginx:1.25@sha256:0a1b",
    "provider == 2",
    "mailto:me@sms.example.cn",
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


@pytest.mark.parametrize("literal", LONG)
def test_a_long_literal_with_digits_is_masked_unless_it_is_the_name_of_a_package(literal: str) -> None:
    assert literal not in redacted(f'value = "{literal}"')


@pytest.mark.parametrize("literal", MINGLED)
def test_a_key_is_masked_by_the_mixture_of_letters_and_digits(literal: str) -> None:
    assert redacted(f"Client('me', '{literal}')") == "Client('me', '***')"


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


@pytest.mark.parametrize(
    "piece", ["a", "pass", "'a1", "a:", "a@b:", "x://", "token in (", "+1 2 ", "<pass", "${pass:-", " pass"]
)
def test_a_line_of_any_length_costs_little(piece: str) -> None:
    started = time.process_time()
    redacted((piece * 2_000)[:2_000])
    redacted(piece * 200_000)
    assert time.process_time() - started < SECONDS


def test_a_word_that_is_cut_off_is_not_shown() -> None:
    filler = "password='" + "x" * 1_900 + "', "
    assert "Hunter2" not in redacted(f"{filler}f('{'Hunter2' * 40}')")


@given(st.text())
def test_any_text_ends_on_one_line_of_bounded_length(text: str) -> None:
    told = redacted(text)
    assert len(told) <= 240
    assert told == " ".join(told.split())


@given(st.text("abc'\"= :,()", max_size=20), st.text("abc'\"= :,()", max_size=20), st.integers(0, 10**8 - 1))
def test_a_number_is_masked_whatever_stands_around_it(before: str, after: str, digits: int) -> None:
    number = f"139{digits:08}"
    assert number not in redacted(f"{before}{number}{after}")
