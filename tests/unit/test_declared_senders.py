"""Senders that a project declares: found wherever they are called, under the channel that was named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from smsaudit.cli import main
from smsaudit.model.declared import Sender
from smsaudit.model.errors import SmsauditError
from smsaudit.model.gap import GapKind
from smsaudit.model.mention import Mention
from smsaudit.model.result import AuditResult
from smsaudit.pipeline import Options, audit
from tests.support.audits import AS_OF, planted

OUTSIDE = """\
import corp_sms

def remind(phone):
    corp_sms.send_sms(phone, "hello")
"""
INSIDE = {
    "notify.py": "def push(phone, text):\n    queue_somewhere(phone, text)\n",
    "app.py": "from notify import push\n\ndef remind(phone):\n    push(phone, 'hello')\n",
}
METHOD = {
    "corp/client.py": "class Client:\n    def push(self, phone, text):\n        queue(phone, text)\n",
    "app.py": (
        "from corp.client import Client\n\nclient = Client()\n\n"
        "def remind(phone):\n    client.push(phone, 'hello')\n"
    ),
}


def sender(call: str, channel: str = "other:corp-sms") -> Sender:
    return Sender(
        call=call,
        channel=channel,
        as_of=date(2026, 10, 1),
        evidence="platform team",
        mention=Mention("smsaudit.toml", 3, "sender[1].channel", channel),
    )


def audited(root: Path, files: dict[str, str], *senders: Sender) -> AuditResult:
    return audit(planted(root, files), Options(as_of=AS_OF, senders=senders))


def test_a_package_outside_the_tree_is_a_channel_and_no_gap(tmp_path: Path) -> None:
    before = audited(tmp_path / "a", {"app.py": OUTSIDE})
    assert [gap.kind for gap in before.gaps] == [GapKind.OUTSIDE_SENDER]
    assert before.whole.verdict.leaf.id == "G1"
    after = audited(tmp_path / "b", {"app.py": OUTSIDE}, sender("corp_sms.send_sms"))
    assert after.gaps == ()
    (judged,) = after.whole.judgements
    assert (judged.channel.id, judged.leaf.id) == ("other:corp-sms", "U2")
    (found,) = judged.channel.detections
    assert (str(found.location), found.pattern) == ("app.py:4", "other:corp-sms.corp_sms-send_sms")


@pytest.mark.parametrize(
    ("files", "call", "line"), [(INSIDE, "notify.push", 4), (METHOD, "corp.client.Client.push", 6)]
)
def test_a_callable_of_the_tree_may_be_declared(
    tmp_path: Path, files: dict[str, str], call: str, line: int
) -> None:
    assert audited(tmp_path / "a", files).whole.verdict.label == "none"
    found = audited(tmp_path / "b", files, sender(call)).whole.judgements[0].channel.detections
    assert [str(each.location) for each in found] == [f"app.py:{line}"]


def test_another_callable_of_the_same_name_is_none(tmp_path: Path) -> None:
    files = {**INSIDE, "other.py": "from mailer import push\n\npush('a', 'b')\n"}
    (judged,) = audited(tmp_path, files, sender("notify.push")).whole.judgements
    assert {each.location.path for each in judged.channel.detections} == {"app.py"}


def test_a_channel_of_the_catalogue_keeps_what_is_known_of_it(tmp_path: Path) -> None:
    result = audited(tmp_path, INSIDE, sender("notify.push", "tencent"))
    (judged,) = result.whole.judgements
    assert (judged.channel.id, judged.leaf.id) == ("tencent", "B2")


def test_the_declaration_is_part_of_what_the_signatures_were(tmp_path: Path) -> None:
    before = audited(tmp_path, INSIDE)
    after = audited(tmp_path, INSIDE, sender("notify.push"))
    assert before.tool.signatures != after.tool.signatures


def test_a_channel_that_nobody_knows_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(SmsauditError) as caught:
        audited(tmp_path, INSIDE, sender("notify.push", "tencnet"))
    (problem,) = caught.value.problems
    assert str(problem) == (
        "smsaudit.toml:3: sender[1].channel: 'tencnet' is no channel; did you mean tencent?"
    )


def test_from_the_file_to_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = planted(
        tmp_path,
        {
            "app.py": OUTSIDE,
            "smsaudit.toml": """\
[[sender]]
call = "corp_sms.send_sms"
channel = "other:corp-sms"
as_of = 2026-10-01
evidence = "platform team"

[[channel]]
id = "other:corp-sms"
peer = { value = "carrier", as_of = 2026-10-01, evidence = "contract 7" }
""",
        },
    )
    assert main(["scan", str(root), "--jobs=1", "-q", "--as-of=2026-11-21"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(("C", "B or C"))
    assert "app.py:4" in said
