"""Scripts that code of the tree runs as processes of their own: `os.system("python3 alarm.py")`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from posixpath import basename

from smsaudit.flow.edge import Edge
from smsaudit.flow.program import Program
from smsaudit.model.flow import Resolution
from smsaudit.model.location import TreePath
from smsaudit.model.referent import Frame
from smsaudit.model.value import Attribute, Name

_PYTHON = re.compile(r".*\.py")
_RUNS = re.compile(
    r"(?i)system|popen[234]?|call|check_(?:call|output)|get(?:status)?output|run(?:_path|_command)?|spawn\w*|exec\w*"
    r"|create_subprocess_(?:exec|shell)|startfile"
)
"""What makes the operating system, or the interpreter, run a file."""


class Spawned:
    """Finds who runs a module of the tree by the name of its file."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._naming: dict[str, frozenset[TreePath]] = {}

    def files(self, nodes: Iterable[Frame]) -> set[TreePath]:
        """Those that name one of the scripts."""
        return {path for node in nodes if not node.scope for path in self._files(node.path)}

    def into(self, node: Frame) -> Iterator[Edge]:
        """Calls that run the body of a module, as far as they stand in files that were read."""
        if node.scope:
            return
        named = _named(node.path)
        for path in sorted(self._files(node.path)):
            facts = self._program.facts(path)
            for call in facts.calls if facts is not None else ():
                callee = call.callee
                if not isinstance(callee, Attribute | Name) or not _RUNS.fullmatch(callee.name):
                    continue
                if any(named.search(text) for text in self._program.values(path, call, "*") or ()):
                    caller = self._program.function_at(path, call.scope)
                    yield Edge(caller, node, call.place, "calls", Resolution.BY_NAME, call.guards)

    def _files(self, script: TreePath) -> frozenset[TreePath]:
        name = basename(script)
        if name not in self._naming:
            found = self._program.lines_with([name], _PYTHON)
            self._naming[name] = frozenset(
                path for path, _, line in found if path != script and _named(script).search(line)
            )
        return self._naming[name]


def _named(script: TreePath) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-]){re.escape(basename(script))}(?![\w.])")
