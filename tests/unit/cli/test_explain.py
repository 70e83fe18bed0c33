"""`smsaudit explain`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from smsaudit.cli import main
from tests.support.golden import ROOT, columns

SHOP = str(ROOT / "fixtures" / "readme" / "shop")


def explained(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["explain", *arguments, "--no-cache", "--jobs=1"]) == 0
    return capsys.readouterr().out


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(explained(capsys, *arguments, "-f", "json"))
    return read


def test_a_channel_of_a_tree_is_told_with_its_lines_of_code(capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys, "cmpp", SHOP)
    for part in (
        "/login/code → login_code",
        "sms/cmpp.py:30  self.request(CMPP_SUBMIT, body)",
        "[PROTO-far-end]",
    ):
        assert part in text
    assert [line for line in text.splitlines() if columns(line) > 80] == []


@pytest.mark.parametrize("place", ["sms/dispatch.py:15", "./sms/dispatch.py:15", "sms\\dispatch.py:15"])
def test_a_place_is_explained_however_its_path_is_written(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, place, SHOP)
    assert (found["schema"], found["kind"], found["id"]) == (
        "smsaudit-explain/1",
        "place",
        "sms/dispatch.py:15",
    )
    send, hop = found["sections"][0]["items"]
    assert send["location"] == {"path": "sms/dispatch.py", "line": 15}
    assert hop["seen"] == {"path": "sms/dispatch.py", "line": 15}
    assert hop["code"].startswith("gateway.submit(")


def test_a_place_is_looked_for_in_the_current_folder(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(SHOP)
    assert answer(capsys, "sms/dispatch.py:15")["kind"] == "place"


def test_an_id_alone_needs_no_tree(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert answer(capsys, "K03")["kind"] == "conflict"
    assert answer(capsys, "cmpp")["kind"] == "signature"


def test_what_a_tree_does_not_hold_is_explained_from_the_catalogue(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert answer(capsys, "twilio", SHOP)["kind"] == "signature"


def test_answers_are_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert "自有短信直连运营商" in explained(capsys, "K03", "--lang", "zh")


@pytest.mark.parametrize(
    ("arguments", "mend"),
    [
        (["alibba"], "did you mean alibaba"),
        (["B25"], "B25-SP"),
        (["cmp", SHOP], "did you mean cmpp"),
        (["sms/dispach.py:15", SHOP], "did you mean sms/dispatch.py:15"),
        (["sms/dispatch.py:1", SHOP], "something is known at sms/dispatch.py:"),
        (["zzzzzzzz"], "smsaudit signatures list"),
    ],
)
def test_what_is_unknown_ends_with_2_and_what_may_have_been_meant(
    arguments: list[str], mend: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", *arguments, "--no-cache", "--jobs=1"]) == 2
    captured = capsys.readouterr()
    assert mend in captured.err
    assert captured.out == ""


def test_secrets_on_a_line_are_masked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "from twilio.rest import Client\n\n\ndef f(to):\n"
        '    Client("AC1", password="hunter2hunter2").messages.create(to=to, from_="x", body="y")\n\n\nf("z")\n',
        encoding="utf-8",
    )
    text = explained(capsys, "twilio", str(tmp_path))
    assert "messages.create" in text
    assert "hunter2" not in text
