"""What a report says has to go: taken away, the label is the one that it said."""

from __future__ import annotations

import ast
import json
import re
import shutil
from pathlib import Path

import pytest

from smsaudit.cli import main
from tests.support.golden import ROOT

STORIES = ROOT / "fixtures" / "repos"
REMOVAL = re.compile(r"Without (.+?): ([A-Z][A-Z0-9]) \(")


def audited(tree: Path) -> dict[str, str]:
    """Label, leaf and the sentence about removals of an audit of `tree`."""
    out = tree.parent / "report.json"
    assert main(["scan", str(tree), "--as-of=2026-11-21", "--jobs=1", "-o", str(out)]) == 0
    verdict = json.loads(out.read_text(encoding="utf-8"))["verdict"]
    texts = [reason["text"] for reason in verdict["would_change"]]
    removal = next((text for text in texts if REMOVAL.match(text)), "")
    return {"label": verdict["label"], "leaf": verdict["leaf"], "removal": removal}


def take_away(tree: Path, places: list[str]) -> None:
    """The statements (or, outside Python, the lines) at these places, gone."""
    for name in {place.rpartition(":")[0] for place in places}:
        path = tree / name
        lines = path.read_text(encoding="utf-8").splitlines()
        gone = {int(place.rpartition(":")[2]) for place in places if place.startswith(f"{name}:")}
        for first, last, instead in (
            [*spans(lines, gone)] if name.endswith(".py") else [(g, g, "") for g in gone]
        ):
            lines[first - 1 : last] = [instead] + [""] * (last - first)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def spans(lines: list[str], gone: set[int]) -> list[tuple[int, int, str]]:
    """First and last line of the smallest statement around each place, and what keeps the block whole."""
    statements = [node for node in ast.walk(ast.parse("\n".join(lines))) if isinstance(node, ast.stmt)]
    found = []
    for line in gone:
        around = [s for s in statements if s.lineno <= line <= (s.end_lineno or s.lineno)]
        smallest = min(around, key=lambda s: (s.end_lineno or s.lineno) - s.lineno)
        found.append(
            (smallest.lineno, smallest.end_lineno or smallest.lineno, " " * smallest.col_offset + "pass")
        )
    return found


@pytest.mark.parametrize(
    "story",
    [
        "django-celery-tencent",
        "flask-alibaba-core",
        "internal-test-rig",
        "smpp-to-aggregator",
    ],
)
def test_without_what_is_named_the_verdict_is_the_one_that_was_said(tmp_path: Path, story: str) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(STORIES / story / "tree", tree)
    before = audited(tree)
    found = REMOVAL.match(before["removal"])
    assert found is not None
    take_away(tree, found[1].split(", "))
    after = audited(tree)
    assert after["label"] != before["label"]
    assert after["leaf"] == found[2]
