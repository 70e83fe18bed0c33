"""`smsaudit signatures`: list, show, new and schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from smsaudit.cli import main
from smsaudit.cli.exit import Exit
from smsaudit.model.signature import SignatureKind
from smsaudit.signatures.load import load_file

Output = pytest.CaptureFixture[str]

OWN = """\
id = "corp"
kind = "provider"
name = { en = "Corp SMS", zh = "公司短信" }
sources = ["the platform team, read 2026-11"]

[[pattern]]
id = "corp.send"
role = "send"
python.call = "corp_sms.client.send"
why = "Sends."

[[example]]
language = "python"
source = '''
import corp_sms.client
corp_sms.client.send("1", "x")  # expect: corp.send
'''

[[example]]
why = "Mail."
language = "python"
source = '''
import corp_mail.client
corp_mail.client.send("1", "x")
'''
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "corp.toml").write_text(OWN, encoding="utf-8")
    return tmp_path


def test_own_signatures_are_listed_beside_the_shipped_ones(own: Path, capsys: Output) -> None:
    assert main(["signatures", "list", "--signatures", str(own), "--lang", "zh"]) == Exit.OK
    rows = capsys.readouterr().out.splitlines()
    ids = [row.split()[0] for row in rows]
    assert ids == sorted(ids)
    assert "tencent" in ids
    (corp,) = [row.split() for row in rows if row.startswith("corp ")]
    assert corp == ["corp", "provider", "corp.toml", "公司短信"]


def test_a_signature_is_shown_as_a_page(own: Path, capsys: Output) -> None:
    assert main(["signatures", "show", "corp", "--signatures", str(own)]) == Exit.OK
    assert "corp_sms.client.send" in capsys.readouterr().out


def test_an_unknown_id_is_answered_with_the_nearest(capsys: Output) -> None:
    assert main(["signatures", "show", "tencnt"]) == Exit.USAGE
    assert "did you mean tencent?" in capsys.readouterr().err


def test_a_folder_without_signatures_is_a_mistake(tmp_path: Path, capsys: Output) -> None:
    assert main(["signatures", "list", "--signatures", str(tmp_path)]) == Exit.USAGE
    assert "holds no signature file" in capsys.readouterr().err


@pytest.mark.parametrize("kind", [each.value for each in SignatureKind])
@pytest.mark.parametrize("id_", ["acme", "my-co", "46elks"])
def test_a_new_signature_loads_under_its_own_name(tmp_path: Path, kind: str, id_: str) -> None:
    assert main(["signatures", "new", id_, "--kind", kind, "--directory", str(tmp_path)]) == Exit.OK
    signature = load_file(tmp_path / f"{id_}.toml")
    assert (signature.id, signature.kind) == (id_, kind)
    assert {pattern.id.partition(".")[0] for pattern in signature.patterns} == {id_}


def test_a_new_signature_never_replaces_a_file(own: Path, capsys: Output) -> None:
    assert main(["signatures", "new", "corp", "--directory", str(own)]) == Exit.USAGE
    assert "is there already" in capsys.readouterr().err
    assert (own / "corp.toml").read_text(encoding="utf-8") == OWN


@pytest.mark.parametrize("id_", ["Acme", "a_b", "../x", "a--b", ""])
def test_a_new_signature_needs_a_proper_id(tmp_path: Path, id_: str) -> None:
    assert main(["signatures", "new", id_, "--directory", str(tmp_path)]) == Exit.USAGE
    assert list(tmp_path.iterdir()) == []


def test_the_schema_of_signature_files_is_printed(capsys: Output) -> None:
    assert main(["signatures", "schema"]) == Exit.OK
    assert json.loads(capsys.readouterr().out)["title"] == "smsaudit signature"


@pytest.mark.parametrize("named", ["file", "folder", "id"])
def test_a_signature_that_keeps_its_promises_passes(own: Path, named: str, capsys: Output) -> None:
    chosen = {"file": str(own / "corp.toml"), "folder": str(own), "id": "corp"}[named]
    assert main(["signatures", "test", chosen, "--signatures", str(own)]) == Exit.OK
    assert capsys.readouterr().out == "1 signatures, 1 patterns, 2 examples: 0 failures\n"


def test_a_signature_that_breaks_its_promises_fails_with_the_line(own: Path, capsys: Output) -> None:
    broken = OWN.replace("corp_sms.client.send(", "corp_sms.client.check(")
    (own / "corp.toml").write_text(broken, encoding="utf-8")
    assert main(["signatures", "test", str(own / "corp.toml")]) == Exit.VIOLATED
    line, shown, told = capsys.readouterr().err.splitlines()
    assert line.startswith("corp.toml:")
    assert line.endswith(": corp.send was expected here and did not fire")
    assert "corp_sms.client.check(" in shown
    assert told.endswith(
        "what is called here: `corp_sms.client.check`; the pattern wants `corp_sms.client.send`"
    )
