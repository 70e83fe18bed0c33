"""What functions on the way write to a log, or store, about a recipient."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from smsaudit.model.flow import Kept, KeptIn, PersonalKind
from smsaudit.model.result import AuditResult
from smsaudit.model.words import Words
from smsaudit.report.text.layout import Lines, code, fill, heading, paragraph, where
from smsaudit.report.view import Detail, View

SHOWN = 6
"""Places printed unless everything is asked for."""

_TITLE = Words("Personal data on the way ({count})", "途中的个人信息（{count}）")
_ROW = Words("{kind} {sink}: {name} ({place})", "{kind}{sink}：{name}（{place}）")
_MORE = Words("and {count} more; -v prints them all", "另有{count}处，使用-v全部列出")
_KINDS: Mapping[PersonalKind, Words] = MappingProxyType(
    {
        PersonalKind.PHONE: Words("phone number", "手机号"),
        PersonalKind.CODE: Words("one-time code", "验证码"),
        PersonalKind.BODY: Words("text of the message", "短信内容"),
    }
)
_SINKS: Mapping[KeptIn, Words] = MappingProxyType(
    {KeptIn.LOG: Words("written to a log", "写入日志"), KeptIn.STORE: Words("stored", "被存储")}
)


def personal(result: AuditResult, view: View) -> Lines:
    """Every place once, in order; nothing where there is none."""
    found = sorted({kept for flow in result.flows for kept in flow.kept}, key=_order)
    if not found:
        return []
    shown = found if view.detail is Detail.EVERYTHING else found[:SHOWN]
    lines = heading(_TITLE, view, count=len(found))
    for kept in shown:
        kind, sink = _KINDS[kept.kind].in_(view.language), _SINKS[kept.sink].in_(view.language)
        row = fill(_ROW, view, kind=kind, sink=sink, name=code(kept.name), place=where(kept.location))
        lines += paragraph(row, view)
    if len(shown) < len(found):
        lines += paragraph(fill(_MORE, view, count=len(found) - len(shown)), view)
    return lines


def _order(kept: Kept) -> tuple[object, ...]:
    return list(PersonalKind).index(kept.kind), kept.sink, kept.location, kept.name
