"""The tree that is to be audited."""

from __future__ import annotations

import os
from pathlib import Path

from smsaudit.model.errors import Problem, SmsauditError


def target(path: Path) -> Path:
    """`path`, if it is a folder that can be listed."""
    if not path.exists():
        raise _error(path, "there is no such folder", "name the root of a source tree")
    if not path.is_dir():
        raise _error(path, "is a file, not a folder", "name the folder that holds the source tree")
    try:
        with os.scandir(path):
            return path
    except OSError as error:
        raise _error(path, f"cannot be read: {error.strerror}", "check its permissions") from None


def _error(path: Path, what: str, mend: str) -> SmsauditError:
    return SmsauditError(Problem(str(path), 0, "", what, mend))
