"""The evidence as rows for auditors: one per detection, per hop of a flow, per duty and per gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from types import MappingProxyType

from msgspec import Struct

from smsaudit.model.entrance import Exposure
from smsaudit.model.flow import EntryPoint, Flow
from smsaudit.model.gap import Gap
from smsaudit.model.result import AuditResult
from smsaudit.model.words import Language, Words
from smsaudit.report import wording
from smsaudit.report.firmness import firm
from smsaudit.report.numbering import numbered


class Kind(Enum):
    """What a row is about."""

    DETECTION = Words("detection", "检出")
    HOP = Words("flow hop", "路径步骤")
    DUTY = Words("duty", "义务")
    GAP = Words("gap", "遗漏")


class Record(Struct, frozen=True, kw_only=True):
    """One row; what a kind of row has no use for is empty."""

    kind: Kind
    id: str = ""
    channel: str = ""
    outcome: str = ""
    """The leaf that follows."""
    path: str = ""
    line: int | None = None
    role: str = ""
    name: str = ""
    text: str = ""
    firmness: str = ""
    context: str = ""
    condition: str = ""
    sources: str = ""


COLUMNS: tuple[tuple[str, Words], ...] = (
    ("kind", Words("Record", "记录")),
    ("id", Words("Id", "编号")),
    ("channel", Words("Channel", "通道")),
    ("outcome", Words("Outcome", "结论")),
    ("path", Words("File", "文件")),
    ("line", Words("Line", "行")),
    ("role", Words("What it does", "作用")),
    ("name", Words("Name", "名称")),
    ("text", Words("Text", "内容")),
    ("firmness", Words("How firm", "确定程度")),
    ("context", Words("Context", "环境")),
    ("condition", Words("Condition", "条件")),
    ("sources", Words("Sources", "来源")),
)
"""Field and heading of every column, in order."""


_HOPS: Mapping[str, Words] = MappingProxyType(
    {
        **wording.STEPS,
        "routes": Words("routes", "路由"),
        "calls": Words("calls", "调用"),
        "sends": Words("sends", "发送"),
        "connects": Words("connects", "连接"),
    }
)
_BEARS = Words("could hide a sender", "可能含有发送代码")
_HARMLESS = Words("without bearing on the result", "不影响结论")


def records(result: AuditResult, language: Language) -> Iterator[Record]:
    """Every row, in the order of the JSON report."""
    leaves = {judged.channel.id: judged.leaf.id for judged in result.whole.judgements}
    yield from _detections(result, leaves, language)
    entries = {entry.id: entry for entry in result.entry_points}
    for number, flow in enumerate(result.flows, start=1):
        yield from _hops(number, flow, entries.get(flow.entry_point or ""), leaves, language)
    for duty in result.advice.duties:
        yield Record(
            kind=Kind.DUTY,
            id=duty.id,
            outcome=" ".join(duty.leaves),
            text=firm(duty.text, duty.status).in_(language),
            firmness=wording.STATUSES[duty.status].in_(language),
            sources=" ".join(duty.statements),
        )
    for number, gap in enumerate(result.gaps, start=1):
        yield _gap(number, gap, language)


def _detections(result: AuditResult, leaves: dict[str, str], language: Language) -> Iterator[Record]:
    ids = numbered(result)
    for found in result.detections:
        yield Record(
            kind=Kind.DETECTION,
            id=ids.detection(found),
            channel=found.channel_id,
            outcome=leaves.get(found.channel_id, ""),
            path=found.location.path,
            line=found.location.line,
            role=wording.ROLES[found.role].in_(language),
            name=found.pattern,
            text=found.text.strip(),
            firmness=wording.STRENGTHS[found.strength].in_(language),
            context=wording.CONTEXTS[found.context].in_(language),
        )


def _hops(
    number: int, flow: Flow, entry: EntryPoint | None, leaves: dict[str, str], language: Language
) -> Iterator[Record]:
    exposure = Exposure.UNKNOWN if entry is None else entry.exposure
    start = flow.steps[0].name if entry is None and flow.steps else ""
    if entry is not None:
        start = " ".join(part for part in (entry.route, entry.name) if part)
    for at, step in enumerate(flow.steps, start=1):
        yield Record(
            kind=Kind.HOP,
            id=f"f{number}.{at}",
            channel=flow.channel,
            outcome=leaves.get(flow.channel, ""),
            path=step.location.path,
            line=step.location.line,
            role=_HOPS.get(step.kind, Words.same(step.kind)).in_(language),
            name=step.name,
            text=start,
            firmness=wording.RESOLUTIONS[step.resolution].in_(language),
            context=wording.EXPOSURES[exposure].in_(language),
            condition=flow.condition,
        )


def _gap(number: int, gap: Gap, language: Language) -> Record:
    return Record(
        kind=Kind.GAP,
        id=f"g{number}",
        path=gap.path,
        line=gap.line,
        role=wording.GAPS[gap.kind].in_(language),
        text=gap.reason.in_(language),
        firmness=(_BEARS if gap.bears else _HARMLESS).in_(language),
    )
