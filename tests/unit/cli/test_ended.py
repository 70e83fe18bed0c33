"""A run that was made before is told again, and one that could end otherwise is made anew."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from smsaudit import pipeline
from smsaudit.cli import main
from smsaudit.discover import Look
from smsaudit.report import FORMATS
from tests.support.history import git

SENDER = "from twilio.rest import Client\n\nClient().messages.create(to='1', body='短信')\n"
LAPSED = "[facts]\nservice.reach = { value = 'internal', as_of = 2026-01-01, until = 2026-02-01, evidence = 'x' }\n"
Ended = tuple[int, bytes, str]


class Runs:
    """Runs of `scan` on one tree."""

    def __init__(self, root: Path, capture: pytest.CaptureFixture[bytes], patch: pytest.MonkeyPatch) -> None:
        self.root = root / "tree"
        self._cache = root / "cache"
        self._capture = capture
        self._patch = patch

    def scan(self, *arguments: str, cached: bool = True) -> Ended:
        self._patch.setenv("SMSAUDIT_CACHE", str(self._cache) if cached else "")
        code = main(["scan", str(self.root), "--as-of", "2026-11-22", *arguments])
        written = self._capture.readouterr()
        return code, written.out, written.err.decode()

    def write(self, files: Mapping[str, str]) -> None:
        self.root.mkdir(exist_ok=True)
        for name, text in files.items():
            (self.root / name).write_text(text, encoding="utf-8")


@pytest.fixture
def runs(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Runs:
    found = Runs(tmp_path, capsysbinary, monkeypatch)
    found.write({"a.py": SENDER})
    return found


def refused(*_: object) -> None:
    pytest.fail("audited again")


@pytest.mark.parametrize("name", FORMATS)
def test_every_report_is_told_again_as_it_was(name: str, runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = runs.scan("-f", name, cached=False)
    assert runs.scan("-f", name) == fresh
    monkeypatch.setattr(pipeline, "observe", refused)
    assert runs.scan("-f", name) == fresh


def test_exit_code_notes_and_files_are_those_of_the_run_before(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs.write({"smsaudit.toml": LAPSED + "[policy]\nmax-scenario = 'none'\n"})
    first = runs.scan("-o", f"csv={tmp_path / 'first.csv'}")
    assert first[0] == 1
    assert "declared until 2026-02-01" in first[2]
    monkeypatch.setattr(pipeline, "observe", refused)
    assert runs.scan("-o", f"csv={tmp_path / 'again.csv'}") == first
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "first.csv").read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--max-scenario", "none"),
        ("--as-of", "2026-11-23"),
        ("--lang", "zh"),
        ("-q",),
        ("-v",),
        ("--fail-on", "A"),
        ("-f", "sarif", "--show-suppressed"),
    ],
)
def test_whatever_is_asked_for_otherwise_is_answered_otherwise(
    arguments: tuple[str, ...], runs: Runs
) -> None:
    runs.scan()
    assert runs.scan(*arguments) == runs.scan(*arguments, cached=False)


@pytest.mark.parametrize("is_ignored", [False, True])
def test_a_configuration_holds_as_it_is_now(runs: Runs, *, is_ignored: bool) -> None:
    git(runs.root, "init", "-q")
    runs.write({"smsaudit.toml": "[policy]\nmax-scenario = 'B'\n", ".gitignore": "*.toml\n" * is_ignored})
    git(runs.root, "add", "-A")
    assert [runs.scan()[0], runs.scan()[0]] == [0, 0]
    runs.write({"smsaudit.toml": "[policy]\nmax-scenario = 'none'\n"})
    assert runs.scan()[0] == 1


def test_a_baseline_that_git_ignores_holds_as_it_is_now(runs: Runs) -> None:
    runs.write(
        {"smsaudit.toml": "baseline = 'known'\n[policy]\nmax-scenario = 'none'\n", ".gitignore": "known\n"}
    )
    git(runs.root, "init", "-q")
    known = runs.root / "known"
    assert runs.scan("-o", f"baseline={known}")[0] == 1
    assert runs.scan()[0] == 0
    known.write_text(known.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert runs.scan() == runs.scan(cached=False)


def test_an_edited_file_is_audited_again(runs: Runs) -> None:
    runs.scan()
    runs.write({"a.py": SENDER.replace("twilio.rest", "nowhere")})
    assert runs.scan() == runs.scan(cached=False)


def test_what_git_finds_unchanged_is_told_again_before_a_file_is_looked_at(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_git(runs.root)
    fresh = runs.scan(cached=False)
    assert runs.scan() == fresh
    monkeypatch.setattr(Look, "tree", refused)
    assert runs.scan() == fresh


def in_git(root: Path) -> None:
    """What is there, committed; log files are ignored, and so are settings."""
    (root / ".gitignore").write_text("*.log\n.env*\n")
    (root / "deep" / "below").mkdir(parents=True)
    (root / "deep" / "below" / "b.py").write_text("x = 1\n")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "start")


def edit(root: Path) -> None:
    (root / "a.py").write_text(SENDER.replace("twilio.rest", "nowhere"))


def edit_below(root: Path) -> None:
    (root / "deep" / "below" / "b.py").write_text(SENDER)


def stage(root: Path) -> None:
    edit_below(root)
    git(root, "add", "-A")


def add(root: Path) -> None:
    (far_below(root / "deep") / "c.py").write_text(SENDER)


def far_below(folder: Path) -> Path:
    """Where no names are looked up without git."""
    below = folder.joinpath(*"12345")
    below.mkdir(parents=True)
    return below


def remove(root: Path) -> None:
    (root / "a.py").unlink()


def ignore(root: Path) -> None:
    (root / "deep" / ".env.local").write_text("TWILIO_SID=1\n")


def hide(root: Path) -> None:
    git(root, "update-index", "--assume-unchanged", "a.py")
    edit(root)


def leave_out(root: Path) -> None:
    git(root, "update-index", "--skip-worktree", "a.py")
    remove(root)


def link(root: Path) -> None:
    (root / "deep" / "link.py").symlink_to("../a.py")
    git(root, "add", "-A")


def enclose(root: Path) -> None:
    git(root / "deep", "init", "-q")


@pytest.mark.parametrize("folder", [".", "deep"])
@pytest.mark.parametrize(
    "change", [edit, edit_below, stage, add, remove, ignore, hide, leave_out, link, enclose]
)
def test_whatever_changes_on_the_disk_is_told(
    change: Callable[[Path], None], folder: str, runs: Runs
) -> None:
    in_git(runs.root)
    whole, runs.root = runs.root, runs.root / folder
    runs.scan()
    change(whole)
    for _ in range(3):
        assert runs.scan() == runs.scan(cached=False)


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_what_git_does_not_look_at_is_told_as_it_is_now(flag: str, runs: Runs) -> None:
    in_git(runs.root)
    git(runs.root, "update-index", flag, "a.py")
    runs.scan()
    edit(runs.root)
    assert runs.scan() == runs.scan(cached=False)


def test_what_a_filter_brings_is_told_as_it_is_now(runs: Runs) -> None:
    runs.write({".gitattributes": "big.py filter=pointer\n", "big.py": "pointer\n"})
    in_git(runs.root)
    git(runs.root, "config", "filter.pointer.clean", "echo pointer")
    runs.scan()
    runs.write({"big.py": "x = 1\n" * 500_000})
    os.utime(
        runs.root / "big.py", (1, 1)
    )  # or git, which cannot tell what is younger from the index, compares the contents
    git(runs.root, "add", "-A")
    assert runs.scan() == runs.scan(cached=False)


def test_a_link_that_comes_to_lead_nowhere_is_told(runs: Runs) -> None:
    target = far_below(runs.root) / "seen.log"
    target.write_text("there\n")
    (runs.root / "link.py").symlink_to(target.relative_to(runs.root))
    in_git(runs.root)
    runs.scan()
    target.unlink()
    assert runs.scan() == runs.scan(cached=False)


def test_a_folder_that_its_repository_ignores_is_told_as_it_is_now(runs: Runs) -> None:
    in_git(runs.root)
    deep = far_below(runs.root / "out.log")
    runs.root /= "out.log"
    runs.scan()
    (deep / "d.py").write_text(SENDER)
    assert runs.scan() == runs.scan(cached=False)
