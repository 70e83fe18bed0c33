"""What a wheel is built with beside its files: all that follows from signatures and law, worked out."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WorkedOut(BuildHookInterface[Any]):
    """Puts into a wheel what its first run would have to work out, and every run where nothing can be kept."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the files of the wheel are gathered; in a checkout, the first run does it."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from smsaudit.beside import PACKAGED
        from smsaudit.known import worked_out

        self._folder = TemporaryDirectory()
        for name, content in worked_out():
            file = Path(self._folder.name) / name
            file.write_bytes(content)
            build_data["force_include"][str(file)] = f"smsaudit/{PACKAGED.name}/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """After the wheel was written."""
        if version != "editable":
            self._folder.cleanup()
