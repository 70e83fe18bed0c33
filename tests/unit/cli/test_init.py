"""`smsaudit init`: the questions that a tree raises, written down without touching what is there."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from smsaudit.cli import main
from smsaudit.cli.exit import Exit
from smsaudit.cli.program import Session, program

LINK = """
import smpplib.client


def send(phone, text):
    client = smpplib.client.Client(HOST, 2775)
    client.send_message(source_addr=SENDER, destination_addr=phone, short_message=text)
"""

Output = pytest.CaptureFixture[str]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "link.py").write_text(LINK, encoding="utf-8")
    return tmp_path


def init(tree: Path, *arguments: str) -> int:
    return main(["init", str(tree), "--as-of=2026-11-21", *arguments])


def written(tree: Path) -> str:
    return (tree / "smsaudit.toml").read_text(encoding="utf-8")


def answered(tree: Path, *answers: str) -> str:
    """What is printed when a person types these answers and then only presses Enter."""
    typed = "\n".join([*answers, *[""] * 60])
    result = CliRunner().invoke(
        program, ["init", str(tree), "--as-of=2026-11-21"], input=typed, obj=Session()
    )
    assert result.exit_code == 0, result.output
    return result.output


def test_questions_of_this_tree_are_comments_with_their_reason(tree: Path) -> None:
    assert init(tree, "--defaults") == Exit.OK
    text = written(tree)
    assert tomllib.loads(text) == {"facts": {}}
    assert '# id = "smpp"\n# peer = {' in text
    assert "Why: needed for U1" in text
    assert "sims.company_real_name" not in text


def test_a_tree_that_raises_no_question_gets_no_file(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "mail.py").write_text("import smtplib\n", encoding="utf-8")
    assert init(tmp_path, "--defaults") == Exit.OK
    assert not (tmp_path / "smsaudit.toml").exists()
    assert "no question" in capsys.readouterr().out


def test_a_second_run_changes_nothing(tree: Path) -> None:
    init(tree, "--defaults")
    before = written(tree)
    init(tree, "--defaults")
    assert written(tree) == before


def test_comments_and_answers_of_people_stay(tree: Path) -> None:
    mine = (
        '# ours\n[facts]\nservice.fee = { value = "no", as_of = 2026-11-01, evidence = "prices" } # see list\n'
        '\n[[channel]]\nid = "smpp"\npeer = { value = "carrier", as_of = 2026-11-01, evidence = "line" }\n'
    )
    (tree / "smsaudit.toml").write_text(mine, encoding="utf-8")
    init(tree, "--defaults")
    text = written(tree)
    assert [line for line in mine.splitlines() if line] == [
        line for line in text.splitlines() if line and line in mine.splitlines()
    ]
    assert text.count("service.fee") == 1
    assert "carrier_contracts.type" in text


def test_lines_go_on_to_end_as_they_did(tree: Path) -> None:
    mine = b'# ours\r\n[facts]\r\nservice.fee = { value = "no", as_of = 2026-11-01, evidence = "prices" }\r\n'
    (tree / "smsaudit.toml").write_bytes(mine)
    init(tree, "--defaults")
    text = (tree / "smsaudit.toml").read_bytes()
    assert text.startswith(mine)
    assert text.count(b"\n") == text.count(b"\r\n") > mine.count(b"\n")


def test_answers_take_the_place_of_their_questions(tree: Path, capsys: Output) -> None:
    init(tree, "--defaults")
    answered(tree, "carrier", "line contract 7", "sp", "contract 7, annex 2")
    text = written(tree)
    facts = tomllib.loads(text)
    assert facts["facts"]["carrier_contracts"]["type"]["evidence"] == "contract 7, annex 2"
    assert facts["channel"][0]["peer"]["value"] == "carrier"
    assert "# carrier_contracts.type" not in text
    capsys.readouterr()
    assert main(["scan", str(tree), "-q", "--as-of=2026-11-21"]) == Exit.OK
    assert "[C, C1]" in capsys.readouterr().out


def test_an_answer_that_the_fact_cannot_have_is_asked_again(tree: Path) -> None:
    output = answered(tree, "the moon", "carrier", "line contract 7")
    assert "one of carrier, provider_cn" in output
    assert tomllib.loads(written(tree))["channel"][0]["peer"]["value"] == "carrier"


def test_a_fact_that_has_lapsed_is_asked_again_and_replaced(tree: Path) -> None:
    lapsed = '[[channel]]\nid = "smpp"\npeer = { value = "carrier", as_of = 2025-01-01, evidence = "old", until = 2025-12-31 }\n'
    (tree / "smsaudit.toml").write_text(lapsed, encoding="utf-8")
    answered(tree, "provider_cn", "contract 9")
    assert tomllib.loads(written(tree))["channel"][0]["peer"] == {
        "value": "provider_cn",
        "as_of": tomllib.loads("d = 2026-11-21")["d"],
        "evidence": "contract 9",
    }


def test_settings_in_pyproject_are_not_silenced_by_a_second_file(tree: Path, capsys: Output) -> None:
    (tree / "pyproject.toml").write_text("[tool.smsaudit.facts]\n", encoding="utf-8")
    assert init(tree, "--defaults") == Exit.USAGE
    assert "would take its place" in capsys.readouterr().err
    assert not (tree / "smsaudit.toml").exists()


def test_a_broken_file_is_named_and_left_alone(tree: Path, capsys: Output) -> None:
    (tree / "smsaudit.toml").write_text("[facts\n", encoding="utf-8")
    assert init(tree, "--defaults") == Exit.USAGE
    assert "smsaudit.toml:1" in capsys.readouterr().err
    assert written(tree) == "[facts\n"


def test_chinese_questions_are_chinese(tree: Path) -> None:
    init(tree, "--defaults", "--lang=zh")
    comments = [line for line in written(tree).splitlines() if line.startswith("# ") and "=" not in line]
    assert comments
    assert all(
        any("\u4e00" <= c <= "\u9fff" for c in line) for line in comments if not line.startswith("# [")
    )
