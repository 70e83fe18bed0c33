"""A request that names the action and the call that transmits it are one send, wherever the two stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsaudit.model.signature import Role
from tests.support.audits import audited

_HEAD = """
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest
from aliyunsdkdysmsapi.request.v20170525.SendSmsRequest import SendSmsRequest

client = AcsClient("key", "secret", "cn-hangzhou")
"""
_SAME_FUNCTION = """
def send(phone):
    request = CommonRequest(domain="dysmsapi.aliyuncs.com", version="2017-05-25")
    request.set_action_name("SendSms")
    request.add_query_param("PhoneNumbers", phone)
    return client.do_action_with_exception(request)
"""
_CALLED = """
def transmit(request):
    return client.do_action(request)


def send(phone):
    request = SendSmsRequest()
    request.set_PhoneNumbers(phone)
    return transmit(request)
"""
_ONE_CLASS = """
class Sender:
    def __init__(self):
        self.request = SendSmsRequest()

    def send(self, phone):
        self.request.set_PhoneNumbers(phone)
        return client.do_action(self.request)
"""
_MODULE = """
request = SendSmsRequest()


def send(phone):
    request.set_PhoneNumbers(phone)
    return client.do_action(request)
"""
_NEVER_SEEN_SENT = """
def prepared(phone):
    request = CommonRequest(domain="dysmsapi.aliyuncs.com", version="2017-05-25")
    request.set_action_name("SendSms")
    request.add_query_param("PhoneNumbers", phone)
    return request
"""
_LEFT_BEHIND = """
def prepared(phone):
    request = CommonRequest(domain="dysmsapi.aliyuncs.com", version="2017-05-25")
    request.set_action_name("SendSms")
    request.add_query_param("PhoneNumbers", phone)
"""
_ANOTHER_SEND = _SAME_FUNCTION + _NEVER_SEEN_SENT


@pytest.mark.parametrize(
    ("source", "sends"),
    [
        pytest.param(_SAME_FUNCTION, ["alibaba.core-send"], id="in the same function"),
        pytest.param(_CALLED, ["alibaba.core-send"], id="in a function that it calls"),
        pytest.param(_ONE_CLASS, ["alibaba.core-send"], id="in two methods of a class"),
        pytest.param(_MODULE, ["alibaba.core-send"], id="made by the module for its functions"),
        pytest.param(_NEVER_SEEN_SENT, ["alibaba.action"], id="handed to something that is not seen"),
        pytest.param(_LEFT_BEHIND, [], id="left behind"),
        pytest.param(_ANOTHER_SEND, ["alibaba.core-send", "alibaba.action"], id="beside another send"),
    ],
)
def test_one_message_is_one_send(source: str, sends: list[str], tmp_path: Path) -> None:
    found = audited(tmp_path, {"texts.py": _HEAD + source}).detections
    assert [each.pattern for each in found if each.role is Role.SEND] == sends


def test_what_prepares_stays_as_evidence_where_it_stands(tmp_path: Path) -> None:
    found = audited(tmp_path, {"texts.py": _HEAD + _SAME_FUNCTION}).detections
    (prepared,) = [each for each in found if each.pattern == "alibaba.action"]
    assert prepared.role is Role.CLIENT


def test_a_command_and_its_write_on_one_line_are_one_send(tmp_path: Path) -> None:
    source = (
        "import serial\n\n\ndef send(phone):\n    line = serial.Serial('/dev/ttyUSB0')\n"
        "    line.write(b'AT+CMGS=\"' + phone + b'\"')\n"
    )
    found = audited(tmp_path, {"modem.py": source}).detections
    assert [each.pattern for each in found if each.role is Role.SEND] == ["at-commands.write"]


def test_where_only_words_show_a_send_the_firmest_is_kept(tmp_path: Path) -> None:
    source = "const { SerialPort } = require('serialport');\nport.write('AT+CMGS=\"' + phone + '\"');\n"
    found = audited(tmp_path, {"modem.js": source}).detections
    assert [each.pattern for each in found if each.role is Role.SEND] == ["at-commands.serial"]


@pytest.mark.parametrize(
    "answer",
    [
        "        return '+CMGS' in self.line.read(64).decode()\n",
        "    def wait(self):\n        return '+CMGS' in self.line.read(64).decode()\n",
    ],
)
def test_a_wait_for_the_answer_is_no_second_send(answer: str, tmp_path: Path) -> None:
    source = (
        "import serial\n\n\nclass Modem:\n    def __init__(self):\n        self.line = serial.Serial('/dev/ttyUSB0')\n\n"
        "    def ask(self, command):\n        self.line.write(f'{command}\\r'.encode())\n\n"
        f"    def send(self, phone, text):\n        self.ask(f'AT+CMGS=\"{{phone}}\"')\n        self.ask(text + chr(26))\n{answer}"
    )
    found = audited(tmp_path, {"modem.py": source}).detections
    assert [each.pattern for each in found if each.role is Role.SEND] == ["at-commands.cmgs"]


def test_every_command_that_is_given_to_a_modem_is_a_send(tmp_path: Path) -> None:
    source = (
        "import serial\n\n\nclass Line(serial.Serial):\n"
        "    def typed(self, phone):\n        self.tell('AT+CMGS=\"{}\"'.format(phone))\n\n"
        "    def stored(self, phone):\n        self.tell('AT+CMSS=3,\"{}\"'.format(phone))\n"
    )
    found = audited(tmp_path, {"modem.py": source}).detections
    assert [each.location.line for each in found if each.role is Role.SEND] == [6, 9]


_CHAT = "client.messages.create(to='whatsapp:+1', from_='whatsapp:+2', body='x')\n"
_TEXT = "client.messages.create(to='+1', from_='+2', body='x')\n"


@pytest.mark.parametrize(
    ("use", "role"), [(_CHAT, Role.MANAGEMENT), (_TEXT, Role.CLIENT), (_CHAT + _TEXT, Role.CLIENT)]
)
def test_the_client_of_several_products_is_one_of_texts_where_a_text_is_sent(
    tmp_path: Path, use: str, role: Role
) -> None:
    head = "from twilio.rest import Client\n\nclient = Client('a', 'b')\n"
    result = audited(tmp_path, {"app.py": head + use})
    assert [d.role for d in result.detections if d.pattern == "twilio.client"] == [role]


@pytest.mark.parametrize(
    ("sender", "role"),
    [
        ("from twilio.rest import Client\n\nclient = Client('a', 'b')\n", Role.MANAGEMENT),
        ("from chat import client\n", Role.CLIENT),
    ],
)
def test_a_client_that_no_other_file_can_have_is_one_of_texts_only_where_it_stands(
    tmp_path: Path, sender: str, role: Role
) -> None:
    chat = "from twilio.rest import Client\n\nclient = Client('a', 'b')\n" + _CHAT
    result = audited(tmp_path, {"chat.py": chat, "sms.py": sender + _TEXT})
    assert next(d.role for d in result.detections if d.pattern == "twilio.client") is role


_MODEM = """
import serial

line = serial.Serial("/dev/ttyUSB0")


def command(text):
    line.write((text + "\\r").encode())
"""
_COMMANDS = 'SEND = \'AT+CMGS="{}"\'\nMODE = "AT+CMGF=1"\n'
_TABLE = 'AT = {\n    "mode": "AT+CMGF=1",\n    "send": \'AT+CMGS="{number}"\',\n}\n'


@pytest.mark.parametrize(
    ("files", "sends"),
    [
        pytest.param(
            {"modem.py": _MODEM + "def text(to):\n    command('AT+CMGS=\"' + to + '\"')\n"},
            ["modem.py:10"],
            id="spelled out by the caller",
        ),
        pytest.param(
            {
                "atcmds.py": _COMMANDS,
                "modem.py": "import atcmds"
                + _MODEM
                + "def text(to):\n    command(atcmds.MODE)\n    command(atcmds.SEND.format(to))\n",
            },
            ["modem.py:11"],
            id="a constant of another module",
        ),
        pytest.param(
            {
                "config.py": _TABLE,
                "modem.py": "from config import AT"
                + _MODEM
                + "def text(to):\n    command(AT['mode'])\n    command(AT['send'].format(number=to))\n",
            },
            ["modem.py:11"],
            id="a table of another module",
        ),
        pytest.param(
            {
                "modem.py": _COMMANDS
                + _MODEM
                + "def text(to):\n    made = SEND.format(to)\n    command(MODE)\n    command(made)\n",
            },
            ["modem.py:14"],
            id="filled in first",
        ),
        pytest.param({"config.py": _TABLE}, ["config.py:3"], id="used by nobody"),
        pytest.param({"modem.py": _MODEM + "line.write(b'AT+CMGS=1\\r')\n"}, ["modem.py:9"], id="a script"),
    ],
)
def test_a_command_that_is_kept_is_sent_where_it_is_handed_on(
    tmp_path: Path, files: dict[str, str], sends: list[str]
) -> None:
    found = audited(tmp_path, files).detections
    places = {f"{each.location.path}:{each.location.line}" for each in found if each.role is Role.SEND}
    assert sorted(places) == sends


_BUS = "import dbus\nbus = dbus.SystemBus()\n"
_MESSAGES = (
    f"{_BUS}messages = dbus.Interface(bus.get_object('org.ofono', '/a'), 'org.ofono.MessageManager')\n"
)
_MANAGED = f"{_BUS}messages = dbus.Interface(bus.get_object('a', '/a'), 'org.freedesktop.ModemManager1.Modem.Messaging')\n"


@pytest.mark.parametrize(
    ("source", "roles"),
    [
        (
            "import gammu\nm = gammu.StateMachine()\nm.Init()\nprint(m.GetNextSMS(Start=True, Folder=0))\n",
            ["management"],
        ),
        (
            "import gammu\nm = gammu.StateMachine()\nm.Init()\nm.SendSMS({'Text': 'a', 'Number': '1'})\n",
            ["client", "send"],
        ),
        (_MESSAGES + "messages.connect_to_signal('IncomingMessage', print)\n", ["management"]),
        (_MESSAGES + "messages.SendMessage('0100', 'a')\n", ["client", "send"]),
        (_MANAGED + "print(messages.List())\n", ["management"]),
    ],
)
def test_a_modem_that_only_receives_sends_nothing(tmp_path: Path, source: str, roles: list[str]) -> None:
    found = audited(tmp_path, {"modem.py": source}).detections
    told = {"gammu.client", "gammu.send", "ofono.interface", "ofono.send", "modemmanager.interface"}
    assert [str(each.role) for each in found if each.pattern in told] == roles


_PACKET = """
import hashlib, struct, time


def connect(seq, sp, key):
    stamp = time.strftime("%m%d%H%M%S")
    digest = hashlib.md5(sp + b"\\0" * 9 + key + stamp.encode()).digest()
    return struct.pack("!III6s16sBI", 39, 1, seq, sp, digest, 0x20, int(stamp))


def submit(seq, to, text):
    return struct.pack("!III", 12, 4, seq) + to + text
"""
_LINK = """
import socket
from wire import packet


class Link:
    def __init__(self, host):
        self.line = socket.create_connection((host, 7890))

    def text(self, to, text):
        self.line.sendall(packet.submit(1, to, text))
"""


def test_a_link_in_another_file_than_its_packets_is_read_with_them(tmp_path: Path) -> None:
    found = audited(tmp_path, {"wire/packet.py": _PACKET, "app/link.py": _LINK}).detections
    assert [(each.location.path, each.location.line) for each in found if each.role is Role.SEND] == [
        ("app/link.py", 11)
    ]


def test_a_link_that_imports_its_packets_from_their_package_is_read_with_them(tmp_path: Path) -> None:
    files = {
        "wire/__init__.py": "from .packet import *\n",
        "wire/packet.py": _PACKET,
        "app/link.py": _LINK.replace("from wire import packet", "from wire import submit").replace(
            "packet.", ""
        ),
    }
    found = audited(tmp_path, files).detections
    assert [(each.location.path, each.location.line) for each in found if each.role is Role.SEND] == [
        ("app/link.py", 11)
    ]
