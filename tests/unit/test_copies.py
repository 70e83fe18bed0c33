"""Code of an SDK inside a tree: a copy, unless the tree publishes it under its own name."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsaudit.model.context import Context
from tests.support.audits import audited

_SDK = {
    "smpplib/__init__.py": "",
    "smpplib/client.py": """
class Client:
    sequence = 0

    def __init__(self, host, port):
        self.host, self.port = host, port

    def send_message(self, **fields):
        return fields
""",
}
_APPLICATION = {
    "send.py": """
import smpplib.client

client = smpplib.client.Client("10.4.2.9", 2775)
client.send_message(destination_addr="13800000000")
""",
}


@pytest.mark.parametrize(
    ("manifest", "text", "context"),
    [
        ("setup.py", "from setuptools import setup\nsetup(name='smpplib')\n", Context.PRODUCTION),
        ("setup.py", "import setuptools\nsetuptools.setup(name='SMPPlib')\n", Context.PRODUCTION),
        ("setup.py", "from setuptools import setup\nsetup(name=about['title'])\n", Context.PRODUCTION),
        ("pyproject.toml", "[project]\nname = 'smpplib'\n", Context.PRODUCTION),
        ("pyproject.toml", "[project]\nname = 'python-smpplib'\n", Context.PRODUCTION),
        ("pyproject.toml", "[project]\nname = 'smpplibrary-tools'\n", Context.VENDORED),
        ("pyproject.toml", "[project]\nname = 'smpplib2'\n", Context.VENDORED),
        ("pyproject.toml", "[tool.poetry]\nname = 'smpplib'\n", Context.PRODUCTION),
        ("setup.cfg", "[metadata]\nname = smpplib\n", Context.PRODUCTION),
        ("setup.py", "from setuptools import setup\nsetup(name='shop')\n", Context.VENDORED),
        ("smpplib/setup.py", "from setuptools import setup\nsetup(name='smpplib')\n", Context.VENDORED),
        ("requirements.txt", "smpplib\n", Context.VENDORED),
    ],
)
def test_what_the_tree_publishes_itself_is_no_copy(
    manifest: str, text: str, context: Context, tmp_path: Path
) -> None:
    found = audited(tmp_path, {**_SDK, **_APPLICATION, manifest: text}).detections
    inside = {(d.location.place.line, d.context) for d in found if d.location.path == "smpplib/client.py"}
    assert inside == {(2, context), (8, context)}, (
        "the class of which an object is made, and the method called"
    )


_DEEP_SDK = {
    "lib3/twilio/__init__.py": "",
    "lib3/twilio/rest/__init__.py": """
class Client:
    def __init__(self, username, password):
        self.auth = (username, password)

    @property
    def messages(self):
        from twilio.rest.message import MessageList
        return MessageList(self)
""",
    "lib3/twilio/rest/message.py": """
class MessageList:
    def __init__(self, client):
        self.client = client

    def create(self, to, from_, body):
        return "https://api.twilio.com/2010-04-01/Messages.json"
""",
    "notify.py": """
from twilio.rest import Client


class Notifier:
    @property
    def client(self):
        return Client("AC1", "secret")

    def tell(self, phone, text):
        self.client.messages.create(to=phone, from_="+15550100", body=text)
""",
}


def test_a_copy_that_calls_its_methods_otherwise_is_called_as_its_users_know_them(tmp_path: Path) -> None:
    found = audited(tmp_path, _DEEP_SDK).detections
    assert [(d.location.path, d.location.place.line) for d in found if d.role == "send"] == [
        ("notify.py", 11)
    ]
    inside = [d for d in found if d.location.path.startswith("lib3/")]
    assert inside
    assert {d.context for d in inside} == {Context.VENDORED}


_MODULE = """
import serial


class SIM800L:
    def __init__(self, port):
        self.line = serial.Serial(port)

    def send_sms(self, phone, text):
        self.line.write(b'AT+CMGS="' + phone + b'"')
        self.line.write(text)
"""
_ALARM = """
from sim800l import SIM800L

board = SIM800L("/dev/serial0")
board.send_sms("13800000000", "Door open")
"""


@pytest.mark.parametrize(
    ("files", "sends"),
    [
        ({"alarm.py": _ALARM, "sim800l.py": _MODULE}, [("at-commands", "sim800l.py")]),
        ({"alarm.py": _ALARM}, [("sim-boards", "alarm.py")]),
    ],
)
def test_a_module_that_drives_a_modem_itself_is_no_copy_of_the_library_of_its_name(
    files: dict[str, str], sends: list[tuple[str, str]], tmp_path: Path
) -> None:
    told = audited(tmp_path, files)
    assert {
        (each.signature, each.location.path)
        for each in told.detections
        if each.role == "send" and each.context is Context.PRODUCTION
    } == set(sends)


_FRAMEWORK = {
    "two_factor/__init__.py": "",
    "two_factor/gateways/__init__.py": """
from two_factor.gateways.texts import Texts


def send_sms(device, token):
    Texts().send(device.number, token)
""",
    "two_factor/gateways/texts.py": """
from twilio.rest import Client


class Texts:
    def send(self, phone, token):
        Client("a", "b").messages.create(to=phone, body=token)
""",
    "two_factor/models.py": """
from two_factor.gateways import send_sms


class Device:
    def challenge(self, token):
        send_sms(self, token)
""",
}


@pytest.mark.parametrize(
    ("name", "channels"),
    [
        ("django-two-factor-auth", {"twilio"}),
        ("two_factor", {"twilio"}),
        ("shop", {"twilio", "django-two-factor-auth"}),
    ],
)
def test_a_framework_in_its_own_project_is_no_channel(name: str, channels: set[str], tmp_path: Path) -> None:
    told = audited(tmp_path, {**_FRAMEWORK, "pyproject.toml": f"[project]\nname = '{name}'\n"})
    assert {each.signature for each in told.detections if each.role == "send"} == channels
