"""What must hold for whole audits: the same bytes whatever the circumstances, and nothing private in them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from smsaudit.model.result import AuditResult
from smsaudit.model.words import Language
from smsaudit.report import FORMATS, json_v1
from smsaudit.report.view import View
from tests.properties.trees import BESIDE, CALLERS, SENDERS, UNRELATED
from tests.support.audits import AS_OF, audited, planted


def reports(result: AuditResult) -> str:
    """Every report in both languages."""
    made = [render(result, View(language=language)) for render in FORMATS.values() for language in Language]
    return "\n".join(each if isinstance(each, str) else unpacked(each) for each in made)


def unpacked(book: bytes) -> str:
    """All parts of a workbook."""
    with zipfile.ZipFile(BytesIO(book)) as files:
        return "\n".join(files.read(name).decode() for name in files.namelist())


def everything() -> dict[str, str]:
    files = {
        f"shop/m{n}.py": each.format(alias=f"a{n}", n=f"s{n}") for n, each in enumerate(SENDERS.values())
    }
    for n, each in enumerate(CALLERS.values()):
        files[f"shop/web{n}.py"] = each.format(alias=f"b{n}", n=f"s{n}", module=f"shop.m{n}")
    return {**files, **BESIDE, **UNRELATED}


def test_the_order_of_writing_and_the_number_of_processes_change_nothing(tmp_path: Path) -> None:
    files = everything()
    backwards = dict(reversed(files.items()))
    first = audited(tmp_path / "a" / "tree", files)
    second = audited(tmp_path / "b" / "tree", backwards, jobs=2)
    assert first == second
    assert json_v1.render(first, Language.EN) == json_v1.render(second, Language.EN)
    assert len(first.flows) > 5


def test_the_seed_of_hashes_changes_nothing(tmp_path: Path) -> None:
    root = planted(tmp_path / "tree", everything())
    command = [
        sys.executable,
        "-m",
        "smsaudit",
        "scan",
        "-f",
        "json",
        "--as-of",
        AS_OF.isoformat(),
        "-q",
        str(root),
    ]
    answers = [
        subprocess.run(
            command,
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "SMSAUDIT_CACHE": ""},
        ).stdout
        for seed in ("0", "77")
    ]
    assert answers[0] == answers[1]
    assert json.loads(answers[0])["verdict"]["label"] == "C"


def test_a_tree_within_a_tree_says_the_same_of_itself(tmp_path: Path) -> None:
    files = everything()
    inner = audited(tmp_path / "a" / "tree", files)
    outer = audited(
        tmp_path / "b" / "tree", {f"services/one/{name}": content for name, content in files.items()}
    )
    assert [(j.channel.id, j.leaf.id) for j in inner.whole.judgements] == [
        (j.channel.id, j.leaf.id) for j in outer.whole.judgements
    ]
    assert {(d.location.path, d.pattern) for d in inner.detections} == {
        (d.location.path.removeprefix("services/one/"), d.pattern) for d in outer.detections
    }


SEND = "from twilio.rest import Client\n"
TO = "Client('A', 'B').messages.create(to='1')\n"
LINK = "import smpplib.client\n"

PLANTED: dict[str, tuple[str, str]] = {
    "a keyword": ("app.py", SEND + "Client('AC1', password='{s}').messages.create(to='{p}')\n"),
    "an argument by position": ("app.py", SEND + "Client('AC1', '{s}').messages.create(to='{p}')\n"),
    "a name": ("app.py", SEND + "TOKEN = '{s}'\nTO = '{p}'\nClient('AC1', TOKEN).messages.create(to=TO)\n"),
    "a line that sends": (
        "app.py",
        SEND + "c = Client('A', 'B'); token = '{s}'; c.messages.create(to='{p}')\n",
    ),
    "an address": (
        "app.py",
        "import requests\nrequests.post('https://u:{s}@yun.tim.qq.com/v5/tlssmssvr/sendsms?mobile={p}&key={s}')\n",
    ),
    "the login of a link": (
        "app.py",
        LINK
        + "c = smpplib.client.Client('10.1.2.3', 2775)\nc.bind_transceiver(system_id='me', password='{s}')\n"
        "c.send_message(destination_addr='{p}')\n",
    ),
    "an environment file": (".env", "TWILIO_AUTH_TOKEN={s}\nTWILIO_ACCOUNT_SID=AC1\nTWILIO_TO=+86{p}\n"),
    "YAML": (
        "application.yml",
        "sms:\n  blends:\n    first:\n      supplier: lianlu  # {p}\n      access-key-secret: {s}\n      to: '{p}'\n",
    ),
    "JSON": ("config.json", '{{"twilio": {{"auth_token": "{s}", "to": "{p}"}}}}\n'),
    "Kannel": (
        "kannel.conf",
        "group = smsc\nsmsc = smpp\nhost = 10.1.2.3\nsmsc-username = me\nsmsc-password = {s}\nmy-number = {p}\n",
    ),
    "a comment": ("app.py", SEND + "Client('A', 'B').messages.create(to='1')  # password='{s}' {p}\n"),
    "a broken file": (
        "app.py",
        SEND + "print 'x'\nClient('AC1', auth_token='{s}').messages.create(to='{p}'\n",
    ),
    "another language": (
        "App.java",
        'class App {{ String u = "https://me:{s}@sms.tencentcloudapi.com/?PhoneNumberSet=+86{p}&token={s}"; }}\n',
    ),
    "the host of a link": (
        "app.py",
        LINK + "smpplib.client.Client('u:{s}@10.1.2.3', 2775).send_message('{p}')\n",
    ),
    "a route": (
        "app.py",
        "from flask import Flask\n" + SEND + "app = Flask(__name__)\n@app.route('/hook?token={s}&to={p}')\n"
        "def hook():\n    " + TO,
    ),
    "small letters by position": (
        "app.py",
        SEND + "Client('AC1', '{l}').messages.create(to='1')  # Tel.{p}.\n",
    ),
    "a condition on one of several secrets": (
        "app.py",
        SEND + "def go(config):\n    if config.token in ('a', '{s}'):\n        " + TO,
    ),
    "a condition on a secret": (
        "app.py",
        SEND + "def go(config):\n    if config.token == '{s}':\n        " + TO,
    ),
    "a condition on a number": (
        "app.py",
        SEND + "def go(config):\n    if config.channel == '{p}':\n        " + TO,
    ),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The reports on a tree in which every kind of secret has a folder and a value of its own."""
    kinds = enumerate(PLANTED.values())
    files = {f"k{n}/{name}": spelled(content, n) for n, (name, content) in kinds}
    result = audited(tmp_path_factory.mktemp("planted") / "tree", files)
    assert {found.location.path for found in result.detections} == set(files)
    return reports(result)


def spelled(content: str, number: int) -> str:
    return content.format(s=secret(number), l=secret(number).lower(), p=phone(number))


def secret(number: int) -> str:
    return f"hunter2Xy9Zq4L{number:02}"


def phone(number: int) -> str:
    return f"139123456{number:02}"


@pytest.mark.parametrize("number", range(len(PLANTED)), ids=PLANTED)
def test_no_secret_and_no_subscribers_number_is_reported(told: str, number: int) -> None:
    assert secret(number).lower() not in told.lower()
    assert phone(number) not in told


def test_hostile_texts_end_in_reports_that_can_be_written(tmp_path: Path) -> None:
    files = {
        "app.py": (
            "from flask import Flask\nfrom twilio.rest import Client\napp = Flask(__name__)\n"
            "@app.route('/\\ud800\\x1b[31m\\u202e')\ndef hook():\n    Client('A', 'B').messages.create(to='\\ud800')\n"
        ),
        "a\x1b[31m\u202eb.py": "import smpplib.client\nsmpplib.client.Client('\\x1b]0;x\\x07.cn').send_message()\n",
    }
    pages = reports(audited(tmp_path, files))
    pages.encode()
    assert "\x1b" not in pages
    assert "\u202e" not in pages


def test_the_text_of_a_detection_is_the_line_that_it_stands_on(tmp_path: Path) -> None:
    files = {
        "a.py": "import os\n\x0c\n\nfrom twilio.rest import Client\nClient('A', 'B').messages.create(to='1')\n",
        "b.py": "import os\r\nfrom twilio.rest import Client\r\nx = '\u2028'\r\nClient('A', 'B').messages.create(to='1')\r\n",
    }
    result = audited(tmp_path, files)
    sends = {d.location.path: d.text for d in result.detections if d.pattern == "twilio.send"}
    assert {path: "messages.create" in line for path, line in sends.items()} == {"a.py": True, "b.py": True}
