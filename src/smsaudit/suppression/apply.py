"""Which detections the comments and the baseline of a tree suppress, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from smsaudit.model.baseline import Baseline
from smsaudit.model.detection import Detection
from smsaudit.model.law import fill
from smsaudit.model.suppression import Remark, RemarkKind, Suppressed, Suppression, Suppressions, Way
from smsaudit.model.words import Words
from smsaudit.suppression import wording
from smsaudit.suppression.directive import Directive


def suppressions(
    detections: Sequence[Detection],
    comments: Iterable[Directive],
    baseline: Baseline | None,
    known: Collection[str],
    as_of: date,
) -> Suppressions:
    """What is suppressed on the day `as_of`; `known` are the ids of all patterns."""
    remarks: list[Remark] = []
    found: dict[int, Suppressed] = {}
    for comment in comments:
        decision = _decision(comment, as_of, remarks)
        for pattern in comment.patterns:
            hits = [at for at, each in enumerate(detections) if _speaks_of(comment, pattern, each)]
            if not hits:
                remarks.append(_unused(comment, pattern, known))
            if decision is not None:
                found |= {at: Suppressed(detections[at], decision) for at in hits}
    if baseline is not None:
        by_baseline = Suppression(way=Way.BASELINE)
        for at, each in enumerate(detections):
            if each.identity is not None and each.identity.fingerprint in baseline.fingerprints:
                found.setdefault(at, Suppressed(each, by_baseline))
        remarks += _gone(baseline, detections)
    return Suppressions(tuple(found[at] for at in sorted(found)), tuple(sorted(remarks, key=_order)))


def _speaks_of(comment: Directive, pattern: str, detection: Detection) -> bool:
    """The pattern is named, and begins or ends on the line: whatever else is there stays visible."""
    place = detection.location.place
    return (
        detection.pattern == pattern
        and detection.location.path == comment.location.path
        and comment.target in {place.line, place.end_line}
    )


def _decision(comment: Directive, as_of: date, remarks: list[Remark]) -> Suppression | None:
    """What the comment decides; None where it does not hold."""
    until, problem = None, None
    if comment.until:
        try:
            until = date.fromisoformat(comment.until)
        except ValueError:
            problem = RemarkKind.BAD_DATE, fill(wording.BAD_DATE, until=comment.until)
    if not comment.patterns:
        problem = RemarkKind.NO_PATTERN, wording.NO_PATTERN
    elif not comment.reason:
        problem = RemarkKind.NO_REASON, fill(wording.NO_REASON, pattern=", ".join(comment.patterns))
    elif until is not None and until < as_of:
        problem = RemarkKind.EXPIRED, fill(wording.EXPIRED, until=until.isoformat())
    if problem is not None:
        kind, text = problem
        remarks.append(Remark(kind=kind, text=text, location=comment.location))
        return None
    return Suppression(
        way=Way.COMMENT,
        reason=comment.reason,
        owner=comment.owner,
        until=until,
        location=comment.location,
    )


def _unused(comment: Directive, pattern: str, known: Collection[str]) -> Remark:
    if pattern in known:
        text = fill(wording.UNUSED, pattern=pattern)
        return Remark(kind=RemarkKind.UNUSED, text=text, location=comment.location)
    close = get_close_matches(pattern, known, n=1)
    mend = fill(wording.MEANT, pattern=close[0]) if close else Words(".", "。")
    text = fill(wording.UNKNOWN, pattern=pattern, mend=mend)
    return Remark(kind=RemarkKind.UNKNOWN_PATTERN, text=text, location=comment.location)


def _gone(baseline: Baseline, detections: Iterable[Detection]) -> Iterator[Remark]:
    present = {each.identity.fingerprint for each in detections if each.identity is not None}
    for entry in sorted(baseline.entries):
        if entry.fingerprint not in present and not entry.rule.startswith("policy."):
            text = fill(wording.GONE, pattern=entry.rule, path=entry.path)
            yield Remark(kind=RemarkKind.GONE, text=text)


def _order(remark: Remark) -> tuple[str, int, str, str]:
    at = remark.location
    return (at.path, at.line, remark.kind, remark.text.en) if at else ("", 0, remark.kind, remark.text.en)
