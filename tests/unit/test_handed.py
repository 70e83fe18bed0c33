"""A method that is handed to a function which runs it sends where it is named, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsaudit.model.signature import Role
from tests.support.audits import audited

_HEAD = """
from twilio.rest import Client

from running import *

client = Client("sid", "token")
"""
_FUNCTION = """
def retry(func, *args, **kwargs):
    for _ in range(3):
        try:
            return func(*args, **kwargs)
        except OSError:
            pass
"""
_METHOD = """
class Runner:
    def log_time(self, name, fn, **kwargs):
        return fn(**kwargs)


runner = Runner()
"""
_DECORATOR = """
def with_retry(fn):
    def inner(*args, **kwargs):
        return fn(*args, **kwargs)

    return inner
"""
_HANDED = """
def tell(number):
    retry(client.messages.create, to=number, from_="1", body="x")  # here


def call(number):
    retry(client.calls.create, to=number, from_="1", url="x")
"""
_TIMED = """
def tell(number):
    runner.log_time("sms", client.messages.create, to=number, from_="1", body="x")  # here
"""
_BY_KEYWORD = """
def tell(number):
    retry(func=client.messages.create, to=number, from_="1", body="x")  # here
"""
_WRAPPED = """
def tell(number):
    with_retry(client.messages.create)(to=number, from_="1", body="x")  # here
"""
_KEPT = """
def tell(number):
    remember(client.messages.create, number)


def remember(what, number):
    HANDLERS[number] = what
"""


@pytest.mark.parametrize("running", ["here", "there"])
@pytest.mark.parametrize(
    ("runner", "source"),
    [
        pytest.param(_FUNCTION, _HANDED, id="to a function"),
        pytest.param(_METHOD, _TIMED, id="to a method"),
        pytest.param(_FUNCTION, _BY_KEYWORD, id="by keyword"),
        pytest.param(_DECORATOR, _WRAPPED, id="to one that makes a function of it"),
        pytest.param(_FUNCTION, _KEPT, id="to be kept"),
    ],
)
def test_it_sends_where_it_is_named(tmp_path: Path, running: str, runner: str, source: str) -> None:
    text = _HEAD + (runner + source if running == "here" else source)
    files = {"texts.py": text, "running.py": runner if running == "there" else ""}
    marked = [number for number, line in enumerate(text.splitlines(), start=1) if line.endswith("# here")]
    sends = [each.location for each in audited(tmp_path, files).detections if each.role is Role.SEND]
    assert [(place.path, place.line) for place in sends] == [("texts.py", line) for line in marked]
