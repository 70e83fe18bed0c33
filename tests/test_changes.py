"""What a reviewer reads of a change: the comment, the summary and the annotations, kept to be read as they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from smsaudit.cli import main
from tests.support import history
from tests.support.golden import AS_OF, ROOT, lasting

KEPT = ROOT / "fixtures" / "changes"
REPORTS = {"comment.md": "markdown", "summary.md": "summary", "annotations.txt": "github"}

ALERT = f"{history.TWILIO.replace('def send_code', 'def alert')}\n\ndef hourly():\n    alert('+447700900123', 'down')\n"

CASES: Mapping[str, tuple[str, str]] = {
    "no-change": ("provider", "wrapper"),
    "b-to-c": ("wrapper", "flag"),
    "c-to-b": ("renamed", "removed"),
    "new-provider": ("wrapper", "alerts"),
    "undetermined": ("removed", "outside"),
}
"""Case -> the revisions before and after."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The history, and a branch on which a second provider comes."""
    root = history.made(tmp_path_factory.mktemp("changes") / "shop")
    history.git(root, "switch", "-q", "-c", "alerts", "wrapper")
    history.write(root, {"app/alerts.py": ALERT})
    history.git(root, "add", "-A")
    history.git(root, "commit", "-q", "-m", "alerts")
    return root


@pytest.mark.parametrize("case", CASES)
def test_a_reviewer_reads_what_was_read_before(
    case: str,
    shop: Path,
    tmp_path: Path,
    regenerate: bool,  # noqa: FBT001 - a fixture
) -> None:
    outputs = [f"--output={format_}={tmp_path / name}" for name, format_ in REPORTS.items()]
    arguments = ["diff", *CASES[case], f"--path={shop}", f"--as-of={AS_OF}", "--jobs=1", *outputs]
    assert main([*arguments, "--output=text=-", "--quiet"]) in {0, 1}
    for name in REPORTS:
        text, kept = (tmp_path / name).read_text(encoding="utf-8"), KEPT / case / name
        if regenerate:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(lasting(name, text), encoding="utf-8", newline="\n")
        assert kept.exists(), "run: python3 run.py test tests/test_changes.py --regenerate"
        assert lasting(name, text) == kept.read_text(encoding="utf-8")
