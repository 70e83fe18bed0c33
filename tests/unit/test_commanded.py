"""What a function gives a modem on the word of its callers is sent where a caller says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsaudit.model.signature import Role
from tests.support.audits import audited

_COMMANDS = """
class At:
    MODE = "+CMGF"
    SEND_SMS = "+CMGS"
"""
_MODEM = """
import serial

from commands import At


class Modem:
    def __init__(self, port="/dev/ttyUSB0"):
        self.line = serial.Serial(port, 115200)

    def order(self, name, value=None):
        full = f"AT{name}" if value is None else f"AT{name}={value}"
        self.line.write(full.encode())
        return self.line.readline()

    def checked(self, name, value):
        if b"OK" not in self.order(name, value):
            raise OSError(name)
"""
_ONE_AWAY = """
    def send(self, number, text):
        self.order(At.MODE, 1)
        self.order(At.SEND_SMS, f'"{number}"')  # here
        self.line.write(text.encode())
"""
_TWO_AWAY = """
    def send(self, number, text):
        self.checked(At.MODE, 1)
        self.checked(At.SEND_SMS, f'"{number}"')  # here
        self.line.write(text.encode())
"""
_OF_ITS_OWN = """
    def send(self, number, text):
        self.order(At.MODE, 1)
        self.line.write(b"AT" + At.SEND_SMS.encode() + b"=" + number)  # here
"""
_READS = """
    def mode(self):
        return self.order(At.MODE)
"""


@pytest.mark.parametrize("method", [_ONE_AWAY, _TWO_AWAY, _OF_ITS_OWN])
def test_a_command_is_sent_where_it_is_named(tmp_path: Path, method: str) -> None:
    lines = (_MODEM + method).splitlines()
    here = next(number for number, line in enumerate(lines, start=1) if line.endswith("# here"))
    assert _sends(tmp_path, method) == {("modem.py", here)}


def test_a_function_that_nobody_tells_to_send_sends_nothing(tmp_path: Path) -> None:
    assert _sends(tmp_path, _READS) == set()


def _sends(root: Path, method: str) -> set[tuple[str, int]]:
    found = audited(root, {"commands.py": _COMMANDS, "modem.py": _MODEM + method}).detections
    return {(each.location.path, each.location.line) for each in found if each.role is Role.SEND}


def test_what_an_object_keeps_is_said_by_the_method_that_puts_it_there(tmp_path: Path) -> None:
    modem = """
import serial

line = serial.Serial("/dev/ttyUSB0")


class Modem:
    def once(self, command):
        self.text = str(command) + "\\r"
        line.write(self.text.encode())

    def order(self, command):
        self.once(command)

    def band(self, name):
        self.text = "AT+QCFG=" + name
        self.order(self.text)

    def send(self, number):
        self.text = "AT+CMGS="
        self.text += number
        self.order(self.text)
"""
    found = audited(tmp_path, {"modem.py": modem}).detections
    begin = modem.splitlines().index("    def send(self, number):")
    lines = [each.location.line for each in found if each.role is Role.SEND]
    assert lines
    assert all(line > begin for line in lines)
