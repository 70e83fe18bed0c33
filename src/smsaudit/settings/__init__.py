"""What a project says about itself: `smsaudit.toml`, or `[tool.smsaudit]` in its `pyproject.toml`."""

from __future__ import annotations

from smsaudit.settings.baseline import baseline
from smsaudit.settings.channels import Sender
from smsaudit.settings.project import Settings, read

__all__ = ["Sender", "Settings", "baseline", "read"]
