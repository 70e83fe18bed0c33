"""Dead places, stubs, strength, and what of a line may leave the audit."""

from __future__ import annotations

import pytest

from smsaudit.model.context import Context
from smsaudit.model.signature import CallTarget, Role, Strength, TextTarget
from tests.unit.match.patterns import call, found, pattern

SEND = call("acme.Client.send")


def context_of(source: str, context: Context = Context.PRODUCTION) -> Context:
    (detection,) = found(f"import acme\n{source}\n", SEND, context=context)
    return detection.context


@pytest.mark.parametrize(
    "source",
    [
        "if False:\n    acme.Client().send()",
        "if 0:\n    acme.Client().send()",
        "if None:\n    acme.Client().send()",
        "if x:\n    if False:\n        acme.Client().send()",
        "while False:\n    acme.Client().send()",
        "if TYPE_CHECKING:\n    acme.Client().send()",
        "if typing.TYPE_CHECKING:\n    acme.Client().send()",
        "if True:\n    pass\nelse:\n    acme.Client().send()",
        "if not True:\n    acme.Client().send()",
        "def f():\n    if False:\n        acme.Client().send()",
    ],
)
def test_a_place_that_never_runs_is_dead(source: str) -> None:
    assert context_of(source) is Context.DEAD


@pytest.mark.parametrize(
    "source",
    [
        "if True:\n    acme.Client().send()",
        "if False:\n    pass\nelse:\n    acme.Client().send()",
        "if not False:\n    acme.Client().send()",
        "if not TYPE_CHECKING:\n    acme.Client().send()",
        "if settings.DEBUG:\n    acme.Client().send()",
        "if DEBUG is False:\n    acme.Client().send()",
        "def f():\n    if x:\n        return\n    acme.Client().send()",
        "class Sender:\n    def send(self):\n        acme.Client().send()",
        "class Consolex:\n    def send(self):\n        acme.Client().send()",
        "class Dummyish:\n    def send(self):\n        acme.Client().send()",
        "def nobody_calls_this():\n    acme.Client().send()",
    ],
)
def test_a_place_that_may_run_is_live(source: str) -> None:
    assert context_of(source) is Context.PRODUCTION


@pytest.mark.parametrize(
    "name",
    [
        "MockSender",
        "FakeSMS",
        "SmsDummy",
        "StubBackend",
        "NullSender",
        "NoopSms",
        "mock_sms",
        "sms_console",
        "dummy",
    ],
)
def test_a_place_in_a_class_that_only_acts_as_if_is_a_stub(name: str) -> None:
    assert context_of(f"class {name}:\n    def go(self):\n        acme.Client().send()") is Context.STUB


@pytest.mark.parametrize("context", [Context.TEST, Context.EXAMPLE, Context.DOCS, Context.VENDORED])
def test_the_context_of_the_file_holds_where_the_place_says_nothing(context: Context) -> None:
    assert context_of("if False:\n    acme.Client().send()", context) is context
    assert context_of("acme.Client().send()", context) is context


@pytest.mark.parametrize(
    "source",
    [
        "if True:\n    pass\nelse:\n    acme.Client().send()",
        "if not True:\n    acme.Client().send()",
        pytest.param(
            "if False and x:\n    acme.Client().send()",
            marks=pytest.mark.xfail(reason="only a bare constant is seen to be false"),
        ),
    ],
)
def test_a_place_under_a_condition_that_is_never_met_is_dead(source: str) -> None:
    assert context_of(source) is Context.DEAD


@pytest.mark.parametrize(
    ("source", "strength"),
    [
        ("import acme\nacme.Client().send()\n", Strength.HIGH),
        ("import acme\nprint 'a'\nacme.Client().send()\n", Strength.MEDIUM),
    ],
)
def test_a_file_that_had_to_be_mended_proves_less(source: str, strength: Strength) -> None:
    assert [d.strength for d in found(source, SEND)] == [strength]


SECRETS = {
    "a keyword": ("acme.Client(api_key='abc123').send()", "abc123"),
    "a password": ('acme.Client(password="hunter2").send()', "hunter2"),
    "a dict": ("acme.Client().send({'app_secret': 'abc123'})", "abc123"),
    "a token": ("acme.Client().send(auth_token='abc123')", "abc123"),
    "bytes": ("acme.Client(secret=b'abc123').send()", "abc123"),
    "a URL with a user": ("acme.Client('https://bob:hunter2@h.cn/').send()", "hunter2"),
    "a query": ("acme.Client('https://h.cn/?a=1&password=hunter2&b=2').send()", "hunter2"),
    "an access key id": ("acme.Client('LTAI4FabcdefGHIJKLmnop').send()", "LTAI4Fabcdef"),
    "an account sid": ("acme.Client('AC0123456789abcdef0123456789abcdef').send()", "0123456789abcdef"),
    "a long secret": ("acme.Client('dGhpcyBpcyBub3QgYSByZWFsIHNlY3JldA0').send()", "dGhpcyBpcyBub3Q"),
    "a comment": ("acme.Client().send()  # password: 'hunter2'", "hunter2"),
    "a number": ("acme.Client().send('13812345678')", "13812345678"),
    "a number that is no text": ("acme.Client().send(13812345678)", "13812345678"),
    "a number with a prefix": ("acme.Client().send('+8613812345678')", "13812345678"),
    "a number with blanks": ("acme.Client().send('+86 138 1234 5678')", "138 1234"),
    "a number with dashes": ("acme.Client().send('138-1234-5678')", "1234-56"),
    "a number abroad": ("acme.Client().send(to='+447700900123')", "447700900"),
    "two numbers": ("acme.Client().send('13812345678,13912345679')", "13912345679"),
}


@pytest.mark.parametrize(("line", "secret"), SECRETS.values(), ids=SECRETS)
def test_secrets_and_subscribers_numbers_are_masked_in_the_line(line: str, secret: str) -> None:
    (detection,) = found(f"import acme\n{line}\n", SEND)
    assert secret not in detection.text
    assert "acme.Client(" in detection.text


@pytest.mark.parametrize(
    "kept",
    [
        "10690333012345",
        "106575123456",
        "95588",
        "96110",
        "10086",
        "12306",
        "B2-20190001",
        "SMS_154950909",
        "13:45:00",
    ],
)
def test_service_and_licence_numbers_are_evidence_and_stay(kept: str) -> None:
    (detection,) = found(f"import acme\nacme.Client().send('{kept}')\n", SEND)
    assert kept in detection.text


def test_values_of_arguments_are_masked_except_for_the_address() -> None:
    known = call("acme.Client.send", arguments={"phones": "to", "host": "host", "content": "text"})
    source = (
        "import acme\nacme.Client().send(to='13812345678', host='10.1.2.3', text='call 13812345678 now')\n"
    )
    (detection,) = found(source, known)
    assert detection.values["host"] == ("10.1.2.3",)
    assert "13812345678" not in repr(dict(detection.values))


def test_a_line_has_no_more_than_a_bounded_length_and_no_line_ends() -> None:
    (detection,) = found("import acme\nacme.Client().send(" + "a, " * 500 + ")\n", SEND)
    assert len(detection.text) <= 240
    (other,) = found("x = 'AT+CMGS'\t \t, 1\n", pattern(TextTarget("CMGS"), Role.CONFIG))
    assert other.text == "x = 'AT+CMGS' , 1"


def test_detections_come_in_order_of_place() -> None:
    known = (
        SEND,
        pattern(CallTarget(("acme.Client",)), Role.CLIENT, "acme.client"),
        pattern(TextTarget("^key"), Role.CONFIG, "acme.key"),
    )
    source = "import acme\nacme.Client('key2').send('key3')\nacme.Client('key1').send()\n"
    places = [(d.location.place, d.pattern) for d in found(source, *known)]
    assert places == sorted(places)
    assert len(places) == 7
