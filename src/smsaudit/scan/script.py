"""Scripts whose names say nothing: their first line names the program that runs them."""

from __future__ import annotations

from smsaudit.model.fact import Facts
from smsaudit.model.gap import Gap
from smsaudit.model.location import TreePath
from smsaudit.scan.names import interpreted_as, may_be_script


class Script:
    """Reads scripts of every language by their first line; other files without an ending hold no code."""

    def wants(self, path: TreePath) -> bool:
        """Whether the name leaves the language open."""
        return may_be_script(path)

    def scan(self, path: TreePath, text: str) -> tuple[Facts, tuple[Gap, ...]]:
        """All facts of the script."""
        language = interpreted_as(text)
        if language == "python":
            from smsaudit.scan.python.scanner import PythonScanner

            return PythonScanner().scan(path, text)
        from smsaudit.scan.text_code import TEXT_CODE

        return TEXT_CODE.scan_as(language, path, text)


SCRIPT = Script()
