"""What a configuration file means, and what is said about mistakes in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import tomli

from smsaudit import settings
from smsaudit.model.baseline import HEADER, Entry
from smsaudit.model.declared import FACT_KEYS, Answer, Contract, Peer, ProviderLicence, Reach
from smsaudit.model.errors import SmsauditError
from smsaudit.settings.channels import CHANNEL_KEYS
from smsaudit.settings.facts import CHOICES, FREE_KEYS
from smsaudit.settings.file import LARGEST

TODAY = date(2026, 11, 21)

FULL = """\
signatures = ["audit/own"]

[facts]
service.reach = { value = "internal", as_of = 2026-11-01, evidence = "policy.pdf" }
service.fee = { value = false, as_of = 2026-11-01, evidence = "price list" }
licences_held = { value = ["B2-20260001", "B2-20260002"], as_of = 2026-11-01, evidence = "scan" }

[facts.sims]
company_real_name = { value = true, as_of = 2026-11-01, evidence = "bill", until = 2027-01-31 }

[[channel]]
id = "cmpp"
peer = { value = "carrier", as_of = 2026-10-01, evidence = "contract 7" }
contract = { value = "group_own_use", as_of = 2026-10-01, evidence = "contract 7" }

[[channel]]
path = "./rig/"
pool = { value = "no", as_of = 2026-10-01, evidence = "photo" }

[[sender]]
call = "corp_sms.client.send"
channel = "other:corp-sms"
as_of = 2026-10-01
evidence = "platform team"
"""


def project(tmp_path: Path, text: str, name: str = "smsaudit.toml") -> Path:
    (tmp_path / "audit" / "own").mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def problems(tmp_path: Path, text: str, name: str = "smsaudit.toml") -> list[str]:
    root = project(tmp_path, text, name)
    with pytest.raises(SmsauditError) as caught:
        settings.read(root, None, TODAY)
    return [str(problem).replace(f"{tmp_path}/", "") for problem in caught.value.problems]


def test_a_tree_without_configuration_declares_nothing(tmp_path: Path) -> None:
    assert settings.read(tmp_path, None, TODAY) == settings.Settings()


def test_facts_of_the_service_are_typed_and_kept_as_written(tmp_path: Path) -> None:
    declared = settings.read(project(tmp_path, FULL), None, TODAY).declared
    assert (declared.path.reach, declared.path.fee, declared.path.sim) == (
        Reach.INTERNAL,
        Answer.NO,
        Answer.YES,
    )
    assert declared.facts["service.reach"].evidence == "policy.pdf"
    assert declared.facts["licences_held"].value == "B2-20260001, B2-20260002"
    assert declared.facts["sims.company_real_name"].until == date(2027, 1, 31)


def test_facts_of_a_channel_stand_beside_those_of_the_service(tmp_path: Path) -> None:
    declared = settings.read(project(tmp_path, FULL), None, TODAY).declared
    cmpp = declared.for_channel("cmpp")
    assert (cmpp.peer, cmpp.contract, cmpp.reach) == (Peer.CARRIER, Contract.GROUP_OWN_USE, Reach.INTERNAL)
    assert declared.for_channel("gammu", ["rig/send.py"]).pool is Answer.NO
    assert declared.facts["channel.cmpp.peer"].as_of == date(2026, 10, 1)


def test_a_declared_sender_is_kept(tmp_path: Path) -> None:
    (sender,) = settings.read(project(tmp_path, FULL), None, TODAY).senders
    assert (sender.call, sender.channel) == ("corp_sms.client.send", "other:corp-sms")


def test_signature_folders_are_relative_to_the_file(tmp_path: Path) -> None:
    assert settings.read(project(tmp_path, FULL), None, TODAY).signatures == (tmp_path / "audit" / "own",)


def test_the_table_in_pyproject_is_read_as_well(tmp_path: Path) -> None:
    text = '[tool.other]\nx = 1\n[tool.smsaudit]\nsignatures = ["audit/own"]\n'
    found = settings.read(project(tmp_path, text, "pyproject.toml"), None, TODAY)
    assert found.signatures == (tmp_path / "audit" / "own",)


def test_the_own_file_comes_before_pyproject(tmp_path: Path) -> None:
    project(tmp_path, '[tool.smsaudit]\nsignatures = ["audit/own"]\n', "pyproject.toml")
    assert settings.read(project(tmp_path, ""), None, TODAY).signatures == ()


def test_a_named_file_comes_before_both(tmp_path: Path) -> None:
    project(tmp_path, FULL)
    (tmp_path / "other.toml").write_text("", encoding="utf-8")
    assert settings.read(tmp_path, tmp_path / "other.toml", TODAY).declared.facts == {}


def test_a_named_pyproject_must_have_the_table(tmp_path: Path) -> None:
    project(tmp_path, "[tool.other]\n", "pyproject.toml")
    with pytest.raises(SmsauditError, match=r"has no table \[tool.smsaudit\]"):
        settings.read(tmp_path, tmp_path / "pyproject.toml", TODAY)


def test_an_expired_fact_does_not_hold_and_is_named(tmp_path: Path) -> None:
    found = settings.read(project(tmp_path, FULL), None, date(2027, 2, 1))
    assert found.declared.path.sim is Answer.UNKNOWN
    assert "sims.company_real_name" not in found.declared.facts
    (problem,) = found.expired
    assert (problem.line, problem.key) == (9, "facts.sims.company_real_name")


def test_a_fact_holds_on_its_last_day(tmp_path: Path) -> None:
    assert settings.read(project(tmp_path, FULL), None, date(2027, 1, 31)).expired == ()


@pytest.mark.parametrize(
    ("expires", "until", "holds"),
    [
        ("2027-06-30", "", True),
        ("2026-06-30", "", False),
        ("2027-06-30", ", until = 2026-01-31", False),
        ("2026-06-30", ", until = 2027-01-31", False),
        ("in summer", "", True),
    ],
)
def test_a_licence_is_verified_no_longer_than_until_it_expires(
    tmp_path: Path, expires: str, until: str, *, holds: bool
) -> None:
    shown = 'as_of = 2026-01-01, evidence = "register"'
    text = (
        f'[facts]\nproviders.licence_no = {{ value = "verified", {shown}{until} }}\n'
        f'providers.expires = {{ value = "{expires}", {shown} }}\n'
    )
    found = settings.read(project(tmp_path, text), None, TODAY)
    assert (found.declared.path.licence is ProviderLicence.VERIFIED) is holds
    assert [problem.key for problem in found.expired] == [[], ["facts.providers.licence_no"]][not holds]


def test_an_open_fact_needs_no_evidence(tmp_path: Path) -> None:
    text = '[facts]\nservice.reach = { value = "unknown" }\n'
    assert settings.read(project(tmp_path, text), None, TODAY).declared.path.reach is Reach.UNKNOWN


GOOD = 'as_of = 2026-11-01, evidence = "x"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("signature = []\n", "smsaudit.toml:1: signature: unknown key; did you mean signatures?"),
        (
            f'[facts]\n\nservice.reech = {{ value = "internal", {GOOD} }}\n',
            "smsaudit.toml:3: facts.service.reech: unknown fact; did you mean reach?",
        ),
        (
            f'[facts]\nentitee.kind = {{ value = "x", {GOOD} }}\n',
            "smsaudit.toml:2: facts.entitee: unknown fact; did you mean entity?",
        ),
        (
            f'[facts.service]\nreach = {{ value = "inside", {GOOD} }}\n',
            (
                "smsaudit.toml:2: facts.service.reach.value: 'inside' is not one of the values; "
                "write internal, external, unknown"
            ),
        ),
        (
            '[facts]\nservice.reach = "internal"\n',
            (
                "smsaudit.toml:2: facts.service.reach: a fact needs its date and evidence; "
                'write { value = …, as_of = 2026-11-21, evidence = "…" }'
            ),
        ),
        (
            '[facts.service.reach]\nvalue = "internal"\nas_of = "2026-11-01"\nevidence = "x"\n',
            (
                "smsaudit.toml:3: facts.service.reach.as_of: not a date; "
                "write it as 2026-11-21, without quotes or time"
            ),
        ),
        (
            f'[facts]\nservice.reach = {{ valu = "internal", {GOOD} }}\n',
            "smsaudit.toml:2: facts.service.reach.valu: unknown key; did you mean value?",
        ),
        (
            '[facts]\nservice.reach = { value = "internal", as_of = 2026-11-01 }\n',
            (
                "smsaudit.toml:2: facts.service.reach.evidence: missing; "
                "name the document or person that shows it"
            ),
        ),
        (
            f'[[channel]]\nid = "a"\n[[channel]]\npeer = {{ value = "carrier", {GOOD} }}\n',
            (
                "smsaudit.toml:3: channel[2]: needs either id or path; "
                'say which channel is meant, id = "cmpp" or path = "gateway"'
            ),
        ),
        (
            f'[[channel]]\nid = "a"\nper = {{ value = "carrier", {GOOD} }}\n',
            "smsaudit.toml:3: channel[1].per: unknown key; did you mean peer?",
        ),
        ('[[channel]]\nid = "a"\n[[channel]]\nid = "a"\n', "'a' has a table already"),
        ('[[channel]]\npath = "../x"\n', "smsaudit.toml:2: channel[1].path: leads out of the tree"),
        ("channel = 3\n", "smsaudit.toml:1: channel: not a list of tables; begin each with [[channel]]"),
        ("facts = 3\n", "smsaudit.toml:1: facts: not a table; begin it with [facts]"),
        ('[[sender]]\ncall = "send"\n', 'sender[1].call: missing or misspelt; write call = "corp_sms'),
        ('[[sender]]\nchannel = "A B"\n', "smsaudit.toml:2: sender[1].channel: missing or misspelt"),
        ("[[sender]]\nas_of = 2026-11-01T00:00:00\n", "sender[1].as_of: missing or not a date"),
        ('signatures = "x"\n', "smsaudit.toml:1: signatures: not a list of folders"),
        ('signatures = ["nowhere"]\n', "signatures: 'nowhere' is not a folder"),
        (f'signatures = ["{"x" * 300}"]\n', "x' is not a folder"),
        ('signatures = ["a\\u0000b"]\n', "signatures: 'a\\x00b' is not a folder"),
        ('signatures = ["../x"]\n', "signatures: '../x' leads out of the tree; pass it with --signatures"),
        ("a = \n", "smsaudit.toml:1: not valid TOML: "),
        ("a = " + "[" * 9000, "smsaudit.toml: nested too deeply"),
        ("a = " + "9" * 9000, "smsaudit.toml: a number has too many digits"),
    ],
)
def test_a_mistake_is_named_with_line_key_and_mend(tmp_path: Path, text: str, expected: str) -> None:
    assert any(expected in problem for problem in problems(tmp_path, text)), problems(tmp_path, text)


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "[facts]\nx = 1\n\n[[sender]]\ny = 1\n"
    lines = [problem.split(":")[1] for problem in problems(tmp_path, text)]
    assert len(lines) > 2
    assert lines == sorted(lines, key=int)


def test_a_table_in_pyproject_is_named_by_its_own_line(tmp_path: Path) -> None:
    found = problems(tmp_path, "[tool.other]\nx = 1\n[tool.smsaudit]\nsignatres = []\n", "pyproject.toml")
    assert found == ["pyproject.toml:4: signatres: unknown key; did you mean signatures?"]


@pytest.mark.parametrize("text", ["[tool.smsaudit\n", "[tool]\nsmsaudit = 3\n"])
def test_a_broken_table_of_ours_is_a_mistake(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text, "pyproject.toml")


@pytest.mark.parametrize("content", [b"[tool.other\n", b"\xff\xfe", b"x" * (LARGEST + 1)])
def test_a_broken_pyproject_that_is_not_about_us_is_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pyproject.toml").write_bytes(content)
    assert settings.read(tmp_path, None, TODAY) == settings.Settings()


def test_a_link_out_of_the_tree_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a = 1\n", encoding="utf-8")
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "smsaudit.toml").symlink_to(tmp_path / "secret")
    with pytest.raises(SmsauditError, match="leads out of the tree"):
        settings.read(tree, None, TODAY)


@pytest.mark.parametrize("name", ["missing.toml", "folder"])
def test_a_named_file_that_cannot_be_read_is_a_mistake(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(SmsauditError, match=name):
        settings.read(tmp_path, tmp_path / name, TODAY)


def test_a_link_to_itself_is_a_mistake_or_no_configuration(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "loop"):
        (tmp_path / name).symlink_to(name)
    assert settings.read(tmp_path, None, TODAY) == settings.Settings()
    for text in ('baseline = "loop"', 'signatures = ["loop"]'):
        assert any("loop" in problem for problem in problems(tmp_path, text))
    (tmp_path / "smsaudit.toml").unlink()
    (tmp_path / "smsaudit.toml").symlink_to("smsaudit.toml")
    with pytest.raises(SmsauditError, match="cannot be read"):
        settings.read(tmp_path, None, TODAY)


def test_a_dangling_link_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "smsaudit.toml").symlink_to(tmp_path / "gone")
    with pytest.raises(SmsauditError, match="cannot be read"):
        settings.read(tmp_path, None, TODAY)


def test_every_question_of_the_law_can_be_answered() -> None:
    law = Path(__file__).parents[3] / "law" / "questions.toml"
    asked = {each["fact_key"] for each in tomli.loads(law.read_text(encoding="utf-8"))["question"]}
    assert asked - {"sender"} <= {*FREE_KEYS, *CHOICES}


def test_every_deciding_fact_can_be_declared_for_one_channel() -> None:
    assert set(CHANNEL_KEYS.values()) == set(FACT_KEYS.values())


KNOWN = Entry("app.py", "tencent.send", "abcdefghijklmnop")


def with_baseline(tmp_path: Path, text: str, named: str = "known/smsaudit.baseline") -> Path:
    root = project(tmp_path, f'baseline = "{named}"\n')
    (root / "known").mkdir()
    (root / "known" / "smsaudit.baseline").write_text(text, encoding="utf-8")
    return root


def test_a_baseline_is_read_relative_to_the_file_that_names_it(tmp_path: Path) -> None:
    root = with_baseline(tmp_path, f"{HEADER}\n{KNOWN.line}\n")
    found = settings.read(root, None, TODAY).baseline
    assert found is not None
    assert found.entries == {KNOWN}
    assert settings.read(root, None, TODAY, with_baseline=False).baseline is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("baseline = 1", "smsaudit.toml:1: baseline: not the name of a file; write baseline ="),
        ('baseline = "../x"', "'../x' leads out of the tree; pass it with --baseline"),
        ('baseline = "x"', "there is no file 'x'; write it: smsaudit scan -o baseline=x"),
        (f'baseline = "{"x" * 300}"', "x'; write it: smsaudit scan -o baseline=x"),
        ('baseline = "a\\u0000b"', "there is no file 'a\\x00b'"),
        ('base-line = "x"', "base-line: unknown key; did you mean baseline?"),
    ],
)
def test_mistakes_about_a_baseline_are_told_with_a_mend(text: str, complaint: str, tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, text)
    assert complaint in problem


def test_mistakes_in_a_baseline_are_told_together_with_those_of_the_configuration(tmp_path: Path) -> None:
    root = with_baseline(tmp_path, f"{HEADER}\n<<<<<<< ours\n{KNOWN.line}\nsomething\n")
    with (root / "smsaudit.toml").open("a", encoding="utf-8") as file:
        file.write("pollicy = 1\n")
    with pytest.raises(SmsauditError) as caught:
        settings.read(root, None, TODAY)
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 3
    assert "did you mean policy?" in told[0]
    assert "smsaudit.baseline:2: a merge conflict is left" in told[1]
    assert "smsaudit.baseline:4: not a line of a baseline" in told[2]
