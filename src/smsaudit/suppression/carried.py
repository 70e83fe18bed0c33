"""A baseline across a change: what it knows stays known where the change only moves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from smsaudit.model.baseline import Baseline, Entry
from smsaudit.model.detection import Detection

LineOf = Callable[[Detection], str]
"""The text of the line on which a detection begins."""


def carried(
    baseline: Baseline,
    before: Iterable[Detection],
    after: Iterable[Detection],
    old_line: LineOf,
    new_line: LineOf,
) -> Baseline:
    """The baseline with a line more for each finding that it lists and that now stands in another file.

    A finding moved if it is gone from its place, and the same pattern on the same text is new elsewhere.
    """
    old, new = _by_name(before), _by_name(after)
    gone = [each for name, each in old.items() if name in baseline.fingerprints and name not in new]
    if not gone:
        return baseline
    left = Counter((each.pattern, _plain(old_line(each))) for each in gone)
    entries = set(baseline.entries)
    for name, each in new.items():
        if name in old or name in baseline.fingerprints:
            continue
        known = each.pattern, _plain(new_line(each))
        if left[known] > 0:
            left[known] -= 1
            entries.add(Entry(each.location.path, each.pattern, name))
    return replace(baseline, entries=frozenset(entries))


def _by_name(detections: Iterable[Detection]) -> dict[str, Detection]:
    return {each.identity.fingerprint: each for each in detections if each.identity is not None}


def _plain(line: str) -> str:
    return " ".join(line.split())
