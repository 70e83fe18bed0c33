"""Short words for chips and marks, and names of what only this report spells out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from smsaudit.model.suppression import Way
from smsaudit.model.verdict import Status
from smsaudit.model.words import Words

LETTERS: Mapping[str, Words] = MappingProxyType(
    {
        "A": Words.same("A"),
        "B": Words.same("B"),
        "C": Words.same("C"),
        "none": Words("none", "无"),
        "undetermined": Words("?", "？"),
        "outside": Words("stop", "停"),
    }
)
"""What stands in the square of a label."""

FIRMNESS: Mapping[Status, Words] = MappingProxyType(
    {
        Status.SETTLED: Words("settled", "明确"),
        Status.CONTESTED: Words("contested", "有争议"),
        Status.UNVERIFIED: Words("unverified", "未核实"),
    }
)

MEANINGS: Mapping[Status, Words] = MappingProxyType(
    {
        Status.SETTLED: Words(
            "by the texts of the law, or by definition", "法规条文有规定，或依定义即可认定"
        ),
        Status.CONTESTED: Words("sources differ, confirm with counsel", "来源不一致，请向律师确认"),
        Status.UNVERIFIED: Words(
            "not confirmed by any text of the law that was read", "所见法规条文未能证实"
        ),
    }
)

STANCES: Mapping[str, Words] = MappingProxyType(
    {"supports": Words("supports", "支持"), "opposes": Words("opposes", "反对")}
)

SOURCE_KINDS: Mapping[str, Words] = MappingProxyType(
    {
        "seed": Words("guide", "指南"),
        "primary": Words("text of the law", "法规原文"),
        "copy": Words("copy of the text", "法规副本"),
        "secondary": Words("about the law", "二手资料"),
        "vendor": Words("vendor", "厂商"),
        "agent": Words("licence agent", "代办机构"),
        "inference": Words("our own reading", "自行推断"),
    }
)

PARTS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (Words("When it is needed", "何时需要"), ("definition", "trigger", "exclusion", "open-question")),
    (Words("Who can hold it", "申请条件"), ("requirement", "foreign-investment")),
    (Words("What is filed", "申请材料"), ("document",)),
    (Words("How it is obtained", "办理程序"), ("authority", "procedure", "action", "timeline")),
    (Words("How it is kept", "持证义务"), ("obligation", "validity", "renewal", "display")),
    (Words("What happens without it", "法律责任"), ("penalty",)),
)
"""The parts of a licence sheet, and the kinds of statement that belong to each."""

WAYS: Mapping[Way, Words] = MappingProxyType(
    {Way.COMMENT: Words("by a comment", "注释"), Way.BASELINE: Words("by the baseline", "基线")}
)
"""How a detection was suppressed."""

SECTIONS: Mapping[str, Words] = MappingProxyType(
    {
        "next": Words("What to do next", "下一步"),
        "policy": Words("What the policy says", "策略检查"),
        "why": Words("Why this result", "结论的依据"),
        "units": Words("Deployable parts", "可部署单元"),
        "channels": Words("How messages leave", "短信经由何处发出"),
        "flows": Words("How a message gets there", "短信如何到达该处"),
        "licences": Words("Licences", "许可证"),
        "duties": Words("Duties", "义务"),
        "conflicts": Words("Where sources differ", "来源不一致之处"),
        "questions": Words("Open questions", "待答问题"),
        "coverage": Words("What was read, and what was not", "读取范围与遗漏"),
        "evidence": Words("Register of evidence", "证据清单"),
        "statements": Words("Legal statements and their sources", "法律陈述及其来源"),
        "instruments": Words("Laws, orders and notices", "法律、规章与通知"),
        "envelope": Words("About this report", "关于本报告"),
    }
)
"""Every section after the decision by its anchor, in the order of the page."""
