"""What a project says about itself: `smsaudit.toml`, or `[tool.smsaudit]` in its `pyproject.toml`."""

from __future__ import annotations

from smsaudit.model.config_names import OWN_NAME, SHARED_NAME
from smsaudit.settings.baseline import baseline
from smsaudit.settings.project import Settings, read
from smsaudit.settings.written import Written, written

__all__ = [
    "OWN_NAME",
    "SHARED_NAME",
    "Settings",
    "Written",
    "baseline",
    "read",
    "written",
]
