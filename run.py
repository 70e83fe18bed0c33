#!/usr/bin/env python3
"""Does all set-up, then runs what was asked for. Needs Python 3.11 or newer, and nothing else.

    python3 run.py scan PATH     audit a source tree; all other commands of smsaudit work the same way
    python3 run.py test [ARGS]   run the whole test suite, or pytest with these arguments
    python3 run.py lint          ruff, mypy and import-linter
    python3 run.py bench [ARGS]  measure speed, as ratios within one run (--help says more)
    python3 run.py fuzz [ARGS]   try broken inputs on every reader and writer (--help says more)
    python3 run.py lock          renew the lock files (needs uv)

The first run makes a virtual environment in .venv beside this file and installs the locked dependencies
into it; nothing outside that folder changes. Later runs install again only when a lock file or
pyproject.toml has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "installed.json"
FAILED = 2

PARALLEL = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", "--max-worker-restart=0")
"""The tests of a file share what is dear to prepare; those that take longest come first by their names. A process
that dies ends the run: what it leaves undone would be waited for in vain."""
MEASURES = {"bench": "benchmarks", "fuzz": "fuzz"}
LINT = (("ruff", "check"), ("ruff", "format", "--check"), ("mypy",), ("lint-imports",))
LOCK = (
    *(
        "uv",
        "pip",
        "compile",
        "pyproject.toml",
        "--quiet",
        "--upgrade",
        "--universal",
        "--python-version=3.11",
    ),
    *(
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-annotate",
        "--custom-compile-command=python3 run.py lock",
    ),
)


def main(arguments: Sequence[str]) -> int:
    """Run one word and answer its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older Python is to be told so
        return _complain(f"smsaudit needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    if not arguments:
        return _complain((__doc__ or "").strip())
    word, rest = arguments[0], arguments[1:]
    if word == "lock":
        return _lock()
    if word == "lint":
        return _install("dev") or _lint()
    if word == "test":
        return _install("dev") or _call(PYTHON, "-m", "pytest", *(rest or PARALLEL), folder=ROOT)
    if word in MEASURES:
        return _install("dev") or _call(PYTHON, "-m", MEASURES[word], *rest, folder=ROOT)
    # Isolated (-I), so that a library is never imported from the folder one stands in: it may be the audited tree.
    return _install("run") or _call(PYTHON, "-I", "-m", "smsaudit", *arguments)


def _install(wanted: str) -> int:
    """Bring `.venv` to what `requirements/<wanted>.txt` says, unless it is there already."""
    present = _present()
    if present.get(wanted) == _digest(wanted) or present.get("dev") == _digest("dev"):
        return 0
    _complain(f"smsaudit: setting up {VENV}, once and after every change of the dependencies ...")
    STAMP.unlink(missing_ok=True)
    if not present and _make_venv():
        return FAILED
    locked = ("--require-hashes", "--requirement", str(ROOT / "requirements" / f"{wanted}.txt"))
    itself = ("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    if _pip(*locked) or _pip(*itself):
        return _complain("smsaudit: the set-up failed, see above. Can pip reach its package index?")
    STAMP.write_text(json.dumps({"python": os.path.realpath(PYTHON), wanted: _digest(wanted)}))
    return 0


def _present() -> dict[str, str]:
    """What a former run has installed; nothing, where the interpreter has changed since."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
        is_ours = PYTHON.exists() and stamp["python"] == os.path.realpath(PYTHON)
    except (OSError, ValueError, KeyError):
        return {}
    return stamp if is_ours else {}


def _digest(wanted: str) -> str:
    """Of all that decides what is installed."""
    files = (ROOT / "requirements" / f"{wanted}.txt", ROOT / "pyproject.toml")
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _make_venv() -> int:
    """A `.venv` that has pip; one that somebody made by other means is kept."""
    fresh = (sys.executable, "-m", "venv", "--clear", str(VENV))
    command = (str(PYTHON), "-m", "ensurepip") if PYTHON.exists() else fresh
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode == 0:
        return 0
    hint = "On Debian and Ubuntu, install the package python3-venv."
    return _complain(f"{made.stdout}{made.stderr}\nsmsaudit: cannot make a virtual environment. {hint}")


def _pip(*arguments: str) -> int:
    """Install into `.venv`, wherever the user's own settings send other installations."""
    elsewhere = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONPATH", "PYTHONHOME")
    environment = {name: value for name, value in os.environ.items() if name not in elsewhere}
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode


def _lint() -> int:
    """Every check, whatever the others say."""
    failed = [" ".join(line) for line in LINT if _call(SCRIPTS / line[0], *line[1:], folder=ROOT)]
    return _complain(f"failed: {', '.join(failed)}") if failed else 0


def _lock() -> int:
    uv = shutil.which("uv")
    if uv is None:
        return _complain("uv is needed to renew the lock files: see CONTRIBUTING.md")
    run = _call(uv, *LOCK[1:], "--group=build", "--output-file=requirements/run.txt", folder=ROOT)
    same = ("--constraint=requirements/run.txt", "--output-file=requirements/dev.txt")
    return run or _call(uv, *LOCK[1:], "--group=dev", *same, folder=ROOT)


def _call(program: Path | str, *arguments: str, folder: Path | None = None) -> int:
    """Run a program in the foreground; what an interruption means is for it to say."""
    with subprocess.Popen([str(program), *arguments], cwd=folder) as process:
        while True:
            try:
                code = process.wait()
            except KeyboardInterrupt:
                continue
            return code if code >= 0 else 128 - code


def _complain(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
    return FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
