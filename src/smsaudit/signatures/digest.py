"""Which signatures an audit used, in one number."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from smsaudit.signatures.files import signature_names


def digest(directories: Sequence[Path]) -> str:
    """SHA-256 over the relative names and bytes of all signature files, in the order of names."""
    total = hashlib.sha256()
    files = (
        (name, _content(f"{directory}{os.sep}{name}"))
        for directory in directories
        for name in signature_names(directory)
    )
    for name, content in sorted(files):
        for part in (name.encode(), content):
            total.update(len(part).to_bytes(8, "big"))
            total.update(part)
    return total.hexdigest()


def _content(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - every run reads hundreds: no path objects
        return file.read()
