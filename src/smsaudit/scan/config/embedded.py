"""Files inside files: a Kubernetes ConfigMap holds `kannel.conf: |` and the like."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from smsaudit.model.location import Place, TreePath
from smsaudit.scan.config.entries import Cut, Entry, Read
from smsaudit.scan.scanner import Scanner

_MOST_TEXT = 2_000_000
"""Characters of embedded files that are read per file; aliases could repeat one without end."""


def with_embedded(read: Callable[[str], Read], scanners: Sequence[Scanner]) -> Callable[[str], Read]:
    """`read`, which also reads values of several lines whose key is the name of a configuration file."""

    def reading(text: str) -> Read:
        budget = _MOST_TEXT
        for item in read(text):
            yield item
            if isinstance(item, Entry) and "\n" in item.value and budget >= len(item.value):
                scanner = _scanner_for(item, scanners)
                if scanner:
                    budget -= len(item.value)
                    yield from _inner(item, scanner)

    return reading


def _scanner_for(entry: Entry, scanners: Sequence[Scanner]) -> Scanner | None:
    name = entry.path[-1]
    if not isinstance(name, str) or "." not in name or entry.place.end_line == entry.place.line:
        return None
    return next((scanner for scanner in scanners if scanner.wants(TreePath(name))), None)


def _inner(entry: Entry, scanner: Scanner) -> Read:
    facts, gaps = scanner.scan(TreePath(str(entry.path[-1])), entry.value)
    last = entry.place.end_line
    for setting in facts.settings:
        first = min(entry.place.line + setting.place.line, last)
        place = Place(first, 1, min(entry.place.line + setting.place.end_line, last))
        yield Entry((*entry.path, setting.key), setting.value, place)
    for gap in gaps:
        yield Cut(gap.reason, min(entry.place.line + (gap.line or 0), last), gap.kind)
