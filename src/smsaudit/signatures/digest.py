"""Which signatures an audit used, in one number."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from smsaudit.signatures.files import signature_files


def digest(directories: Sequence[Path]) -> str:
    """SHA-256 over the relative names and bytes of all signature files, in the order of names."""
    total = hashlib.sha256()
    files = (
        (path.relative_to(directory).as_posix(), path) for directory, path in signature_files(directories)
    )
    for name, content in sorted((name, path.read_bytes()) for name, path in files):
        for part in (name.encode(), content):
            total.update(len(part).to_bytes(8, "big"))
            total.update(part)
    return total.hexdigest()
