"""What a comment suppresses, and what is said about one that does not hold."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from smsaudit.model.baseline import Baseline, Entry, fingerprint
from smsaudit.model.detection import Detection, Identity
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.signature import PatternId
from smsaudit.model.suppression import RemarkKind, Suppressions, Way
from smsaudit.suppression import directives, suppressions
from tests.unit.judge.samples import detection

TODAY = date(2026, 11, 21)
KNOWN = ("smpp.send", "smpp.client")
PATH = TreePath("app/gateway.py")


def found(pattern: str, line: int, end: int = 0) -> Detection:
    return replace(
        detection(),
        pattern=PatternId(pattern),
        location=Location(PATH, Place(line, 1, end)),
        identity=Identity(fingerprint(pattern, str(line)), "0:1", 10),
    )


def decided(text: str, *detections: Detection, baseline: Baseline | None = None) -> Suppressions:
    return suppressions(detections, directives(PATH, text), baseline, KNOWN, TODAY)


def kinds(given: Suppressions) -> list[RemarkKind]:
    return [remark.kind for remark in given.remarks]


def test_a_comment_suppresses_the_pattern_on_its_line_and_says_why() -> None:
    given = decided("send()  # smsaudit: ignore[smpp.send] load test only\n", found("smpp.send", 1))
    (one,) = given.suppressed
    assert (one.suppression.way, one.suppression.reason) == (Way.COMMENT, "load test only")
    assert str(one.suppression.location) == "app/gateway.py:1"
    assert given.remarks == ()


def test_a_new_problem_on_the_line_is_not_masked() -> None:
    text = "send()  # smsaudit: ignore[smpp.send] load test only\n"
    given = decided(text, found("smpp.send", 1), found("smpp.client", 1))
    assert [one.detection.pattern for one in given.suppressed] == ["smpp.send"]


def test_neither_are_the_lines_around_it() -> None:
    text = "send()\nsend()  # smsaudit: ignore[smpp.send] load test only\nsend()\n"
    given = decided(text, *(found("smpp.send", line) for line in (1, 2, 3)))
    assert [one.detection.location.line for one in given.suppressed] == [2]


def test_a_comment_alone_speaks_of_the_next_line() -> None:
    text = "# smsaudit: ignore[smpp.send] load test only\nsend()\nsend()\n"
    given = decided(text, found("smpp.send", 2), found("smpp.send", 3))
    assert [one.detection.location.line for one in given.suppressed] == [2]


def test_a_call_over_several_lines_takes_the_comment_at_either_end() -> None:
    for line in (1, 3):
        rows = ["send(", "  x,", ")"]
        rows[line - 1] += "  # smsaudit: ignore[smpp.send] load test only"
        assert decided("\n".join(rows), found("smpp.send", 1, 3)).suppressed
    inside = "send(\n  x,  # smsaudit: ignore[smpp.send] load test only\n)"
    assert kinds(decided(inside, found("smpp.send", 1, 3))) == [RemarkKind.UNUSED]


def test_one_comment_may_name_several_patterns() -> None:
    text = "send()  # smsaudit: ignore[smpp.send, smpp.client] load test only\n"
    given = decided(text, found("smpp.send", 1), found("smpp.client", 1))
    assert (len(given.suppressed), given.remarks) == (2, ())


def test_owner_and_end_are_kept_beside_the_reason() -> None:
    text = "send()  # smsaudit: ignore[smpp.send] load test until=2027-03-31 owner=@legal\n"
    (one,) = decided(text, found("smpp.send", 1)).suppressed
    decision = one.suppression
    assert (decision.reason, decision.owner, decision.until) == ("load test", "@legal", date(2027, 3, 31))


def test_a_reason_holds_no_number_of_a_person() -> None:
    text = "send()  # smsaudit: ignore[smpp.send] ask 13800000000\n"
    (one,) = decided(text, found("smpp.send", 1)).suppressed
    assert "13800000000" not in one.suppression.reason


def test_it_holds_on_its_last_day() -> None:
    text = "send()  # smsaudit: ignore[smpp.send] load test until=2026-11-21\n"
    assert decided(text, found("smpp.send", 1)).suppressed


@pytest.mark.parametrize(
    ("comment", "kind"),
    [
        ("ignore[smpp.send]", RemarkKind.NO_REASON),
        ("ignore[smpp.send] until=2027-01-01 owner=@me", RemarkKind.NO_REASON),
        ("ignore[smpp.send] test until=2026-11-20", RemarkKind.EXPIRED),
        ("ignore[smpp.send] test until=soon", RemarkKind.BAD_DATE),
        ("ignore load test only", RemarkKind.NO_PATTERN),
        ("ignore[] load test only", RemarkKind.NO_PATTERN),
    ],
)
def test_a_comment_that_does_not_hold_suppresses_nothing_and_is_told(comment: str, kind: RemarkKind) -> None:
    given = decided(f"send()  # smsaudit: {comment}\n", found("smpp.send", 1))
    assert given.suppressed == ()
    assert kinds(given) == [kind]


def test_a_comment_beside_nothing_is_unused() -> None:
    given = decided("x = 1  # smsaudit: ignore[smpp.send] load test only\n")
    assert kinds(given) == [RemarkKind.UNUSED]


def test_a_pattern_that_nobody_knows_is_told_with_the_one_meant() -> None:
    (remark,) = decided("x = 1  # smsaudit: ignore[smpp.sent] load test only\n").remarks
    assert remark.kind is RemarkKind.UNKNOWN_PATTERN
    assert remark.text.en == "smpp.sent is no pattern that smsaudit knows; did you mean smpp.send?"


def known(*detections: Detection) -> Baseline:
    entries = [
        Entry(each.location.path, each.pattern, each.identity.fingerprint)
        for each in detections
        if each.identity
    ]
    return Baseline("b", frozenset(entries))


def test_a_baseline_suppresses_what_it_lists_and_nothing_else() -> None:
    old, new = found("smpp.send", 1), found("smpp.send", 2)
    given = decided("", old, new, baseline=known(old))
    assert [(one.detection, one.suppression.way) for one in given.suppressed] == [(old, Way.BASELINE)]


def test_a_comment_comes_before_the_baseline() -> None:
    text, one = "send()  # smsaudit: ignore[smpp.send] load test\n", found("smpp.send", 1)
    (given,) = decided(text, one, baseline=known(one)).suppressed
    assert given.suppression.way is Way.COMMENT


def test_a_line_of_the_baseline_that_is_gone_is_told() -> None:
    given = decided("", baseline=known(found("smpp.send", 1)))
    assert kinds(given) == [RemarkKind.GONE]
