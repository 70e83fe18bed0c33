"""When the names in the signatures were last verified."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from smsaudit.signatures.files import signature_files

_READ = re.compile(r"\bread (\d{4}-\d{2}(?:-\d{2})?)\b")


def last_verified(directories: Sequence[Path]) -> str:
    """The newest `read YYYY-MM` among all sources; empty if no file has one."""
    texts = (path.read_text(encoding="utf-8") for _, path in signature_files(directories))
    return max((date for text in texts for date in _READ.findall(text)), default="")
