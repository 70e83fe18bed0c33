"""A commit that is passed without an audit is one that an audit passes without a word."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsaudit.cli import main
from tests.properties.test_memory import TEXTS
from tests.support.history import git

POLICY = "[policy]\nmax-scenario = 'B'\n"
FILES: Mapping[str, tuple[str | None, ...]] = {
    **TEXTS,
    "smsaudit.toml": (None, None, POLICY, POLICY.replace("B", "none")),
    "known.txt": ("1\n", "2\n"),
    "app/beside.py": ("import json\n", "import json\n\nx = 2\n", "# smsaudit: ignore[twilio.send]\n", ""),
    "app/wide.py": ("x = 1\n", "\ufeffx = 2\n"),
    "docs/sms.md": (None, "# Twilio\n", "# More\n"),
}
BESIDE = ("app/beside.py", "app/far.py", "app/helpers.py", "deploy/values.yaml", "notes.bin", "docs/sms.md")
Commit = tuple[tuple[str, int], ...]


@st.composite
def histories(draw: st.DrawFn) -> list[Commit]:
    """A first state of a project, and commits of one or two files; most touch nothing that sends."""
    first = tuple((name, draw(st.integers(0, len(texts) - 1))) for name, texts in FILES.items())
    names = st.one_of(st.sampled_from(BESIDE), st.sampled_from(BESIDE), st.sampled_from(sorted(FILES)))
    commits = [first]
    for _ in range(5):
        chosen = draw(st.lists(names, min_size=1, max_size=2, unique=True))
        commits.append(tuple((name, draw(st.integers(0, len(FILES[name]) - 1))) for name in chosen))
    return commits


def hook(root: Path, cache: Path) -> tuple[int, str, str]:
    return answered("--path", str(root), cache=str(cache))


def audit(root: Path, report: Path) -> tuple[int, str, str]:
    """The same with a report more, for which both sides are audited whatever is staged."""
    return answered("--path", str(root), "-o", f"json={report}", cache=str(report.parent))


def answered(*arguments: str, cache: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    with patch.dict(os.environ, SMSAUDIT_CACHE=cache), redirect_stdout(out), redirect_stderr(err):
        code = main(["diff", "--staged", "--quiet", *arguments])
    return code, out.getvalue(), err.getvalue()


def stage(root: Path, commit: Commit) -> None:
    for name, number in commit:
        file, text = root / name, FILES[name][number]
        file.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(text, encoding="utf-16" if "\ufeff" in text else "utf-8")
    git(root, "add", "-A")


@settings(max_examples=6)
@given(history=histories())
def test_the_short_way_answers_as_the_long_one(
    history: list[Commit], tmp_path_factory: pytest.TempPathFactory
) -> None:
    report = tmp_path_factory.getbasetemp() / "hook.json"
    with TemporaryDirectory() as folder:
        root, cache = Path(folder, "tree"), Path(folder, "cache")
        root.mkdir()
        git(root, "init", "-q")
        for commit in history:
            stage(root, commit)
            expected = audit(root, report)
            assert [hook(root, cache), hook(root, cache)] == [expected, expected]
            git(root, "commit", "-q", "--allow-empty", "-m", "change")
