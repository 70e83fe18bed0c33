"""Every outcome of the decision procedure, reached from a tree and declared facts through the real command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from smsaudit.cli import main
from smsaudit.law import shipped
from tests.support.audits import planted

MODEM = {
    "bench/modem.py": """
import gammu


def text(number, message):
    machine = gammu.StateMachine()
    machine.ReadConfig()
    machine.Init()
    machine.SendSMS({"Text": message, "SMSC": {"Location": 1}, "Number": number})
"""
}
MAINLAND = {
    "app/sms.py": """
from tencentcloud.sms.v20210111 import sms_client, models


def send(phone):
    client = sms_client.SmsClient(cred, "ap-guangzhou")
    client.SendSms(models.SendSmsRequest())
"""
}
OVERSEAS = {
    "app/sms.py": """
from twilio.rest import Client


def send(phone, text):
    Client(SID, TOKEN).messages.create(to=phone, from_=SENDER, body=text)
"""
}
LINK = {
    "gateway/link.py": """
import smpplib.client


def send(phone, text):
    client = smpplib.client.Client(HOST, 2775)
    client.connect()
    client.bind_transceiver(system_id=USER, password=SECRET)
    client.send_message(source_addr=SENDER, destination_addr=phone, short_message=text)
"""
}
UNKNOWN_API = {
    "app/sms.py": """
import os

import requests


def send_sms(phone, content):
    requests.post(os.environ["SMS_URL"] + "/sms/send", data={"mobile": phone, "content": content, "sign": "Acme"})
"""
}
CARRIER_API = {
    "app/sms.py": """
import requests


def send_sms(phone, content):
    requests.post("http://112.35.1.155:1992/sms/norsubmit", data={"mobiles": phone, "content": content})
"""
}
MOCK = {"etc/kannel.conf": "group = smsc\nsmsc = fake\nsmsc-id = FAKE\nport = 10000\n"}
DEAD = {
    "app/sms.py": """
from twilio.rest import Client


def send(phone, text):
    if False:
        Client(SID, TOKEN).messages.create(to=phone, from_=SENDER, body=text)
"""
}
OUTSIDE = {
    "requirements.txt": "corp-sms==2.1\n",
    "app/codes.py": """
from corp_sms import client


def send_code(phone, code):
    client.send_sms(phone, f"Your code is {code}")
""",
}
NOTHING = {"app/mail.py": "import smtplib\n"}

INSIDE = {"service.reach": "internal"}
COMPANY = {
    "sims.company_real_name": "yes",
    "service.fee": "no",
    "test_data.real_users": "no",
    "service.for_others": "no",
}

CASES: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("N0", NOTHING, {}),
    ("G1", OUTSIDE, {}),
    ("A8", MODEM, {}),
    ("A8", MODEM, INSIDE),
    ("A1", MODEM, INSIDE | COMPANY),
    ("A9", MODEM, INSIDE | COMPANY | {"sims.company_real_name": "no"}),
    ("A9", MODEM, {"test_data.real_users": "yes"}),
    ("X2", MODEM, {"service.reach": "external"}),
    ("X2", MODEM, INSIDE | {"service.fee": "yes"}),
    ("X2", MODEM, {"service.for_others": "incidental"}),
    ("X1", MODEM, {"channel.gammu.pool": "yes"}),
    ("X1", MODEM, {"channel.gammu.pool": "yes", "service.reach": "external"}),
    ("B2", MAINLAND, {}),
    ("B1", MAINLAND, {"providers.licence_no": "verified"}),
    ("B3", MAINLAND, {"providers.licence_no": "invalid"}),
    ("B3", MAINLAND, {"providers.licence_no": "invalid"} | INSIDE),
    ("AB", MAINLAND, INSIDE),
    ("C2", MAINLAND, {"service.for_others": "yes"}),
    ("C4", MAINLAND, {"service.for_others": "incidental"}),
    ("C7", MAINLAND, {"service.fee": "yes"}),
    ("V3", OVERSEAS, {}),
    ("V3", OVERSEAS, INSIDE),
    ("V1", OVERSEAS, {"service.recipients": "cn"}),
    ("V1", OVERSEAS, {"service.recipients": "both"}),
    ("V2", OVERSEAS, {"service.recipients": "overseas"}),
    ("U1", LINK, {}),
    ("U1", LINK, {"channel.smpp.peer": "private"}),
    ("U1", LINK, {"carrier_contracts.type": "sp"}),
    ("B2", LINK, {"channel.smpp.peer": "provider_cn"}),
    ("C5", LINK, {"channel.smpp.peer": "carrier"}),
    ("C5", LINK, {"channel.smpp.peer": "carrier", "carrier_contracts.type": "none"}),
    ("C6", LINK, {"channel.smpp.peer": "carrier"} | INSIDE),
    ("C3", LINK, {"channel.smpp.peer": "carrier", "access_codes.class": "own_use"}),
    ("C3", LINK, {"channel.smpp.peer": "carrier", "carrier_contracts.type": "group_own_use"}),
    ("C1", LINK, {"channel.smpp.peer": "carrier", "carrier_contracts.type": "sp"}),
    ("C1", LINK, {"channel.smpp.peer": "carrier", "access_codes.class": "own_use", "service.fee": "yes"}),
    ("U2", UNKNOWN_API, {}),
    ("B4", CARRIER_API, {}),
    ("C1", CARRIER_API, {"access_codes.class": "licensed"}),
    ("A0", MOCK, {}),
    ("N1", DEAD, {}),
]


def declared(facts: dict[str, str], until: str = "") -> str:
    """`smsaudit.toml` with these facts, all shown by the same contract."""
    lapse = f", until = {until}" if until else ""
    said = {
        k: f'{{ value = "{v}", as_of = 2026-11-01, evidence = "contract 7"{lapse} }}'
        for k, v in facts.items()
    }
    service = [f"{key} = {value}" for key, value in said.items() if not key.startswith("channel.")]
    tables: dict[str, list[str]] = {}
    for key, value in said.items():
        if key.startswith("channel."):
            _, channel, name = key.split(".")
            tables.setdefault(channel, []).append(f"{name} = {value}")
    channels = [f'[[channel]]\nid = "{channel}"\n' + "\n".join(rows) for channel, rows in tables.items()]
    return "\n".join(["[facts]", *service, *channels]) + "\n"


def report(root: Path, tree: dict[str, str], facts: dict[str, str], until: str = "") -> dict[str, object]:
    """The JSON report of a scan under these facts."""
    planted(root, {**tree, "smsaudit.toml": declared(facts, until)})
    out = root.parent / "report.json"
    assert main(["scan", str(root), "--as-of=2026-11-21", "--jobs=1", "-o", str(out)]) == 0
    found: dict[str, object] = json.loads(out.read_text(encoding="utf-8"))
    return found


def leaf(found: dict[str, object]) -> object:
    verdict = found["verdict"]
    assert isinstance(verdict, dict)
    return verdict["leaf"]


@pytest.mark.parametrize(
    ("expected", "tree", "facts"), CASES, ids=[f"{c[0]}-{number}" for number, c in enumerate(CASES)]
)
def test_facts_lead_to_the_outcome(
    tmp_path: Path, expected: str, tree: dict[str, str], facts: dict[str, str]
) -> None:
    assert leaf(report(tmp_path / "tree", tree, facts)) == expected


def test_every_outcome_is_reached() -> None:
    assert {case[0] for case in CASES} == set(shipped().leaves)


@pytest.mark.parametrize(
    ("tree", "facts", "lapsed"),
    [
        (MAINLAND, {"providers.licence_no": "verified"}, "B2"),
        (MODEM, INSIDE | COMPANY, "A8"),
        (LINK, {"channel.smpp.peer": "provider_cn"}, "U1"),
    ],
)
def test_a_fact_that_has_lapsed_no_longer_helps_and_is_asked_again(
    tmp_path: Path, tree: dict[str, str], facts: dict[str, str], lapsed: str
) -> None:
    found = report(tmp_path / "tree", tree, facts, until="2026-11-20")
    assert leaf(found) == lapsed
    questions = found["open_questions"]
    assert isinstance(questions, list)
    asked = {question["fact_key"] for question in questions}
    assert {key.replace("channel.smpp.", "channel.") for key in facts} <= asked
    assert "no longer counted" in json.dumps(found["verdict"])


def test_what_the_tree_contradicts_is_read_strictly_and_told(tmp_path: Path) -> None:
    route = MODEM | {
        "bench/web.py": """
from flask import Flask

from bench.modem import text

app = Flask(__name__)


@app.route("/send", methods=["POST"])
def send():
    text(request.form["to"], "hello")
"""
    }
    found = report(tmp_path / "tree", route, INSIDE | COMPANY)
    assert leaf(found) == "X2"
    assert "stricter reading" in json.dumps(found["verdict"])
