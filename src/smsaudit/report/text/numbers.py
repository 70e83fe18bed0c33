"""Access codes, licence numbers and filings that the tree shows, and what they do not prove."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from rich.text import Text

from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import Role
from smsaudit.model.words import Words
from smsaudit.report.text.layout import QUIET, Lines, code, fill, heading, paragraph, where
from smsaudit.report.view import Detail, View

SHOWN_NUMBERS = 6

_TITLE = Words("Numbers that the tree shows", "代码树中出现的号码")
_ROW = Words("{place}: {meaning}", "{place}：{meaning}")
_MORE = Words("and {count} more; -v prints them all", "另有{count}项，使用-v全部列出")
_MEANINGS: Mapping[str, Words] = MappingProxyType(
    {
        "access-code.licensed": Words(
            "an access code of a class that only SP licence holders are allotted; it may be a provider's, lent",
            "仅向SP许可证持有者分配的接入代码类别；也可能是服务商出借的号码",
        ),
        "access-code.own-use": Words(
            "an access code of the class that enterprises apply for, for their own messages",
            "企事业单位为自用申请的接入代码类别",
        ),
        "access-code.carrier": Words(
            "an access code of the carriers' own range, lent to group customers; no licence shows in it",
            "基础运营商自有号段的接入代码，供集团客户使用；不能说明许可证情况",
        ),
        "access-code.public-benefit": Words("a code for public-benefit messages", "公益类短信接入代码"),
        "access-code.machine": Words("a machine-to-machine number", "物联网机器通信号码"),
        "access-code.irregular": Words(
            "begins like an access code, but fits no class of the plan",
            "形似接入代码，但不符合编号计划的任何类别",
        ),
        "access-code.chatbot": Words("the address of a 5G messaging chatbot", "5G消息聊天机器人地址"),
        "service-number.nationwide": Words(
            "a nationwide service number (95); it does not show for whom calls are answered",
            "全国性服务号码（95）；不能说明为谁接听",
        ),
        "service-number.provincial": Words(
            "a provincial service number (96); it does not show for whom calls are answered",
            "省内服务号码（96）；不能说明为谁接听",
        ),
        "licence-number.icp-filing": Words(
            "an ICP filing: not a licence, and no ground for paid services",
            "ICP备案号：不是许可证，不能据此提供有偿服务",
        ),
        "licence-number.icp-permit": Words(
            "an ICP permit; validity and holder are not shown, and SMS is another service",
            "ICP证号；不能说明有效性与持有人，且不涵盖短信业务",
        ),
        "licence-number.vat-permit": Words(
            "a value-added telecom permit; the certificate says which services it covers, the number does not",
            "增值电信业务经营许可证号；所涵盖的业务以证书为准，号码本身不能说明",
        ),
        "licence-number.copied": Words(
            "a well-known company's number, as copied footers carry it: no evidence here",
            "知名企业的号码，多见于复制的页脚：不作为证据",
        ),
        "licence-number.placeholder": Words("a placeholder: nothing is shown yet", "占位号码：尚未展示真实号码"),
        "licence-number.police": Words("a filing with the police, not a telecom licence", "公安备案号，不是电信许可证"),
    }
)  # fmt: skip
_OTHER = Words("a number of the catalogue", "特征库中的号码")


def numbers(result: AuditResult, view: View) -> Lines:
    """A line for every number in production, the telling ones first; nothing where there is none."""
    found = list(_distinct(result))
    if not found:
        return []
    shown = found if view.detail is Detail.EVERYTHING else found[:SHOWN_NUMBERS]
    lines = heading(_TITLE, view)
    for detection in shown:
        meaning = _MEANINGS.get(detection.pattern, _OTHER).in_(view.language)
        row = fill(_ROW, view, place=where(detection.location), meaning=meaning)
        lines += paragraph(row, view, lead=Text("- "))
        text = code(detection.text)
        text.stylize(QUIET)
        lines += paragraph(text, view, indent=4)
    if len(shown) < len(found):
        lines += paragraph(fill(_MORE, view, count=len(found) - len(shown)), view)
    return lines


def _distinct(result: AuditResult) -> Iterator[Detection]:
    """Numbers in the order of meanings, each line of code once for each meaning."""
    order = list(_MEANINGS)
    seen: set[tuple[str, str]] = set()
    ordered = (d for d in result.detections if d.role is Role.NUMBER and d.context is Context.PRODUCTION)
    for detection in sorted(
        ordered, key=lambda d: (order.index(d.pattern) if d.pattern in order else len(order), d.location)
    ):
        key = (detection.pattern, detection.text)
        if key not in seen:
            seen.add(key)
            yield detection
