"""What was not read, told as the tool's own notifications; a run that missed something says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.law import fill
from smsaudit.model.location import Location, Place
from smsaudit.model.result import AuditResult
from smsaudit.model.words import Language, Words
from smsaudit.report.finding import Finding
from smsaudit.report.sarif.places import Object, message, physical
from smsaudit.report.wording import GAPS

MOST = 500

_OUTSIDE_THE_TREE = frozenset({GapKind.OUTSIDE_SENDER})
"""Gaps that no better run would have closed: what they speak of is not in the tree."""

_REMARK = "suppression"
_TRUNCATED = "truncated"
_NOWHERE = "finding"
_LEFT = Words(
    "{count} more results were left out; code scanning keeps only so many.",
    "另有{count}项结果因数量上限未列出。",
)
_MORE_GAPS = Words("{count} more files or calls were not read.", "另有{count}处未能读取。")
_REMARKS = Words("A suppression that needs a look.", "需要处理的抑制注释。")
_UNPLACED = Words("A finding that stands in no file.", "不对应任何文件的发现。")
_CUT = Words("The list was cut.", "列表已截断。")


def notification_kinds(result: AuditResult) -> list[Object]:
    """The descriptors of everything that `invocation` may tell."""
    kinds = {gap.kind for gap in result.gaps}
    known = [(f"gap.{kind.value}", GAPS[kind]) for kind in sorted(kinds)]
    known += [(_REMARK, _REMARKS), (_TRUNCATED, _CUT), (_NOWHERE, _UNPLACED)]
    return [{"id": id_, "shortDescription": {"text": words.en}} for id_, words in known]


def invocation(result: AuditResult, homeless: Sequence[Finding], left: int, language: Language) -> Object:
    """Whether the run saw everything that matters, and everything that it did not see."""
    is_complete = not any(gap.bears and gap.kind not in _OUTSIDE_THE_TREE for gap in result.gaps)
    return {
        "executionSuccessful": is_complete,
        "toolExecutionNotifications": list(_execution(result, homeless, left, language)),
        "toolConfigurationNotifications": [
            {
                "descriptor": {"id": _REMARK},
                "level": "warning",
                "message": message(remark.text.in_(language)),
                "locations": []
                if remark.location is None
                else [{"physicalLocation": physical(remark.location)}],
            }
            for remark in result.remarks[:MOST]
        ],
    }


def _execution(
    result: AuditResult, homeless: Sequence[Finding], left: int, language: Language
) -> Iterator[Object]:
    for finding in homeless:
        yield _note(_NOWHERE, finding.text, language)
    gaps = sorted(result.gaps, key=lambda gap: not gap.bears)
    for gap in gaps[:MOST]:
        yield _gap(gap, language)
    if len(gaps) > MOST:
        yield _note(_TRUNCATED, fill(_MORE_GAPS, count=str(len(gaps) - MOST)), language)
    if left:
        yield _note(_TRUNCATED, fill(_LEFT, count=str(left)), language)


def _gap(gap: Gap, language: Language) -> Object:
    said: Object = {
        "descriptor": {"id": f"gap.{gap.kind.value}"},
        "level": "error" if gap.bears else "note",
        "message": message(f"{GAPS[gap.kind].in_(language)}: {gap.reason.in_(language)}"),
    }
    if gap.path:
        place = Location(gap.path, Place(gap.line or 1))
        said["locations"] = [{"physicalLocation": physical(place)}]
    return said


def _note(id_: str, words: Words, language: Language) -> Object:
    return {"descriptor": {"id": id_}, "level": "warning", "message": message(words.in_(language))}
