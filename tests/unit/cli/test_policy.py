"""A policy on the command line and in the configuration, up to the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsaudit.cli import main
from smsaudit.cli.exit import Exit
from smsaudit.model.policy import FailOn
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
