"""A baseline beside changes: what it knows is not held against them, and only that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from smsaudit.cli import main
from tests.support import history

Output = pytest.CaptureFixture[str]

VIOLATED = 1
USAGE = 2
STRICT = '[policy]\nmax-scenario = "none"\n'


def diff(root: Path, capsys: Output, *arguments: str) -> tuple[int, Mapping[str, Any]]:
    code = main(["diff", *arguments, f"--path={root}", "--format=json", "--as-of=2026-11-21", "--jobs=1"])
    printed = capsys.readouterr()
    assert printed.err == ""
    report: Mapping[str, Any] = json.loads(printed.out)
    return code, report


def scan(root: Path, *arguments: str) -> int:
    return main(["scan", str(root), "--quiet", "--as-of=2026-11-21", "--jobs=1", *arguments])


def commit(root: Path, name: str, files: Mapping[str, str | None]) -> None:
    history.write(root, files)
    history.git(root, "add", "-A")
    history.git(root, "commit", "-q", "-m", name)
    history.git(root, "tag", "-f", name)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A project that sends through a provider, knows it, and allows nothing more."""
    root = history.made(tmp_path / "shop", until="provider")
    file = root / "smsaudit.baseline"
    assert scan(root, "-o", f"baseline={file}") == 0
    commit(root, "known", {"smsaudit.toml": f'baseline = "{file.name}"\n{STRICT}'})
    return root


def test_the_configuration_names_the_baseline_for_every_command(shop: Path, capsys: Output) -> None:
    assert scan(shop) == 0
    assert scan(shop, "--config", str(shop / "smsaudit.toml")) == 0
    (shop / "smsaudit.toml").write_text(STRICT, encoding="utf-8")
    assert scan(shop) == VIOLATED
    assert scan(shop, f"--baseline={shop / 'smsaudit.baseline'}") == 0
    capsys.readouterr()


def test_a_baseline_that_is_named_can_be_written_the_first_time(tmp_path: Path, capsys: Output) -> None:
    root = history.made(tmp_path / "shop", until="provider")
    history.write(root, {"smsaudit.toml": f'baseline = "known.txt"\n{STRICT}'})
    assert scan(root) == USAGE
    assert "write it: smsaudit scan -o baseline=known.txt" in capsys.readouterr().err
    assert scan(root, "-o", f"baseline={root / 'known.txt'}") == VIOLATED
    assert scan(root) == 0
    capsys.readouterr()


def test_a_change_is_checked_without_what_the_baseline_knows(shop: Path, capsys: Output) -> None:
    commit(shop, "flag", {**history.COMMITS["wrapper"], **history.COMMITS["flag"]})
    code, report = diff(shop, capsys, "known", "flag")
    told = [each["text"] for each in report["changes"]["violations"]]
    assert code == VIOLATED
    assert len(told) == 1
    assert "CMPP" in told[0]


def test_what_the_baseline_knows_stays_known_where_a_change_moves_it(shop: Path, capsys: Output) -> None:
    commit(shop, "moved", history.COMMITS["wrapper"])
    code, report = diff(shop, capsys, "known", "moved")
    assert (code, report["changed"]) == (0, False)
    assert scan(shop) == 0
    capsys.readouterr()


def test_what_moves_by_itself_stays_known_and_what_changes_on_the_way_does_not(
    shop: Path, capsys: Output
) -> None:
    home = next(iter(history.COMMITS["provider"]))
    code = (shop / home).read_text(encoding="utf-8")
    indented = "\n".join(f"    {line}" if line else line for line in code.split("\n"))
    commit(shop, "moved", {home: None, "app/elsewhere.py": f"if True:\n{indented}\n"})
    assert scan(shop) == 0
    assert "gone" not in capsys.readouterr().out
    commit(shop, "copied", {"app/copy.py": code})
    assert scan(shop) == VIOLATED
    capsys.readouterr()


def test_a_copy_of_what_the_baseline_knows_is_new(shop: Path, capsys: Output) -> None:
    commit(shop, "copied", {"app/other.py": history.DIRECT})
    code, report = diff(shop, capsys, "known", "copied")
    assert (code, report["changes"]["violations"][0]["path"]) == (VIOLATED, "app/other.py")


def test_a_change_cannot_write_itself_into_the_baseline(shop: Path, capsys: Output) -> None:
    history.write(shop, {**history.COMMITS["wrapper"], **history.COMMITS["flag"]})
    assert scan(shop, "-o", f"baseline={shop / 'smsaudit.baseline'}") == VIOLATED
    capsys.readouterr()
    commit(shop, "flag", {})
    code, report = diff(shop, capsys, "known", "flag")
    assert (code, report["gate"]["loosens"]) == (VIOLATED, True)
    assert [each["file"] for each in report["gate"]["changes"]] == ["smsaudit.baseline"]
    assert diff(shop, capsys, "known", "flag", "--judged-by=change")[0] == 0


def test_a_baseline_of_any_name_is_part_of_what_judges(shop: Path, capsys: Output) -> None:
    moved = (shop / "smsaudit.baseline").read_text(encoding="utf-8")
    files = {"known.txt": moved, "smsaudit.toml": f'baseline = "./known.txt"\n{STRICT}'}
    commit(shop, "elsewhere", {**files, "smsaudit.baseline": history.GONE})
    commit(shop, "shorter", {"known.txt": f"{moved.splitlines()[0]}\n"})
    code, report = diff(shop, capsys, "elsewhere", "shorter")
    assert (code, [each["file"] for each in report["gate"]["changes"]]) == (0, ["known.txt"])


def test_the_command_line_names_another_baseline(shop: Path, tmp_path: Path, capsys: Output) -> None:
    commit(shop, "flag", {**history.COMMITS["wrapper"], **history.COMMITS["flag"]})
    other = tmp_path / "other.baseline"
    scan(shop, "-o", f"baseline={other}")
    capsys.readouterr()
    assert diff(shop, capsys, "known", "flag", f"--baseline={other}")[0] == 0


def test_a_broken_baseline_is_named_with_its_revision(shop: Path, capsys: Output) -> None:
    commit(shop, "broken", {"smsaudit.baseline": "<<<<<<< ours\n"})
    assert main(["diff", "broken", "HEAD", f"--path={shop}"]) == USAGE
    assert "broken:smsaudit.baseline:1: " in capsys.readouterr().err


STEPS = {
    "provider": "app/notify.py:16",
    "wrapper": None,
    "flag": "app/texts/cmpp.py:26",
    "default": None,
    "link": "app/notify.py:5",
    "suppressed": None,
    "renamed": None,
    "removed": None,
    "outside": "app/notify.py:5",
    "second": "app/notify.py:7",
    "docs": None,
    "silent": None,
}
"""Commit, and the line of what the baseline of the commit before does not know; what only moves to another file is known."""


STRICTLY = ("--max-scenario=none", "--fail-on=worse")


def place_of(violation: Mapping[str, Any]) -> str:
    at = violation["location"]
    return f"{at['path']}:{at['line']}"


def test_a_baseline_that_follows_the_history_tells_everything_new_once(
    tmp_path: Path, capsys: Output
) -> None:
    root, file = tmp_path / "shop", tmp_path / "baseline"
    history.made(root)
    history.git(root, "switch", "-q", "--detach", "start")
    scan(root, "-o", f"baseline={file}")
    for name, place in STEPS.items():
        history.git(root, "switch", "-q", "--detach", name)
        found = []
        for _ in range(2):
            capsys.readouterr()
            scan(root, *STRICTLY, f"--baseline={file}", "-f", "json")
            check = json.loads(capsys.readouterr().out)["policy"]
            found.append([place_of(each) for each in check["violations"]])
            scan(root, *STRICTLY, "-o", f"baseline={file}")
        assert found == [[place] if place else [], []], name


WINDOWS = {
    **history.START,
    **history.COMMITS["flag"],
    "app/notify.py": history.ACCEPTED_LINK,
    "app/texts/__init__.py": "",
    "app/texts/cmpp.py": history.ACCEPTED,
    "app/texts/other.py": history.TWILIO,
    "smsaudit.toml": f'baseline = "smsaudit.baseline"\n{STRICT}',
    ".gitignore": "secret/\n",
    "secret/sender.py": history.TWILIO,
}
"""Code, comments that suppress, configuration and rules of what is ignored."""


def test_line_ends_of_windows_change_nothing_that_is_found_suppressed_or_known(
    tmp_path: Path, capsys: Output
) -> None:
    told = []
    for name, end in (("unix", "\n"), ("windows", "\r\n")):
        root = tmp_path / name
        for path, content in WINDOWS.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(content or "", encoding="utf-8", newline=end)
        history.git(tmp_path, "-c", "core.autocrlf=false", "init", "-q", name)
        file = root / "smsaudit.baseline"
        scan(root, "-o", f"baseline={file}")
        baseline = file.read_text(encoding="utf-8")
        assert "app/texts/other.py twilio.send " in baseline
        file.write_text(baseline, encoding="utf-8", newline=end)
        capsys.readouterr()
        assert scan(root, "-f", "json") == 0
        report = json.loads(capsys.readouterr().out)
        told.append((baseline, report["verdict"], report["detections"], report["suppressed"]))
    assert told[0][3]
    assert told[0] == told[1]
