"""Reading a baseline file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from smsaudit.model.baseline import HEADER, Baseline, Entry, entry_of
from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.settings.file import text_of

_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_MEND = "write it again: smsaudit scan -o baseline=FILE"
_NAME = HEADER.partition(":")[0]


def baseline(path: Path) -> Baseline:
    """The known findings in a file; every line that is none is raised at once."""
    lines = text_of(path).split("\n")
    problems: list[Problem] = []
    if not lines or not lines[0].startswith(_NAME):
        problems.append(Problem(str(path), 1, "", f'does not begin with "{_NAME}"', _MEND))
    entries = frozenset(_entries(lines, str(path), problems))
    if problems:
        raise SmsauditError(*problems)
    return Baseline(str(path), entries)


def _entries(lines: list[str], file: str, problems: list[Problem]) -> Iterator[Entry]:
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        entry = entry_of(line.removesuffix("\r"))
        if entry is not None:
            yield entry
        elif line.startswith(_CONFLICT):
            problems.append(
                Problem(file, number, "", "a merge conflict is left", "keep the lines of both sides")
            )
        else:
            problems.append(Problem(file, number, "", "not a line of a baseline", _MEND))
