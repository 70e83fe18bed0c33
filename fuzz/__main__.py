"""Tries inputs on every reader and writer, and prints what broke.

    python3 run.py fuzz                        10,000 inputs over all targets
    python3 run.py fuzz --inputs 100000        as many as that
    python3 run.py fuzz --only audit           one target; --list names them
    python3 run.py fuzz --seed 7               other inputs; the same seed gives the same ones

Each target runs in a process of its own, so that a crash is a finding and not an end. What is found is written to
the folder of --keep, one JSON line each, with the input.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from fuzz.targets import targets
from smsaudit.cli.output import emit

_SHARES = {"audit": 2.0}
"""How many inputs a target gets for each one of the others."""


def main() -> int:
    """Hunt and print; exit code 1 if anything was found."""
    parser = argparse.ArgumentParser(
        prog="python3 run.py fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], metavar="TARGET")
    parser.add_argument("--list", action="store_true", help="print the names of all targets")
    parser.add_argument("--keep", type=Path, default=None, metavar="DIR")
    chosen = parser.parse_args()
    names = [each.name for each in targets() if not chosen.only or each.name in chosen.only]
    if chosen.list or not names:
        emit("".join(f"{each.name}\n" for each in targets()))
        return 0 if chosen.list else 2
    weights = {name: _SHARES.get(name, 1.0) for name in names}
    tried, findings = 0, list[dict[str, str]]()
    for name in names:
        inputs = max(1, round(chosen.inputs * weights[name] / sum(weights.values())))
        done, found = _hunted(name, chosen.seed, inputs)
        tried += done
        findings += found
    emit(f"{tried:,} inputs, {len(findings)} findings\n")
    if chosen.keep is not None:
        chosen.keep.mkdir(parents=True, exist_ok=True)
        (chosen.keep / "findings.jsonl").write_text("".join(json.dumps(each) + "\n" for each in findings))
    return 1 if findings else 0


def _hunted(name: str, seed: int, inputs: int) -> tuple[int, list[dict[str, str]]]:
    tried, lines, pool, findings = 0, 0, 0, list[dict[str, str]]()
    while tried < inputs:
        with tempfile.TemporaryDirectory(prefix="smsaudit-fuzz-") as folder:
            scratch = Path(folder)
            command = (
                sys.executable,
                "-m",
                "fuzz.hunt",
                name,
                str(seed + tried),
                str(inputs - tried),
                folder,
            )
            ended = subprocess.run(command, capture_output=True, text=True, check=False)
            done = scratch / "done"
            count, lines, pool = json.loads(done.read_text()) if done.exists() else (1, lines, pool)
            if (scratch / "found").exists():
                findings += map(json.loads, (scratch / "found").read_text().splitlines())
            if ended.returncode:
                data = (
                    (scratch / "trying").read_bytes().decode("latin-1")
                    if (scratch / "trying").exists()
                    else ""
                )
                findings.append(
                    {
                        "target": name,
                        "what": f"the process ended with {ended.returncode}: {ended.stderr[-300:]}",
                        "input": data,
                    }
                )
            tried += max(1, count)
    kinds = Counter(each["what"] for each in findings)
    emit(f"{name:28}{tried:8,} inputs {lines:6,} lines reached {pool:6,} seeds {len(findings):4} findings\n")
    for what, times in kinds.most_common(10):
        emit(f"    {times} x {what}\n")
    return tried, findings


if __name__ == "__main__":
    raise SystemExit(main())
