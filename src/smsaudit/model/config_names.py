"""Where a project may say something about itself."""

from __future__ import annotations

OWN_NAME = "smsaudit.toml"
SHARED_NAME = "pyproject.toml"
