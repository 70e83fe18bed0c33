"""What starts a script: a command line in a unit file, a Dockerfile, a shell script, or code of another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import basename, dirname

from smsaudit.flow.entries import Entry
from smsaudit.flow.program import Program
from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.referent import Frame

_FILES = re.compile(
    r"(?:.*/)?(?:dockerfile|procfile|makefile|crontab|cron)[^/]*"
    r"|.*\.(?:php|sh|bash|js|mjs|ts|go|java|kt|rb|pl|cs|service|timer|conf|cron|ya?ml|ini)"
)
_JOINED = re.compile(r"""["']\s*[.+]\s*["']""")
_COMMAND = re.compile(
    r"""\bpython[\d.]*(?:["', ]+-[A-Za-ln-z]\w*)*["', ]+(?:-m["', ]+(?P<module>[\w.]{1,200})|(?P<script>[^\s"',;|&\]]{0,200}\.py)\b)"""
)
_CLOCK = re.compile(r"(?i)(?:^|/)[^/]*cron[^/]*$")
"""Files whose lines are run by the clock."""
_VARIABLE = re.compile(r"\$\{?\w+\}?|%s|\{\w*\}")
_COMMENT = ("#", "//", "*", "<!--", ";")
_MOST = 3


class Started:
    """Finds the command lines that run a module of the tree as a script."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._commands: list[tuple[Location, str]] | None = None

    def by(self, script: Frame) -> list[Entry]:
        """Entries at the places that start the script."""
        if self._commands is None:
            self._commands = list(self._read())
        places = [place for place, written in self._commands if _means(written, place.path, script.path)]
        return [
            Entry(
                function=script,
                kind=EntryKind.SCHEDULE if _CLOCK.search(place.path) else EntryKind.SCRIPT,
                framework=_language(place.path),
                location=place,
                exposure=Exposure.INTERNAL if _CLOCK.search(place.path) else None,
            )
            for place in sorted(places)[:_MOST]
        ]

    def _read(self) -> Iterator[tuple[Location, str]]:
        for path, number, line in self._program.lines_with(["python"], _FILES):
            if line.lstrip().startswith(_COMMENT):
                continue
            for match in _COMMAND.finditer(_JOINED.sub("", line)):
                module = match["module"]
                yield (
                    Location(path, Place(number)),
                    f"{module.replace('.', '/')}.py" if module else match["script"],
                )


def _means(written: str, where: TreePath, script: TreePath) -> bool:
    """Whether a path on a command line, with variables in it, may be the script."""
    name = basename(_VARIABLE.sub("{}", written))
    if "{}" not in name:
        return name == basename(script)
    shape = ".+".join(map(re.escape, name.split("{}")))
    return re.fullmatch(shape, basename(script)) is not None and _is_below(script, dirname(where))


def _is_below(path: TreePath, folder: str) -> bool:
    return not folder or path.startswith(f"{folder}/")


def _language(path: TreePath) -> str:
    name = basename(path)
    return name.rpartition(".")[2].lower() if "." in name else name.lower()
