"""The tree that is to be audited."""

from __future__ import annotations

import os
from pathlib import Path

from smsaudit.model.errors import Problem, SmsauditError


def target(path: Path) -> Path:
    """`path`, if it is a folder that can be listed."""
    try:
        with os.scandir(path):
            return path
    except FileNotFoundError:
        what, mend = "there is no such folder", "name the root of a source tree"
    except NotADirectoryError:
        what, mend = "is a file, not a folder", "name the folder that holds the source tree"
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        what, mend = f"cannot be read: {reason}", "check its permissions"
    raise SmsauditError(Problem(str(path), 0, "", what, mend))
