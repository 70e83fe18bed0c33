"""Every framework, from its way in to the send: the cases stand in `frameworks/*.md`, beside what is expected of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from smsaudit.model.flow import EntryPoint, Flow
from smsaudit.model.result import AuditResult
from tests.support.audits import audited

SENDER = """\
from twilio.rest import Client
def send_text(to):
    Client("AC", "token").messages.create(to=to, from_="+15005550006", body="code")
"""
CASE = re.compile(r"^## (?P<title>.+)\n(?P<body>(?:(?!## ).*\n)+)", re.MULTILINE)
FILE = re.compile(r"^```\w+ (?P<path>\S+)\n(?P<text>(?s:.*?))^```$", re.MULTILINE)
EXPECTED = re.compile(r"^- (.+)$", re.MULTILINE)


def cases() -> list[object]:
    """A title, the files below it, and a line for every flow."""
    return [
        pytest.param(
            {file["path"]: file["text"] for file in FILE.finditer(case["body"])},
            sorted(EXPECTED.findall(FILE.sub("", case["body"]))),
            id=f"{page.stem}: {case['title']}",
        )
        for page in sorted(Path(__file__).parent.glob("frameworks/*.md"))
        for case in CASE.finditer(page.read_text(encoding="utf-8"))
    ]


def told(result: AuditResult) -> list[str]:
    """A line for every flow: how it is entered, through which functions, and who can do so."""
    entries = {entry.id: entry for entry in result.entry_points}
    return sorted(_line(entries.get(flow.entry_point or ""), flow) for flow in result.flows)


def _line(entry: EntryPoint | None, flow: Flow) -> str:
    names = " → ".join(step.name for step in flow.steps[:-1] if step.name != "send_text")
    if entry is None:
        return f"nobody: {names}"
    way = [entry.kind.value, ",".join(entry.methods), entry.route]
    return f"{' '.join(part for part in way if part)}: {names} ({entry.exposure.value})"


@pytest.mark.parametrize(("files", "expected"), cases())
def test_a_framework_leads_to_the_send(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    assert told(audited(tmp_path, {"sms.py": SENDER, **files})) == expected
