"""The line of code that stands at a place of the audited tree, harmless and without secrets."""

from __future__ import annotations

from smsaudit.discover import Tree, Undecodable, Unreadable, decode
from smsaudit.model.lines import lines_of
from smsaudit.model.location import Location, TreePath
from smsaudit.model.redaction import redacted


class CodeLines:
    """Reads each file once, when one of its lines is asked for."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._files: dict[TreePath, list[str]] = {}

    def at(self, location: Location) -> str:
        """The line, redacted; empty where it cannot be read any more."""
        lines = self._lines(location.path)
        return redacted(lines[location.line - 1].strip()) if location.line <= len(lines) else ""

    def _lines(self, path: TreePath) -> list[str]:
        if path not in self._files:
            try:
                self._files[path] = lines_of(decode(path, self._tree.read(path)))
            except (Unreadable, Undecodable):
                self._files[path] = []
        return self._files[path]
