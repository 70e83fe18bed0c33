"""A baseline whose findings have moved to other files since it was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from msgspec.structs import replace

from smsaudit.model.baseline import Baseline, Entry, fingerprint
from smsaudit.model.detection import Detection
from smsaudit.model.location import TreePath

_LONG = 1_000
_MOST_ALIKE = 20
"""Equal lines of one file, of which each is a finding of its own."""


def followed(baseline: Baseline, detections: Iterable[Detection]) -> Baseline:
    """The baseline, where what is gone from its file and stands in another now is listed there.

    Pattern and line have to be the same: a line that is edited, or a copy beside the original, is new. Lines that hold
    a secret are not followed, because only what is left of them after redaction is known here.
    """
    new = {each.identity.fingerprint: each for each in detections if each.identity is not None}
    gone = {each.fingerprint: each for each in baseline.entries if each.fingerprint not in new}
    files: dict[str, set[str]] = defaultdict(set)
    for entry in gone.values():
        files[entry.rule].add(entry.path)
    moved: dict[Entry, Entry] = {}
    for name, each in new.items():
        if name in baseline.fingerprints:
            continue
        was = next((gone[old] for old in _names(each, files[each.pattern]) if old in gone), None)
        if was is not None:
            del gone[was.fingerprint]
            moved[was] = Entry(each.location.path, each.pattern, name)
    return replace(baseline, entries=frozenset(moved.get(each, each) for each in baseline.entries))


def _names(found: Detection, files: Iterable[str]) -> Iterable[str]:
    """What the finding would be called in other files."""
    line = " ".join(found.text.split())
    for path in sorted(files):
        for occurrence in range(_MOST_ALIKE):
            yield named(found.pattern, TreePath(path), line, occurrence)


def named(pattern: str, path: TreePath, line: str, occurrence: int) -> str:
    """What a finding is called across runs; `line` without superfluous blanks."""
    return fingerprint(pattern, path, line if len(line) <= _LONG else _of_long(line), str(occurrence))


@lru_cache(maxsize=8)
def _of_long(line: str) -> str:
    """Thousands of findings may stand on one line."""
    return fingerprint(line)
