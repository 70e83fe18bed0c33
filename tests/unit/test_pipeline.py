"""Whole audits of small trees: what a tree adds up to, and what an audit never does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from smsaudit.model.context import Context
from smsaudit.model.errors import SmsauditError
from smsaudit.model.gap import GapKind
from smsaudit.model.signature import Role
from smsaudit.pipeline import Options, audit
from tests.support.audits import AS_OF, audited, planted

Files = Mapping[str, str | bytes]

TWILIO = "from twilio.rest import Client\n\n\ndef send_code(to):\n    Client('a', 'b').messages.create(to=to, body='x')\n"
SMPP = (
    "import smpplib.client\n\n\ndef send_code(to):\n    link = smpplib.client.Client('10.1.2.3', 2775)\n    link.connect()\n"
    "    link.bind_transceiver(system_id='a', password='b')\n    link.send_message(destination_addr=to)\n"
)
GAMMU = "import gammu\n\n\ndef send_code(to):\n    m = gammu.StateMachine()\n    m.Init()\n    m.SendSMS({'Number': to, 'Text': 'x'})\n"
ROUTER = (
    "from huawei_lte_api.Client import Client\nfrom huawei_lte_api.Connection import Connection\n\n"
    "router = Client(Connection('http://192.168.8.1/'))\n"
)
ROUTE = "from flask import Flask\nfrom sms import send_code\n\napp = Flask(__name__)\n\n\n@app.post('/code')\ndef code():\n    send_code('1')\n"


LONG_NAME = "x" * 500 + " = 1\n"
MANY_CALLS = "".join(f"f{number}('a{number}');\n" for number in range(30_000))
MANY_SETTINGS = "".join(f"k{number}: v\n" for number in range(20_001))
SMPP_SETTINGS = "smpp:\n  host: 221.179.180.1\n  port: 7890\n  system_id: abc\n  password: x\n"
TWILIO_JS = "const twilio = require('twilio')('a', 'b');\ntwilio.messages.create({to: '1', body: 'x'});\n"
TWILIO_URL = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json"
NOTEBOOK = '{"cells": [{"cell_type": "code", "source": CODE}], "metadata": {}, "nbformat": 4}'
HANDED_OVER = {
    "modem/__init__.py": "from .own import Own\nfrom .sender import Sender\n",
    "modem/own.py": "from .machine import Machine\n\n\nclass Own(Machine):\n    def __init__(self):\n        super().__init__()\n",
    "modem/machine.py": "import gammu\n\n\nclass Machine(gammu.StateMachine):\n    def __init__(self):\n        super().__init__()\n",
    "modem/sender.py": (
        "from modem.link import Linked\n\n\nclass Sender(Linked):\n    def send(self, to):\n"
        "        self.link.SendSMS({'Number': to, 'Text': 'x'})\n"
    ),
    "modem/link.py": "class Linked:\n    def __init__(self, link):\n        self.link = link\n",
    "app.py": "from modem import Own, Sender\n\n\ndef alert(to):\n    Sender(Own()).send(to)\n",
}
OWN_LIBRARY = {
    "setup.py": "from setuptools import setup\nsetup(name='smpplib', packages=['smpplib'])\n",
    "smpplib/__init__.py": "",
    "smpplib/client.py": (
        "import socket\n\nCOMMANDS = {'bind_transceiver': 0x9, 'submit_sm': 0x4, 'deliver_sm': 0x5, 'enquire_link': 0x15}\n\n\n"
        "class Client:\n    def __init__(self, host, port):\n        self.s = socket.create_connection((host, port))\n\n"
        "    def send_message(self, **fields):\n        self.s.sendall(bytes(COMMANDS['submit_sm']))\n"
    ),
    "tests/test_client.py": (
        "from smpplib.client import Client\n\n\ndef test_sending():\n"
        "    Client('127.0.0.1', 2775).send_message(destination_addr='1')\n"
    ),
}


@pytest.mark.parametrize(
    ("files", "label"),
    [
        ({"sms.py": LONG_NAME + TWILIO}, "undetermined"),
        ({"sms.py": LONG_NAME + "def send(to):\n    return to\n"}, "none"),
        ({"sms.js": MANY_CALLS + TWILIO_JS}, "undetermined"),
        ({"sms.js": TWILIO_JS + MANY_CALLS}, "B"),
        ({"a.ipynb": NOTEBOOK.replace("CODE", json.dumps("%%bash\ncurl " + TWILIO_URL))}, "undetermined"),
        ({"a.ipynb": NOTEBOOK.replace("CODE", json.dumps("%%bash\nls"))}, "none"),
        ({"a.ipynb": NOTEBOOK.replace("CODE", json.dumps(TWILIO))}, "B"),
        ({"app.yaml": MANY_SETTINGS + SMPP_SETTINGS}, "undetermined"),
        ({"app.yaml": MANY_SETTINGS}, "none"),
        ({"sms.py": TWILIO, "app.js": MANY_CALLS}, "B"),
        ({"data/dump": b"\0\1 import twilio.rest"}, "none"),
    ],
)
def test_a_file_that_ends_for_us_before_what_may_send_bears_on_the_verdict(
    files: Files, label: str, tmp_path: Path
) -> None:
    result = audited(tmp_path, files)
    assert result.whole.verdict.label == label
    assert any(gap.bears for gap in result.gaps) is (label == "undetermined")


@pytest.mark.parametrize(
    ("files", "label", "channels"),
    [
        (HANDED_OVER, "A", ["gammu"]),
        (OWN_LIBRARY, "C", ["smpp"]),
        ({"app.py": ROUTER + "print(router.device.information())\n"}, "none", []),
        ({"app.py": ROUTER + "router.sms.send_sms(['1'], 'x')\n"}, "A", ["huawei-lte"]),
        ({"sms.py": TWILIO}, "B", ["twilio"]),
        ({"bin/send": "#!/usr/bin/env python3\n" + TWILIO}, "B", ["twilio"]),
        ({"bin/send": TWILIO}, "none", []),
        ({"lib/sms.ex": f'HTTPoison.post("{TWILIO_URL}", body)\n'}, "B", ["twilio"]),
        ({"send.ps1": f"Invoke-RestMethod -Method Post -Uri {TWILIO_URL} -Body $body\n"}, "B", ["twilio"]),
        ({"send.jsp": f'<% new Client().post("{TWILIO_URL}", body); %>\n'}, "B", ["twilio"]),
        ({"sms.py": SMPP}, "C", ["smpp"]),
        ({"sms.py": GAMMU}, "A", ["gammu"]),
        ({"a.py": TWILIO, "b.py": SMPP, "c.py": GAMMU}, "C", ["gammu", "smpp", "twilio"]),
        ({"a.py": "x = 1\n"}, "none", []),
        ({}, "none", []),
        ({"requirements.txt": "twilio==9.0\n"}, "none", []),
        (
            {"tests/test_sms.py": "import pytest\n" + TWILIO + "\n\ndef test_it():\n    send_code('1')\n"},
            "none",
            [],
        ),
    ],
)
def test_a_tree_adds_up_to_a_label(tmp_path: Path, files: Files, label: str, channels: list[str]) -> None:
    result = audited(tmp_path, files)
    assert result.whole.verdict.label == label
    assert (
        sorted(j.channel.id for j in result.whole.judgements if j.counted and j.channel.production)
        == channels
    )


def test_the_heaviest_channel_decides_and_the_others_are_listed(tmp_path: Path) -> None:
    result = audited(tmp_path, {"a.py": TWILIO, "b.py": SMPP})
    leaves = {j.channel.id: j.leaf for j in result.whole.judgements}
    assert result.whole.verdict.leaf == leaves["smpp"]
    assert leaves["twilio"].id in result.whole.verdict.mixed


def test_a_flow_leads_from_the_route_to_the_send(tmp_path: Path) -> None:
    result = audited(tmp_path, {"sms.py": TWILIO, "web.py": ROUTE})
    (entry,) = result.entry_points
    (flow,) = result.flows
    assert (entry.framework, entry.route, entry.exposure) == ("flask", "/code", "public")
    assert flow.entry_point == entry.id
    assert [step.name for step in flow.steps] == ["code", "send_code", "twilio.send"]


def test_an_own_module_is_not_the_library_of_its_name(tmp_path: Path) -> None:
    caller = "from sms import send_sms\n\n\ndef remind():\n    send_sms('1')\n"
    own = audited(tmp_path / "own", {"sms.py": TWILIO.replace("send_code", "send_sms"), "app.py": caller})
    assert [judgement.channel.id for judgement in own.whole.judgements] == ["twilio"]
    (library,) = audited(tmp_path / "library", {"app.py": caller}).whole.judgements
    assert library.channel.id == "django-sms"


@pytest.mark.parametrize(
    ("call", "sends"),
    [
        ("subprocess.run(['curl', '-d', 'mobile=' + to, URL], check=True)", 1),
        ("os.system(f'curl -s -d mobile={to} {URL}')", 1),
        ("subprocess.run(['echo', URL])", 0),
    ],
)
def test_a_request_may_be_made_by_another_program(tmp_path: Path, call: str, sends: int) -> None:
    source = (
        "import os\nimport subprocess\n\nURL = 'https://sms.yunpian.com/v2/sms/single_send.json'\n\n\n"
        f"def tell(to):\n    {call}\n"
    )
    found = audited(tmp_path, {"tell.py": source}).detections
    assert [d.location.place.line for d in found if d.role is Role.SEND] == [8] * sends


def test_detections_come_in_order_of_place(tmp_path: Path) -> None:
    result = audited(tmp_path, {"b.py": TWILIO, "a/c.py": SMPP, "a.py": GAMMU})
    places = [(d.location, d.pattern) for d in result.detections]
    assert places == sorted(places)
    assert {location.path for location, _ in places} == {"b.py", "a/c.py", "a.py"}


def test_a_send_in_tests_is_listed_with_its_context(tmp_path: Path) -> None:
    test = (
        "import unittest\n"
        + TWILIO
        + "\n\nclass T(unittest.TestCase):\n    def test_it(self):\n        send_code('1')\n"
    )
    result = audited(tmp_path, {"tests/test_sms.py": test})
    assert {d.context for d in result.detections} == {Context.TEST}
    assert result.whole.verdict.label == "none"


def test_a_sender_that_could_not_be_read_leaves_the_verdict_open(tmp_path: Path) -> None:
    result = audited(tmp_path, {"sms.py": "import twilio\nx = " + "(" * 900 + "\n"})
    bearing = [(gap.path, gap.kind) for gap in result.gaps if gap.bears]
    assert bearing == [("sms.py", GapKind.TOO_DEEP)]
    assert result.whole.verdict.label == "undetermined"


def test_a_file_about_something_else_that_could_not_be_read_changes_nothing(tmp_path: Path) -> None:
    result = audited(tmp_path, {"other.py": "import os\nx = " + "(" * 900 + "\n"})
    assert [gap for gap in result.gaps if gap.bears] == []
    assert result.whole.verdict.label == "none"


def test_every_deployable_unit_has_a_verdict_of_its_own(tmp_path: Path) -> None:
    files: Files = {
        "shop/Dockerfile": "FROM python\n",
        "shop/sms.py": TWILIO,
        "gateway/pyproject.toml": "[project]\nname = 'gateway'\n",
        "gateway/link.py": SMPP,
        "docs/index.md": "# Docs\n",
    }
    result = audited(tmp_path, files)
    assert {unit.path: unit.verdict.label for unit in result.units} == {"shop": "B", "gateway": "C"}
    assert result.whole.verdict.label == "C"


def test_one_unit_is_the_whole(tmp_path: Path) -> None:
    result = audited(tmp_path, {"Dockerfile": "FROM python\n", "sms.py": TWILIO})
    assert result.units == (result.whole,)


def test_coverage_tells_what_was_searched_and_what_was_read(tmp_path: Path) -> None:
    files: Files = {"sms.py": TWILIO, "other.py": "x = 1\n", "more.py": "y = 2\n", "logo.png": b"\x89PNG"}
    coverage = audited(tmp_path, files).coverage
    assert (coverage.seen, coverage.parsed) == (4, 1)
    assert coverage.considered == 3
    assert dict(coverage.languages) == {"python": 1}


def test_one_process_and_two_come_to_the_same_result(tmp_path: Path) -> None:
    files = {
        "a.py": TWILIO,
        "b.py": SMPP,
        "c.py": GAMMU,
        "web.py": ROUTE,
        "broken.py": "import twilio\nprint 'a'\nx = = 1\n",
    }
    assert audited(tmp_path / "1" / "tree", files) == audited(tmp_path / "2" / "tree", files, jobs=2)


def test_nothing_of_the_tree_is_run_or_imported(tmp_path: Path) -> None:
    trap = f"import pathlib\npathlib.Path({str(tmp_path / 'sprung')!r}).touch()\n"
    files = {
        "tree/sms.py": trap + TWILIO,
        "tree/setup.py": trap,
        "tree/conftest.py": trap,
        "tree/twilio/__init__.py": trap,
        "tree/sitecustomize.py": trap,
        "tree/libcst/__init__.py": trap,
    }
    planted(tmp_path, files)
    assert audit(tmp_path / "tree", Options(as_of=AS_OF)).detections
    assert not (tmp_path / "sprung").exists()


def test_the_tree_is_left_as_it_was(tmp_path: Path) -> None:
    planted(tmp_path, {"sms.py": TWILIO, "web.py": ROUTE})
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    audit(tmp_path, Options(as_of=AS_OF))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_directory_of_ones_own_signatures_is_used(tmp_path: Path) -> None:
    own = planted(
        tmp_path / "own",
        {
            "corp.toml": """\
id = "corp-gateway"
kind = "gateway"
name = { en = "The company's gateway", zh = "公司网关" }
sources = ["the company's handbook"]

[[pattern]]
id = "corp-gateway.send"
role = "send"
python.call = "corp_sms.Gateway.push_text"
why = "Sends."

[[example]]
language = "python"
source = '''
import corp_sms
corp_sms.Gateway().push_text("1")  # expect: corp-gateway.send
'''

[[example]]
why = "Another method."
language = "python"
source = '''
import corp_sms
corp_sms.Gateway().pull_text()
'''
"""
        },
    )
    tree = planted(tmp_path / "tree", {"app.py": "import corp_sms\ncorp_sms.Gateway().push_text('1')\n"})
    found = audit(tree, Options(as_of=AS_OF, signature_directories=(own,)))
    assert [j.channel.id for j in found.whole.judgements] == ["corp-gateway"]
    assert found.tool.signatures != audit(tree, Options(as_of=AS_OF)).tool.signatures


@pytest.mark.parametrize("name", ["missing", "file.py"])
def test_a_root_that_is_no_directory_is_our_users_mistake(tmp_path: Path, name: str) -> None:
    planted(tmp_path, {"file.py": "x = 1\n"})
    with pytest.raises(SmsauditError, match=name):
        audit(tmp_path / name, Options(as_of=AS_OF))


def test_the_date_of_the_audit_is_the_given_one(tmp_path: Path) -> None:
    result = audit(planted(tmp_path / "shop", {"a.py": "x = 1\n"}), Options(as_of=date(2020, 2, 29)))
    assert (result.as_of, result.name, result.commit) == (date(2020, 2, 29), "shop", None)


def test_progress_is_told_and_ends_at_the_whole(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    options = Options(as_of=AS_OF, progress=lambda stage, done, total: told.append((stage, done, total)))
    audit(planted(tmp_path, {"a.py": TWILIO, "b.py": SMPP}), options)
    assert {stage for stage, _, _ in told} == {"searching", "reading"}
    assert ("reading", 2, 2) in told
    assert all(0 <= done <= total for _, done, total in told)


LAYERED: Files = {
    "sms/base.py": "class Backend:\n    def deliver(self, to):\n        raise NotImplementedError\n    def push(self, to):\n        self.deliver(to)\n",
    "sms/twilio_backend.py": (
        "from twilio.rest import Client\nfrom sms.base import Backend\nclass TwilioBackend(Backend):\n"
        "    def deliver(self, to):\n        Client('a', 'b').messages.create(to=to)\n"
    ),
    "web.py": (
        "from flask import Flask\nfrom sms.twilio_backend import TwilioBackend\napp = Flask(__name__)\n@app.post('/code')\n"
        "def code():\n    TwilioBackend().push('1')\n"
    ),
}


def test_a_backend_below_a_base_class_is_reached_from_the_route(tmp_path: Path) -> None:
    (flow,) = audited(tmp_path, LAYERED).flows
    assert [step.name for step in flow.steps] == [
        "code",
        "Backend.push",
        "TwilioBackend.deliver",
        "twilio.send",
    ]


def test_a_request_to_an_address_about_texts_is_found_whatever_it_is_called(tmp_path: Path) -> None:
    source = "import requests\n\n\ndef forward(phone, text):\n    requests.post('https://live.example.com/sms/v2/single', json={'mobile': phone})\n"
    assert audited(tmp_path, {"app.py": source}).whole.verdict.label == "B"


def test_an_answer_to_what_a_modem_received_is_a_way_of_its_own(tmp_path: Path) -> None:
    source = (
        "from gsmmodem.modem import GsmModem\n\n\ndef answer(sms):\n    sms.reply('x')\n\n\n"
        "modem = GsmModem('/dev/ttyUSB0', smsReceivedCallbackFunc=answer)\n"
    )
    result = audited(tmp_path, {"app.py": source})
    assert [(e.kind, e.name) for e in result.entry_points] == [("consumer", "answer")]
    assert [d.pattern for d in result.detections if d.role == "send"] == ["gsmmodem.reply"]


def test_a_large_script_for_browsers_hides_no_sender(tmp_path: Path) -> None:
    large = "x" * (3 << 20)
    served = audited(tmp_path / "served", {"shop/static/js/map.js": large, "app.py": "print(1)\n"})
    own = audited(tmp_path / "own", {"server/map.js": large, "app.py": "print(1)\n"})
    assert [gap.bears for gap in served.gaps if gap.kind is GapKind.TOO_LARGE] == [False]
    assert [gap.bears for gap in own.gaps if gap.kind is GapKind.TOO_LARGE] == [True]


_GROUNDS = """
import hashlib, sys
from datetime import date
from pathlib import Path
from smsaudit import conclusions, pipeline
from smsaudit.discover import open_tree

options = pipeline.Options(as_of=date(2026, 11, 21), jobs=1)
seen = pipeline.observe(open_tree(Path(sys.argv[1])), options)
print(hashlib.sha256(conclusions._ENCODER.encode(pipeline._grounds(seen, options))).hexdigest())
"""


def test_what_a_conclusion_rests_on_is_spelled_alike_in_every_process(tmp_path: Path) -> None:
    calls = "".join(f"def step{n}():\n    step{n + 1}()\n\n\n" for n in range(9))
    source = (
        f"from twilio.rest import Client\n\n\n{calls}def step9():\n    Client().messages.create(to='x')\n"
    )
    root = planted(tmp_path, {"texts.py": source})
    told = {
        subprocess.run(
            [sys.executable, "-c", _GROUNDS, str(root)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_names_that_modules_have_from_one_another_lead_nowhere(tmp_path: Path) -> None:
    files = {
        f"{own}.py": (
            "import smpplib.client\nfrom flask import Flask\nfrom twilio.rest import Client\n"
            f"from {other} import urlpatterns, app, host, to\nfrom {other} import to as number\n\n"
            "urlpatterns += [urlpatterns]\nlink = smpplib.client.Client(host, 2775)\nlink.connect()\n\n\n"
            "@app.route('/x')\ndef view(to):\n"
            "    for to in to:\n        Client('a', 'b').messages.create(to=to.phone, body='x')\n"
            "    Client('a', 'b').messages.create(to=number, body='x')\n"
        )
        for own, other in (("urls", "routes"), ("routes", "urls"))
    }
    result = audited(tmp_path, files)
    assert {d.location.line for d in result.detections if d.role is Role.SEND} == {15, 16}


@pytest.mark.parametrize("indent", [None, 1])
def test_what_a_notebook_keeps_secret_stays_secret(indent: int | None, tmp_path: Path) -> None:
    code = TWILIO.replace("'b'", 'auth_token="hunter2hunter"').replace("to=to", 'to="+8613800138000"')
    cells = [{"cell_type": "code", "source": code.splitlines(keepends=True)}]
    result = audited(tmp_path, {"a.ipynb": json.dumps({"cells": cells}, indent=indent)})
    texts = [detection.text for detection in result.detections]
    assert len(texts) == 3
    assert not any("hunter2" in text or "13800138000" in text for text in texts)
