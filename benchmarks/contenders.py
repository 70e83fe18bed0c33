"""What is run on every tree: smsaudit cold and warm, and what others do in its place."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PARSED_AT_MOST = 1_500
"""Files that a parser is timed on; more are reckoned from these."""

_READER = """
import gc, random, sys
from pathlib import Path
import libcst
from smsaudit.scan.python.scanner import PythonScanner
read = {"LibCST": libcst.parse_module, "facts": lambda text: PythonScanner().scan("a.py", text)}[sys.argv[3]]
files = sorted(Path(sys.argv[1]).rglob("*.py"))
gc.disable()
for file in random.Random(1).sample(files, min(len(files), int(sys.argv[2]))):
    try:
        read(file.read_text(encoding="utf-8"))
    except Exception:
        pass
"""


@dataclass(frozen=True, slots=True)
class Contender:
    """A command, what has to be done before each run, and by what its cost is multiplied."""

    name: str
    command: tuple[str, ...]
    before: Callable[[], None] = lambda: None
    environment: Mapping[str, str] | None = None
    times: float = 1.0


@contextmanager
def contenders(root: Path, semgrep: str | None, kept: Path) -> Iterator[list[Contender]]:
    """All that can be run on this machine, the literal search (the floor) first; `kept` knows the tree already."""
    with tempfile.TemporaryDirectory(prefix="smsaudit-bench-") as scratch:
        folder = Path(scratch)
        cold = folder / "cold"
        literals = folder / "needles.txt"
        literals.write_bytes(b"\n".join(_needles()) + b"\n")
        audit = (
            sys.executable,
            "-m",
            "smsaudit",
            "scan",
            str(root),
            "-f",
            "json",
            "-o",
            str(folder / "report.json"),
        )
        found = [_search(root, literals)]
        found.append(
            Contender(
                "smsaudit, cold",
                audit,
                lambda: shutil.rmtree(cold, ignore_errors=True),
                {"SMSAUDIT_CACHE": str(cold)},
            )
        )
        found.append(Contender("smsaudit, one process", (*audit, "--jobs", "1", "--no-cache")))
        found.append(Contender("smsaudit, nothing changed", audit, environment={"SMSAUDIT_CACHE": str(kept)}))
        found += [_reader(root, "LibCST"), _reader(root, "facts")]
        if semgrep is not None:
            rules = HERE / "semgrep.yml"
            found.append(
                Contender(
                    "semgrep, 12 rules",
                    (
                        semgrep,
                        "scan",
                        "--metrics=off",
                        "--disable-version-check",
                        "--config",
                        str(rules),
                        "--quiet",
                        "--json",
                        str(root),
                    ),
                )
            )
        yield found


def _search(root: Path, literals: Path) -> Contender:
    if (ripgrep := shutil.which("rg")) is not None:
        return Contender(
            "ripgrep, same needles", (ripgrep, "-liF", "--hidden", "-f", str(literals), str(root))
        )
    return Contender(
        "grep, same needles", ("grep", "-rliF", "-f", str(literals), "--exclude-dir=.git", str(root))
    )


def _reader(root: Path, what: str) -> Contender:
    """LibCST's parse of every file, or all that we make of it."""
    files = sum(1 for _ in root.rglob("*.py"))
    times = max(1.0, files / PARSED_AT_MOST)
    name = f"{what}, all files" + (", reckoned" if times > 1 else "")
    return Contender(name, (sys.executable, "-c", _READER, str(root), str(PARSED_AT_MOST), what), times=times)


def _needles() -> list[bytes]:
    from smsaudit.signatures.load import shipped
    from smsaudit.signatures.needles import needles

    return sorted(each for each in needles(shipped()) if b"\n" not in each and b"\r" not in each)


def environment() -> dict[str, str]:
    """The surroundings of every run: ours, but with bytecode kept."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
