"""A dozen commits of one project: every change of the verdict is told once, on the line that makes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from smsaudit.cli import main
from smsaudit.model.redaction import redacted
from tests.support import history

VIOLATED = 1
USAGE = 2


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return history.made(tmp_path_factory.mktemp("history") / "shop")


def told(
    root: Path, capsys: pytest.CaptureFixture[str], *arguments: str, format_: str = "json"
) -> tuple[int, str]:
    code = main(
        ["diff", *arguments, f"--path={root}", f"--format={format_}", "--as-of=2026-11-21", "--jobs=1"]
    )
    printed = capsys.readouterr()
    assert printed.err == ""
    return code, printed.out


def reported(
    root: Path, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, Mapping[str, Any]]:
    code, text = told(root, capsys, *arguments)
    report: Mapping[str, Any] = json.loads(text)
    return code, report


@pytest.mark.parametrize("step", history.STEPS, ids=str)
def test_every_commit_says_what_it_does(
    step: history.Step, shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = reported(shop, capsys, f"{step.name}~1", step.name)
    assert report["direction"] == step.direction
    assert f"{report['before']['label']} {report['before']['leaf']}" == step.before
    assert f"{report['after']['label']} {report['after']['leaf']}" == step.after
    flip = report["flip"]
    assert (f"{flip['path']}:{flip['line']}" if flip else "") == step.place
    assert code == (VIOLATED if step.fails else 0)
    assert report["changed"] is not step.is_quiet


@pytest.mark.parametrize("step", [step for step in history.STEPS if step.place], ids=str)
def test_the_line_that_is_named_is_one_that_git_shows(
    step: history.Step, shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    revisions = f"{step.name}~1", step.name
    _, report = reported(shop, capsys, *revisions)
    flip = report["flip"]
    side = "-" if flip["side"] == "before" else "+"
    patch = history.git(shop, "diff", "-U0", "--no-renames", *revisions, "--", flip["path"])
    assert flip["on_changed_line"]
    assert any(
        line.startswith(side) and redacted(line[1:].strip()) == flip["code"] for line in patch.splitlines()
    )


def test_a_change_that_changes_nothing_is_one_sentence(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = told(shop, capsys, "provider", "wrapper", format_="text")
    assert code == 0
    assert text.replace("\n", " ").startswith("No change in how messages are sent: B, once")
    assert told(shop, capsys, "provider", "wrapper", format_="github") == (0, "")
    assert told(shop, capsys, "provider", "wrapper", "--quiet", format_="text") == (0, "")


def test_what_the_wrapper_and_the_new_name_hide_from_a_reader_of_lines_is_no_change(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for before, after in (("provider", "wrapper"), ("suppressed", "renamed")):
        _, report = reported(shop, capsys, before, after)
        assert not any(report["changes"].values())


def test_the_flag_brings_channel_way_condition_licence_and_duties(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, report = reported(shop, capsys, "wrapper", "flag")
    added = {
        kind: [item["text"] for item in items if item["change"] == "added"]
        for kind, items in report["changes"].items()
    }
    assert added["channels"][0].startswith("CMPP (China Mobile) [cmpp]: C unless shown otherwise")
    assert added["flows"][0] == (
        "codes/ (code) → CMPP (China Mobile), if settings.SMS_BACKEND == 'cmpp'; anyone can trigger it"
    )
    assert "settings.SMS_BACKEND == 'cmpp'" in added["conditions"]
    assert added["licences"][0].startswith("B25-SP")
    assert added["duties"]


def test_annotations_begin_with_the_line_that_flips(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = told(shop, capsys, "wrapper", "flag", format_="github")
    first = text.splitlines()[0]
    assert code == VIOLATED
    assert first.startswith(
        "::error file=app/texts/cmpp.py,line=26,title=SMS scenario::Worse: B (B2) → C unless"
    )
    assert text.count("line=26") == 1 + text.count("Channels (new): CMPP")


def test_a_line_that_is_gone_is_not_annotated_in_the_new_tree(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, text = told(shop, capsys, "renamed", "removed", format_="github")
    assert text.splitlines()[0].startswith("::notice title=SMS scenario::Better: C (U1) → B")
    assert "file=app/channels/cmpp.py" not in text


def test_what_is_staged_is_compared_with_what_is_checked_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = history.made(tmp_path / "shop", until="wrapper")
    history.write(root, history.COMMITS["flag"])
    assert reported(root, capsys, "--staged")[1]["direction"] == "same"
    assert reported(root, capsys, "--worktree")[1]["direction"] == "worse"
    history.git(root, "add", "app/texts/cmpp.py")
    code, report = reported(root, capsys, "--staged")
    assert (code, report["direction"]) == (VIOLATED, "worse")
    assert report["before"]["name"] == "HEAD"
    assert report["after"]["name"] == "staged"


def test_a_merge_answers_only_for_what_neither_side_had(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = history.made(tmp_path / "shop", until="flag")
    history.git(root, "switch", "-q", "-c", "topic", "wrapper")
    history.write(root, {"README.md": "text"})
    history.git(root, "add", "-A")
    history.git(root, "commit", "-q", "-m", "topic")
    history.git(root, "merge", "-q", "--no-commit", "main")
    code, report = reported(root, capsys, "--staged")
    assert (code, report["direction"], report["before"]["name"]) == (0, "same", "MERGE_HEAD")
    assert reported(root, capsys, "HEAD", "--staged")[0] == VIOLATED


def test_the_merge_base_leaves_out_what_others_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = history.made(tmp_path / "shop", until="flag")
    history.git(root, "switch", "-q", "-c", "topic", "wrapper")
    history.write(root, {"README.md": "text"})
    history.git(root, "add", "-A")
    history.git(root, "commit", "-q", "-m", "topic")
    assert reported(root, capsys, "main", "topic")[1]["direction"] == "better"
    assert reported(root, capsys, "main", "topic", "--merge-base")[1]["direction"] == "same"


def test_a_base_that_a_shallow_clone_lacks_is_told_with_a_way_out(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history.git(tmp_path, "clone", "-q", "--depth=1", shop.as_uri(), "clone")
    assert main(["diff", "provider", f"--path={tmp_path / 'clone'}"]) == USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "git fetch --depth=1 origin provider" in printed.err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "name the revision to compare with"),
        (["a", "b", "c"], "at most 2 can"),
        (["a", "b", "--staged"], "at most 1 can"),
        (["--staged", "--worktree"], "contradict each other"),
        (["a", "-q", "-v"], "contradict each other"),
        (["absent"], "is no revision of this repository"),
        (["HEAD", "--path=absent"], "there is no such folder"),
        (["HEAD", "--output=junit=x"], "is not a format"),
        (["HEAD", "-o=json=x"], "write -o json=x or --output=json=x"),
    ],
)
def test_mistakes_end_with_a_hint(
    arguments: list[str],
    complaint: str,
    shop: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(shop)
    assert main(["diff", *arguments]) == USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert complaint in " ".join(printed.err.split())


def test_nothing_is_written_into_the_repository(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.lstat().st_mtime_ns for path in shop.rglob("*")}
    reported(shop, capsys, "wrapper", "flag")
    reported(shop, capsys, "--worktree")
    assert {path: path.lstat().st_mtime_ns for path in shop.rglob("*")} == before


def test_two_runs_say_the_same_to_the_byte(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for format_ in ("text", "json", "markdown", "summary", "github"):
        first, second = (told(shop, capsys, "wrapper", "flag", format_=format_) for _ in range(2))
        assert first == second


def test_every_format_speaks_chinese(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for format_ in ("text", "markdown", "summary", "github"):
        _, text = told(shop, capsys, "wrapper", "flag", "--lang=zh", format_=format_)
        assert "加重：B" in text
        assert "Worse" not in text


def test_a_change_is_judged_by_what_the_base_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = history.made(tmp_path / "shop", until="flag")
    declared = """\
[facts]
carrier_contracts.type = { value = "sp", as_of = 2026-11-01, evidence = "contract 7" }

[[channel]]
id = "cmpp"
peer = { value = "provider_cn", as_of = 2026-11-01, evidence = "contract 8" }
"""
    history.write(root, {"smsaudit.toml": declared})
    history.git(root, "add", "-A")
    history.git(root, "commit", "-q", "-m", "declared")
    _, by_base = reported(root, capsys, "wrapper", "main")
    _, by_change = reported(root, capsys, "wrapper", "main", "--judged-by=change")
    assert by_base["after"]["leaf"] == "U1"
    assert by_change["after"]["leaf"] != "U1"
    assert by_base["gate"]["judged_by"] == "wrapper"
    edited = {(each["file"], each["key"], each["line"], each["after"]) for each in by_base["gate"]["changes"]}
    assert ("smsaudit.toml", "facts.carrier_contracts.type.value", 2, "sp") in edited
    assert ("smsaudit.toml", "channel[1].id", 5, "cmpp") in edited


RULED = '[policy]\nmax-scenario = "B"\n'


def ruled(tmp_path: Path, *, after: str | None = None) -> Path:
    """The history up to the flag, with a policy before it; the flag's commit may come with another."""
    root = history.made(tmp_path / "shop", until="wrapper")
    history.write(root, {"smsaudit.toml": RULED})
    history.git(root, "add", "-A")
    history.git(root, "commit", "-q", "-m", "ruled")
    history.git(root, "tag", "ruled")
    history.write(root, {**history.COMMITS["flag"], **({"smsaudit.toml": after} if after else {})})
    history.git(root, "add", "-A")
    history.git(root, "commit", "-q", "-m", "flag")
    return root


def test_a_policy_says_how_far_a_change_may_go(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = ruled(tmp_path)
    code, report = reported(root, capsys, "ruled", "main")
    assert (code, report["fails"], report["gate"]["loosens"]) == (VIOLATED, True, False)
    assert 'at most "B"' in report["changes"]["violations"][0]["text"]
    assert reported(root, capsys, "ruled", "main", "--max-scenario=C")[0] == 0
    assert reported(root, capsys, "ruled", "main", "--fail-on=never")[0] == 0


def test_what_violated_the_policy_before_is_not_held_against_a_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ruled(tmp_path)
    history.write(root, {"app/views.py": f"{history.VIEWS}\n# more\n"})
    history.git(root, "commit", "-q", "-am", "more")
    code, report = reported(root, capsys, "main~1", "main", "--fail-on=C")
    assert (code, report["changed"], report["after"]["leaf"]) == (0, False, "U1")


def test_a_change_that_loosens_its_own_gate_does_not_pass_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ruled(tmp_path, after=RULED.replace('"B"', '"C"'))
    code, report = reported(root, capsys, "ruled", "main")
    assert (code, report["gate"]["loosens"], report["gate"]["judged_by"]) == (VIOLATED, True, "ruled")
    assert report["gate"]["changes"] == [
        {"file": "smsaudit.toml", "line": 2, "key": "policy.max-scenario", "before": "B", "after": "C"}
    ]
    assert reported(root, capsys, "ruled", "main", "--judged-by=change")[0] == 0
    _, text = told(root, capsys, "ruled", "main", format_="markdown")
    assert "it loosens the gate" in text


def test_a_change_cannot_suppress_itself_out_of_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ruled(tmp_path)
    history.write(root, {"app/texts/cmpp.py": history.suppressed(history.CMPP)})
    history.git(root, "commit", "-q", "-am", "suppressed")
    code, report = reported(root, capsys, "ruled", "main")
    assert (code, report["after"]["leaf"], report["gate"]["loosens"]) == (VIOLATED, "U1", True)
    assert {each["key"] for each in report["gate"]["changes"]} >= {"ignore[cmpp.submit]", "ignore[cmpp.link]"}
    code, report = reported(root, capsys, "ruled", "main", "--judged-by=change")
    assert (code, report["after"]["leaf"], report["direction"]) == (0, "U1", "worse")


def test_what_was_suppressed_before_stays_so_when_it_moves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ruled(tmp_path)
    history.write(root, {"app/texts/cmpp.py": history.suppressed(history.CMPP)})
    history.git(root, "commit", "-q", "-am", "suppressed")
    (root / "app/texts").rename(root / "app/channels")
    history.write(root, {"app/notify.py": history.CHOSEN.replace("app.texts", "app.channels")})
    history.git(root, "add", "-A")
    history.git(root, "commit", "-q", "-m", "moved")
    code, report = reported(root, capsys, "main~1", "main")
    assert (code, report["changed"], report["gate"]["changes"]) == (0, False, [])


def test_a_broken_configuration_is_named_with_its_revision(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = history.made(tmp_path / "shop", until="provider")
    history.write(root, {"smsaudit.toml": "[facts\n"})
    history.git(root, "add", "-A")
    history.git(root, "commit", "-q", "-m", "broken")
    history.git(root, "tag", "broken")
    assert main(["diff", "broken", "broken", f"--path={root}"]) == USAGE
    assert capsys.readouterr().err.startswith("broken:smsaudit.toml:1: not valid TOML")


def test_a_changed_default_is_told_at_the_setting(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, report = reported(shop, capsys, "flag", "default")
    told_of = {item["text"].partition(" is ")[0]: item for item in report["changes"]["channels"]}
    assert {(item["path"], item["line"], item["side"]) for item in told_of.values()} == {
        ("app/settings.py", 3, "after")
    }
    assert "is the default now" in told_of["CMPP (China Mobile)"]["text"]
    assert "is no longer the default" in told_of["Tencent Cloud SMS"]["text"]


BY_NAME = """\
from django.conf import settings
from django.utils.module_loading import import_string


def send_code(phone, code):
    import_string(settings.SMS_BACKEND)().send(phone, code)
"""


def named(backend: str) -> str:
    return f'ROOT_URLCONF = "app.urls"\n\nSMS_BACKEND = "app.texts.{backend}"\n'


def test_a_way_that_a_setting_opens_is_told_at_the_setting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = history.made(tmp_path / "shop", until="flag")
    for at, backend in enumerate(("tencent.Backend", "cmpp.Backend")):
        history.write(root, {"app/notify.py": BY_NAME, "app/settings.py": named(backend)})
        history.git(root, "commit", "-q", "-am", f"{at}")
    _, report = reported(root, capsys, "main~1", "main")
    told_of = [(each["change"], f"{each['path']}:{each['line']}") for each in report["changes"]["flows"]]
    assert told_of == [("added", "app/settings.py:3"), ("removed", "app/settings.py:3")]
    assert "→ CMPP" in report["changes"]["flows"][0]["text"]


def test_a_verdict_that_one_line_makes_better_is_annotated_where_the_line_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = history.made(tmp_path / "shop", until="wrapper")
    history.write(root, {"app/notify.py": history.TWILIO})
    history.git(root, "commit", "-q", "-am", "direct")
    history.write(root, {"app/notify.py": history.TWILIO.replace("client.messages.create(", "print(")})
    history.git(root, "commit", "-q", "-am", "mended")
    _, text = told(root, capsys, "main~1", "main", format_="github")
    assert text.splitlines()[0].startswith("::notice file=app/notify.py,line=7,title=SMS scenario::Better: ")


def test_a_file_is_written_even_where_quiet_has_nothing_to_say(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "change.json"
    assert told(shop, capsys, "provider", "wrapper", "--quiet", f"--output=json={file}", format_="text") == (
        0,
        "",
    )
    assert json.loads(file.read_text(encoding="utf-8"))["changed"] is False
