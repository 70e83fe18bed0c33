"""The command line. Commands import what they need when they run, so that `--help` costs nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code."""
    try:
        from smsaudit.cli.run import run
    except KeyboardInterrupt:  # while it loads
        return _INTERRUPTED
    return run(sys.argv[1:] if arguments is None else arguments)
