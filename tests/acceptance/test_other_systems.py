"""A whole audit where the interpreter lacks what only POSIX has, and every process has to start afresh."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.audits import planted

WITHOUT = """\
import os, signal, sys
for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[name] = None
for module, names in {
    os: ("O_CLOEXEC", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK", "getuid", "sched_getaffinity"),
    signal: ("pthread_sigmask", "SIGHUP", "SIGPROF"),
}.items():
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
"""
"""Each process of Python runs it first; this one, and those that it starts."""

AUDIT = """\
import sys
if __name__ == "__main__":
    sys.stdout.reconfigure(newline="\\r\\n")
    from smsaudit.cli import main
    import smsaudit.scan.workers
    sys.platform = "elsewhere" if "afresh" in sys.argv else sys.platform  # where no process is forked
    sys.exit(main(["scan", "tree", "--as-of=2026-11-21", "--jobs=2", "--no-cache", "-fjson"]))
"""

TREE = {
    "app.py": "from twilio.rest import Client\n\nClient().messages.create(to=phone, body=code)\n",
    "deploy/settings.py": "import smpplib.client\n\nsmpplib.client.Client('10.0.0.1', 2775)\n",
    ".env": "TWILIO_ACCOUNT_SID=\n",
}


def report(folder: Path, *arguments: str, **variables: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "run.py", *arguments],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout


def test_an_audit_is_the_same_bytes_where_nothing_of_posix_is_there(tmp_path: Path) -> None:
    planted(tmp_path, {"run.py": AUDIT, "poor/sitecustomize.py": WITHOUT})
    planted(tmp_path / "tree", TREE)
    poor = report(tmp_path, "afresh", PYTHONPATH=str(tmp_path / "poor"))
    assert poor == report(tmp_path)
    assert b"twilio" in poor
    assert b"\r" not in poor
