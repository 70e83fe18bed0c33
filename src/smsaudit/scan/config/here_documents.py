"""Configuration that a shell script writes out: `cat <<EOF > /etc/kannel.conf`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from msgspec.structs import replace as with_fields

from smsaudit.model.fact import Facts, Setting
from smsaudit.model.gap import Gap
from smsaudit.model.location import Place, TreePath
from smsaudit.scan.config.lines import normalised
from smsaudit.scan.scanner import Scanner

_SHELL = (".sh", ".bash", ".zsh", ".ksh")
_OPENS = re.compile(r"(?<!<)<<(?P<dash>-?)[ \t]*\\?(?P<quote>['\"]?)(?P<tag>[A-Za-z_]\w{0,60})(?P=quote)")
_WRITES = re.compile(r"(?:>{1,2}|\btee(?:[ \t]+-\w+)*)[ \t]*[\"']?(?P<path>[\w./${}~-]{1,250})")
_MOST = 200


class HereDocuments:
    """Reads the here documents of shell scripts as the files that they become."""

    def __init__(self, scanners: Sequence[Scanner]) -> None:
        self._scanners = scanners

    def wants(self, path: TreePath) -> bool:
        """Whether a file is a shell script by its name."""
        return path.endswith(_SHELL)

    def scan(self, path: TreePath, text: str) -> tuple[Facts, tuple[Gap, ...]]:
        """The settings of every document that becomes a file of configuration, where they stand in the script."""
        settings: list[Setting] = []
        gaps: list[Gap] = []
        for target, first, body in _documents(normalised(text)):
            scanner = next((one for one in self._scanners if one.wants(target)), None)
            if scanner is None:
                continue
            facts, found = scanner.scan(target, body)
            settings += (with_fields(each, place=_moved(each.place, first)) for each in facts.settings)
            gaps += (replace(gap, path=path, line=first + (gap.line or 1)) for gap in found)
        return Facts("shell", settings=tuple(settings)), tuple(gaps)


def _moved(place: Place, by: int) -> Place:
    return Place(place.line + by, place.column, place.end_line + by)


def _documents(text: str) -> Iterator[tuple[TreePath, int, str]]:
    """File that is written, line before the first of its own, and content of every here document."""
    rows = text.split("\n")
    ends: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        ends[row.lstrip("\t")].append(number)
    number = found = 0
    while number < len(rows) and found < _MOST:
        row = rows[number]
        number += 1
        opened = None if row.lstrip().startswith("#") else _OPENS.search(row)
        closed = ends.get(opened["tag"], []) if opened else []
        last = bisect_left(closed, number)
        if opened is None or last == len(closed):
            continue
        first, number = number, closed[last]
        written = _WRITES.search(row[: opened.start()]) or _WRITES.search(row[opened.end() :])
        if written is not None:
            found += 1
            indent = "\t" if opened["dash"] else ""
            body = "\n".join(each.lstrip(indent) if indent else each for each in rows[first:number])
            yield TreePath(written["path"].strip("/")), first, body
