"""Prints one table per tree: what smsaudit costs, as multiples of a literal search for the same needles.

    python3 -m benchmarks                          generated trees of 1,000 and 10,000 files
    python3 -m benchmarks --sizes 1000 100000      generated trees of these sizes
    python3 -m benchmarks --checkouts DIR ...      real trees
    python3 -m benchmarks --semgrep PATH           also Semgrep with a dozen rules

Contenders take turns, so that a busy machine slows all of them; compare figures of one table only.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.contenders import Contender, contenders, environment
from benchmarks.measure import Cost, middle, run
from benchmarks.trees import Planted, plant
from smsaudit.cli.output import emit


def main() -> int:
    """Measure and print; exit code 1 if a planted send was missed."""
    parser = argparse.ArgumentParser(
        prog="python3 -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sizes", nargs="*", type=int, default=None, metavar="FILES")
    parser.add_argument(
        "--share", nargs="*", type=float, default=[0.01], help="shares of packages that send (default: 0.01)"
    )
    parser.add_argument("--checkouts", nargs="*", type=Path, default=[], metavar="DIR")
    parser.add_argument("--semgrep", metavar="PATH", help="the semgrep command")
    parser.add_argument("--rounds", type=int, default=3, help="turns of every contender (default: 3)")
    chosen = parser.parse_args()
    sizes = chosen.sizes if chosen.sizes is not None else ([] if chosen.checkouts else [1_000, 10_000])
    missed = 0
    for files in sizes:
        for share in chosen.share:
            with tempfile.TemporaryDirectory(prefix="smsaudit-tree-") as folder:
                planted = plant(Path(folder), files, share=share)
                title = f"{planted.files:,} generated files, {len(planted.sends)} senders, {planted.depth} calls deep"
                missed += _missed(planted, _table(planted.root, title, chosen.semgrep, chosen.rounds))
    for checkout in chosen.checkouts:
        _table(checkout, checkout.name, chosen.semgrep, chosen.rounds)
    return 1 if missed else 0


def _table(root: Path, title: str, semgrep: str | None, rounds: int) -> Any:
    """Print what every contender costs; answers the report on the tree."""
    with (
        tempfile.TemporaryDirectory(prefix="smsaudit-kept-") as kept,
        contenders(root, semgrep, Path(kept)) as field,
    ):
        report = _report(root, Path(kept))
        costs: dict[str, list[Cost]] = {each.name: [] for each in field}
        for _ in range(rounds):
            for each in field:
                costs[each.name].append(_once(each, root))
    floor = middle(costs[field[0].name])
    emit(f"\n{title}\n{'':28}{'wall s':>9}{'x':>8}{'cpu s':>9}{'x':>8}{'MiB':>7}\n")
    for each in field:
        cost = middle(costs[each.name])
        wall, cpu = cost.wall * each.times, cost.cpu * each.times
        emit(
            f"{each.name:28}{wall:9.2f}{wall / floor.wall:8.1f}{cpu:9.2f}{cpu / floor.cpu:8.1f}{cost.peak:7.0f}\n"
        )
    files = report["target"]["files"]
    emit(f"{files['parsed']} of {files['considered']} files parsed\n")
    return report


def _once(contender: Contender, root: Path) -> Cost:
    contender.before()
    return run(
        contender.command, folder=root.parent, environment=environment() | dict(contender.environment or {})
    )


def _missed(planted: Planted, report: Any) -> int:
    sends = {(d["path"], d["line"]) for d in report["detections"] if d["role"] == "send"}
    routes = {flow["steps"][-1]["path"] for flow in report["flows"] if flow["entry_point"]}
    lost = {place for place in planted.sends if place not in sends or place[0] not in routes}
    emit(
        f"\n{len(planted.sends) - len(lost)} of {len(planted.sends)} planted senders found with their route\n"
    )
    return len(lost)


def _report(root: Path, kept: Path) -> Any:
    """The report on a tree, by a run that keeps what it reads."""
    with tempfile.TemporaryDirectory(prefix="smsaudit-bench-") as folder:
        report = Path(folder) / "report.json"
        run(
            (
                sys.executable,
                "-m",
                "smsaudit",
                "scan",
                str(root),
                "-f",
                "json",
                "-o",
                str(report),
            ),
            folder=Path(folder),
            environment=environment() | {"SMSAUDIT_CACHE": str(kept)},
        )
        return json.loads(report.read_text("utf-8"))


if __name__ == "__main__":
    raise SystemExit(main())
