"""`smsaudit what-if`: one reading, two decisions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from smsaudit.cli import main
from smsaudit.cli.exit import Exit

TREE = {
    "app/sms.py": """
from tencentcloud.sms.v20210111 import sms_client, models


def send(phone):
    client = sms_client.SmsClient(cred, "ap-guangzhou")
    client.SendSms(models.SendSmsRequest())
""",
    "app/web.py": """
from fastapi import FastAPI

from app.sms import send

app = FastAPI()


@app.post("/codes")
def codes(phone: str):
    send(phone)
""",
}

Output = pytest.CaptureFixture[str]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in TREE.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def what_if(tree: Path, capsys: Output, *arguments: str) -> dict[str, Any]:
    assert main(["what-if", str(tree), "--as-of=2026-11-21", "-f", "json", *arguments]) == Exit.OK
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize(
    ("arguments", "leaf"),
    [
        (("--replace", "tencent=twilio"), "V3"),
        (("--replace", "tencent=cmpp"), "U1"),
        (("--replace", "tencent=gammu"), "A8"),
        (("--replace", "tencent=alibaba"), "B2"),
        (("--declare", "providers.licence_no=verified"), "B1"),
        (("--declare", "channel.tencent.licence=invalid"), "B3"),
        (("--declare", "service.reach=internal"), "B2"),
        (("--declare", "service.reach=internal", "--close", "/codes"), "AB"),
        (("--replace", "tencent=smpp", "--declare", "channel.smpp.peer=carrier"), "C5"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_a_supposition_has_its_verdict(
    tree: Path, capsys: Output, arguments: tuple[str, ...], leaf: str
) -> None:
    found = what_if(tree, capsys, *arguments)
    assert found["before"]["verdict"]["leaf"] == "B2"
    assert found["after"]["verdict"]["leaf"] == leaf


def test_duties_and_their_state_change_with_the_verdict(tree: Path, capsys: Output) -> None:
    found = what_if(tree, capsys, "--replace", "tencent=gammu", "--expose", "codes")
    before, after = ({d["id"]: d["state"] for d in found[side]["duties"]} for side in ("before", "after"))
    assert "closed-endpoints" not in before
    assert after["closed-endpoints"] == "not-met"
    closed = what_if(tree, capsys, "--replace", "tencent=gammu", "--close", "app/web.py:10")
    assert {d["id"]: d["state"] for d in closed["after"]["duties"]}["closed-endpoints"] == "met"


def test_the_text_tells_now_and_then(tree: Path, capsys: Output) -> None:
    assert main(["what-if", str(tree), "--replace", "tencent=cmpp"]) == Exit.OK
    text = capsys.readouterr().out
    assert "Now: B, once the provider's licence is verified [B, B2]" in text
    assert "Then: C unless shown otherwise" in text
    assert "  - tencent: B2 no more" in text
    assert "  + B25-SP" in text


def test_the_text_is_chinese_throughout(tree: Path, capsys: Output) -> None:
    arguments = ["what-if", str(tree), "--replace", "tencent=gammu", "--expose", "codes", "--lang", "zh"]
    assert main(arguments) == Exit.OK
    text = capsys.readouterr().out
    assert "目前：B（待核实服务商许可证） [B, B2]" in text
    assert not re.search(r"(?<![\w.-])(?:settled|contested|unverified|not-met|unseen|met)(?!\w)", text)


def test_a_sender_that_the_project_declares_is_among_what_is_supposed(tree: Path, capsys: Output) -> None:
    (tree / "app/late.py").write_text(
        "import corp_sms\n\ndef remind(phone):\n    corp_sms.send_sms(phone, 'hello')\n", encoding="utf-8"
    )
    (tree / "smsaudit.toml").write_text(
        '[[sender]]\ncall = "corp_sms.send_sms"\nchannel = "other:corp-sms"\n'
        'as_of = 2026-10-01\nevidence = "platform team"\n',
        encoding="utf-8",
    )
    found = what_if(tree, capsys, "--replace", "other:corp-sms=cmpp")
    assert [found[side]["verdict"]["leaf"] for side in ("before", "after")] == ["U2", "U1"]


def test_a_supposition_without_effect_says_so(tree: Path, capsys: Output) -> None:
    assert main(["what-if", str(tree), "--declare", "entity.kind=company"]) == Exit.OK
    assert "The verdict stays the same." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "suppose something"),
        (("--replace", "tencent"), "is not CHANNEL=CHANNEL"),
        (("--replace", "tencnt=cmpp"), "did you mean tencent?"),
        (("--replace", "tencent=cmppp"), "did you mean cmpp?"),
        (("--close", "/code"), "did you mean /codes?"),
        (("--declare", "service.reach"), "is not key=value"),
        (("--declare", "service.raech=internal"), "did you mean service.reach?"),
        (("--declare", "service.reach=inside"), "write internal, external"),
    ],
)
def test_mistakes_are_named(tree: Path, capsys: Output, arguments: tuple[str, ...], told: str) -> None:
    assert main(["what-if", str(tree), *arguments]) == Exit.USAGE
    assert told in capsys.readouterr().err
