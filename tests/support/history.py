"""A small project over a dozen commits: its sender comes, hides, changes, moves and goes."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

URLS = """\
from django.urls import path

from app import views

urlpatterns = [path("codes/", views.code)]
"""

VIEWS = """\
from app.notify import send_code


def code(request):
    send_code(request.POST["phone"], "1234")
"""

TENCENT = """\
import os

from tencentcloud.common import credential
from tencentcloud.sms.v20210111 import models, sms_client


class Backend:
    def __init__(self):
        cred = credential.Credential(os.environ["ID"], os.environ["KEY"])
        self.client = sms_client.SmsClient(cred, "ap-guangzhou")

    def send(self, phone, code):
        request = models.SendSmsRequest()
        request.PhoneNumberSet = [phone]
        request.TemplateParamSet = [code]
        self.client.SendSms(request)
"""

DIRECT = f"""{TENCENT}

def send_code(phone, code):
    Backend().send(phone, code)
"""

WRAPPED = """\
from app.texts.tencent import Backend


def send_code(phone, code):
    Backend().send(phone, code)
"""

LINKED = """\
from app.texts.cmpp import Backend


def send_code(phone, code):
    Backend().send(phone, code)
"""

CHOSEN = """\
import importlib

from django.conf import settings


def send_code(phone, code):
    module = importlib.import_module(f"app.texts.{settings.SMS_BACKEND}")
    module.Backend().send(phone, code)
"""

SETTINGS = """\
ROOT_URLCONF = "app.urls"

SMS_BACKEND = "tencent"
"""

CMPP = """\
import hashlib
import os
import socket
import struct
import time

CMPP_CONNECT = 0x00000001
CMPP_SUBMIT = 0x00000004


class Backend:
    def __init__(self):
        self.socket = socket.create_connection((os.environ["CMPP_HOST"], 7890))
        now = time.strftime("%m%d%H%M%S")
        source_addr = os.environ["CMPP_SP_ID"].encode()
        joined = source_addr + bytes(9) + os.environ["CMPP_SECRET"].encode() + now.encode()
        authenticator_source = hashlib.md5(joined).digest()
        self._write(CMPP_CONNECT, struct.pack("!6s16sBI", source_addr, authenticator_source, 0x20, int(now)))

    def send(self, phone, code):
        msg_content = code.encode("utf-16-be")
        registered_delivery, msg_fmt, service_id = 0, 8, b"CODE"
        head = struct.pack("!8xBBB10s", 1, 1, registered_delivery, service_id)
        dest_terminal_id = phone.encode().ljust(21, b"\\0")
        body = head + bytes([msg_fmt]) + dest_terminal_id + bytes([len(msg_content)]) + msg_content
        self._write(CMPP_SUBMIT, body)

    def _write(self, command, body):
        self.socket.sendall(struct.pack("!III", 12 + len(body), command, 1) + body)
"""

TWILIO = """\
from twilio.rest import Client

client = Client()


def send_code(phone, code):
    client.messages.create(to=phone, from_="+15005550006", body=code)
"""

OUTSIDE = """\
import corp_sms


def send_code(phone, code):
    corp_sms.send(phone, code)
"""

QUIET = """\
def send_code(phone, code):
    print(code)
"""

GONE = None

_MARKS: Mapping[str, str] = {
    "CMPP_CONNECT = 0x00000001": "cmpp.commands",
    "self.socket = socket.create_connection": "cmpp.link",
    "now = time.strftime(": "cmpp.frame",
    "authenticator_source = ": "cmpp.authenticator",
    "self._write(CMPP_CONNECT,": "cmpp.login-packet",
    "self._write(CMPP_SUBMIT, body)": "cmpp.submit",
    "Backend().send(": "cmpp.link-client",
}


def suppressed(content: str, note: str = "bench only") -> str:
    """A file of the CMPP client with a comment on everything that makes it one."""
    lines = []
    for line in content.splitlines():
        pattern = next((pattern for start, pattern in _MARKS.items() if line.strip().startswith(start)), "")
        lines.append(f"{line}  # smsaudit: ignore[{pattern}] {note}" if pattern else line)
    return "\n".join(lines) + "\n"


_NOTE = "contract 7 until=2030-12-31 owner=@telecom"
ACCEPTED = suppressed(CMPP, _NOTE)
ACCEPTED_LINK = suppressed(LINKED, _NOTE)

START: Mapping[str, str | None] = {
    "app/__init__.py": "",
    "app/settings.py": 'ROOT_URLCONF = "app.urls"\n',
    "app/urls.py": URLS,
    "app/views.py": VIEWS,
    "app/notify.py": QUIET,
}

COMMITS: Mapping[str, Mapping[str, str | None]] = {
    "start": START,
    "provider": {"app/notify.py": DIRECT},
    "wrapper": {"app/notify.py": WRAPPED, "app/texts/__init__.py": "", "app/texts/tencent.py": TENCENT},
    "flag": {"app/notify.py": CHOSEN, "app/settings.py": SETTINGS, "app/texts/cmpp.py": CMPP},
    "default": {"app/settings.py": SETTINGS.replace('"tencent"', '"cmpp"')},
    "link": {"app/notify.py": LINKED},
    "suppressed": {"app/texts/cmpp.py": ACCEPTED, "app/notify.py": ACCEPTED_LINK},
    "renamed": {
        "app/notify.py": ACCEPTED_LINK.replace("app.texts", "app.channels"),
        "app/texts/__init__.py": GONE,
        "app/texts/tencent.py": GONE,
        "app/texts/cmpp.py": GONE,
        "app/channels/__init__.py": "",
        "app/channels/tencent.py": TENCENT,
        "app/channels/cmpp.py": ACCEPTED,
    },
    "removed": {
        "app/notify.py": WRAPPED.replace("app.texts", "app.channels"),
        "app/channels/cmpp.py": GONE,
    },
    "outside": {
        "app/notify.py": OUTSIDE,
        "app/channels/__init__.py": GONE,
        "app/channels/tencent.py": GONE,
    },
    "second": {"app/notify.py": TWILIO},
    "docs": {"README.md": "# Shop\n\nSends codes through Twilio.\n"},
    "silent": {"app/notify.py": QUIET},
}
"""Commit -> files that it writes, or takes away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a commit does, in the words of every report on it."""

    name: str
    direction: str = "same"
    before: str
    after: str
    place: str = ""
    """The line that changes the verdict."""
    fails: bool = False
    is_quiet: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def labels(self) -> tuple[str, str]:
        """The scenarios before and after."""
        return self.before.partition(" ")[0], self.after.partition(" ")[0]

    @property
    def headline(self) -> str:
        """How reports begin where the verdict changed."""
        said = {"worse": "Worse", "better": "Better", "unclear": "No longer clear"}
        label, leaf = self.before.split()
        return f"{said[self.direction]}: {label} ({leaf}) → "


def _step(name: str, direction: str, before: str, after: str, place: str, *, fails: bool = False) -> Step:
    return Step(name=name, direction=direction, before=before, after=after, place=place, fails=fails)


def _same(name: str, verdict: str, *, is_quiet: bool = False) -> Step:
    return Step(name=name, before=verdict, after=verdict, is_quiet=is_quiet)


STEPS = (
    _step("provider", "worse", "none N0", "B B2", "app/notify.py:16", fails=True),
    _same("wrapper", "B B2", is_quiet=True),
    _step("flag", "worse", "B B2", "C U1", "app/texts/cmpp.py:26", fails=True),
    _same("default", "C U1"),
    _same("link", "C U1"),
    _same("suppressed", "C U1"),
    _same("renamed", "C U1", is_quiet=True),
    _step("removed", "better", "C U1", "B B2", "app/channels/cmpp.py:26"),
    _step("outside", "unclear", "B B2", "undetermined G1", "app/notify.py:5"),
    _step("second", "worse", "undetermined G1", "B V3", "app/notify.py:7", fails=True),
    _same("docs", "B V3", is_quiet=True),
    _step("silent", "better", "B V3", "none N0", "app/notify.py:7"),
)
"""Every commit after the first."""


def git(root: Path, *arguments: str) -> str:
    """Runs git untouched by the settings of whoever runs the tests."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    done = subprocess.run(
        [
            *("git", "-C", str(root), "-c", "user.name=T", "-c", "user.email=t@example.org"),
            *("-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", *arguments),
        ],
        check=True,
        capture_output=True,
        env=kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    )
    return os.fsdecode(done.stdout).strip()


def write(root: Path, files: Mapping[str, str | None]) -> None:
    """Write files, or take them away."""
    for name, content in files.items():
        path = root / name
        if content is GONE:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")


def made(root: Path, until: str = "silent") -> Path:
    """A repository with the history up to a commit, every commit tagged with its name."""
    shutil.copytree(_first(until).name, root, dirs_exist_ok=True)
    git(root, "update-index", "-q", "--refresh")  # git knows files by more than their content
    return root


@functools.cache
def _first(until: str) -> tempfile.TemporaryDirectory[str]:
    """The same, made once, and there as long as this process is."""
    folder = tempfile.TemporaryDirectory(prefix="smsaudit-history-")
    atexit.register(folder.cleanup)
    root = Path(folder.name)
    git(root, "init", "-q")
    for name, files in COMMITS.items():
        write(root, files)
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", name)
        git(root, "tag", name)
        if name == until:
            break
    return folder
