"""A policy on the command line and in the configuration, up to the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from smsaudit.cli import main
from smsaudit.cli.exit import Exit
from smsaudit.model.threshold import FailOn
from tests.support.results import beyond_policy, conditional_c
from tests.unit.cli.support import install

Output = pytest.CaptureFixture[str]

LINK = """\
from smpplib.client import Client

client = Client("10.1.2.3", 2775)
client.connect()
client.bind_transceiver(system_id="shop", password="")
client.send_message(destination_addr="13800000000", short_message=b"hello")
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "gateway.py").write_text(LINK, encoding="utf-8")
    return root


def configured(tree: Path, text: str) -> Path:
    (tree / "smsaudit.toml").write_text(text, encoding="utf-8")
    return tree


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], Exit.OK),
        (["--max-scenario=C"], Exit.OK),
        (["--max-scenario=B"], Exit.VIOLATED),
        (["--max-scenario=B", "--fail-on=never"], Exit.OK),
        (["--fail-on=C"], Exit.VIOLATED),
        (["--fail-on=worse"], Exit.OK),
        (["--max-scenario=Z9"], Exit.USAGE),
        (["--max-scenario=b"], Exit.USAGE),
    ],
)
def test_a_violated_policy_ends_with_its_own_code(tree: Path, arguments: list[str], code: Exit) -> None:
    assert main(["scan", str(tree), "-q", "--jobs=1", *arguments]) == code


def test_the_policy_of_the_project_is_checked(tree: Path, capsys: Output) -> None:
    text = '[policy]\nmax-scenario = "A"\nchannels = ["tencent"]\n'
    assert main(["scan", str(configured(tree, text)), "-q", "--jobs=1"]) == Exit.VIOLATED
    shown = " ".join(capsys.readouterr().out.split())
    assert "gateway.py:6 is not among the channels that the policy allows." in shown
    assert 'the policy allows at most "A".' in shown


def test_a_name_that_nobody_knows_is_a_mistake_and_not_a_rule(tree: Path, capsys: Output) -> None:
    text = '[[policy.contract]]\nname = "x"\nno-exposure = ["public"]\nmay-reach = ["modm"]\n'
    assert main(["scan", str(configured(tree, text)), "--jobs=1"]) == Exit.USAGE
    told = capsys.readouterr().err
    assert "smsaudit.toml:4: policy.contract[1].may-reach: 'modm' is no channel; did you mean modem?" in told


def test_the_command_line_comes_before_the_configuration(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = install(monkeypatch, conditional_c)
    text = '[policy]\nmax-scenario = "A"\nfail-on = "A"\nchannels = []\n'
    main(["scan", str(configured(tree, text)), "--max-scenario=B", "--fail-on=never"])
    policy = pipeline.asked[0][1].policy
    assert policy is not None
    assert (policy.limits.max_scenario, policy.fail_on, policy.limits.channels) == ("B", FailOn.NEVER, ())


def test_a_violation_comes_before_an_incomplete_audit(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, beyond_policy)
    assert main(["scan", str(tree), "--strict"]) == Exit.VIOLATED


def write_baseline(tree: Path, file: Path) -> str:
    main(["scan", str(tree), "--jobs=1", "-o", f"baseline={file}", "-q"])
    return file.read_text(encoding="utf-8")


def test_a_baseline_takes_what_is_known_out_of_the_check(tree: Path, tmp_path: Path) -> None:
    file = tmp_path / "known.txt"
    write_baseline(tree, file)
    policed = ["scan", str(tree), "-q", "--jobs=1", "--max-scenario=B"]
    assert main(policed) == Exit.VIOLATED
    assert main([*policed, f"--baseline={file}"]) == Exit.OK
    assert main([*policed, "--fail-on=worse", f"--baseline={file}"]) == Exit.OK
    (tree / "other.py").write_text(LINK, encoding="utf-8")
    assert main([*policed, f"--baseline={file}"]) == Exit.VIOLATED
    assert main([*policed, "--fail-on=worse", f"--baseline={file}"]) == Exit.VIOLATED


def test_the_label_stays_what_it_is_whatever_is_suppressed(
    tree: Path, tmp_path: Path, capsys: Output
) -> None:
    file = tmp_path / "known.txt"
    write_baseline(tree, file)
    capsys.readouterr()
    main(["scan", str(tree), "-q", "--jobs=1", f"--baseline={file}"])
    assert capsys.readouterr().out.startswith("C unless shown otherwise")


def test_a_baseline_is_sorted_and_the_same_after_lines_have_moved(tree: Path, tmp_path: Path) -> None:
    file = tmp_path / "known.txt"
    before = write_baseline(tree, file)
    header, *rows = before.splitlines()
    assert header.startswith("# smsaudit baseline 1")
    assert rows == sorted(rows)
    assert not any(":" in row for row in rows)
    (tree / "gateway.py").write_text(f"# a new first line\n\n{LINK}", encoding="utf-8")
    assert write_baseline(tree, file) == before


def test_a_baseline_written_with_itself_keeps_what_is_still_there(tree: Path, tmp_path: Path) -> None:
    file = tmp_path / "known.txt"
    before = write_baseline(tree, file)
    main(["scan", str(tree), "--jobs=1", "-q", f"--baseline={file}", "-o", f"baseline={file}"])
    assert file.read_text(encoding="utf-8") == before


def test_a_broken_contract_that_is_known_is_in_the_baseline(tree: Path, tmp_path: Path) -> None:
    text = '[[policy.contract]]\nname = "one door"\nonly = ["other"]\nmay-reach = ["*"]\n'
    file = tmp_path / "known.txt"
    assert "gateway.py policy.contract " in write_baseline(configured(tree, text), file)
    assert main(["scan", str(tree), "-q", "--jobs=1"]) == Exit.VIOLATED
    assert main(["scan", str(tree), "-q", "--jobs=1", f"--baseline={file}"]) == Exit.OK


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x.py smpp.send abcdefghijklmnop\n", 'known.txt:1: does not begin with "# smsaudit baseline 1"'),
        ("# smsaudit baseline 1\n<<<<<<< HEAD\n", "known.txt:2: a merge conflict is left"),
        ("# smsaudit baseline 1\nx.py smpp.send\n", "known.txt:2: not a line of a baseline"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(
    tree: Path, tmp_path: Path, capsys: Output, text: str, expected: str
) -> None:
    file = tmp_path / "known.txt"
    file.write_text(text, encoding="utf-8")
    assert main(["scan", str(tree), "--jobs=1", f"--baseline={file}"]) == Exit.USAGE
    assert expected in capsys.readouterr().err


def test_comments_suppress_in_the_check_and_are_listed(tree: Path, capsys: Output) -> None:
    rows = LINK.splitlines()
    for number, row in enumerate(rows):
        patterns = {2: "smpp.client", 3: "smpp.connect", 4: "smpp.bind", 5: "smpp.send"}.get(number)
        if patterns:
            rows[number] = f"{row}  # smsaudit: ignore[{patterns}] bench only, see ticket 12"
    (tree / "gateway.py").write_text("\n".join(rows), encoding="utf-8")
    main(["scan", str(tree), "--jobs=1", "-f", "json", "--max-scenario=B"])
    told = json.loads(capsys.readouterr().out)
    assert told["verdict"]["label"] == "C"
    assert {each["way"] for each in told["suppressed"]} == {"comment"}
    assert {each["reason"] for each in told["suppressed"]} == {"bench only, see ticket 12"}
    left = {each["pattern"] for each in told["detections"]} - {each["pattern"] for each in told["suppressed"]}
    assert told["policy"]["fails"] is False, left
