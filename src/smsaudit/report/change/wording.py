"""What reports on a change say, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from smsaudit.model.comparison import Direction
from smsaudit.model.words import Words
from smsaudit.report.change.item import Sign

OUTCOME = Words("{display} [{label}, {leaf}]", "{display} [{label}，{leaf}]")

HEADLINES: Mapping[Direction, Words] = MappingProxyType(
    {
        Direction.WORSE: Words("Worse: {before} → {after}", "加重：{before} → {after}"),
        Direction.BETTER: Words("Better: {before} → {after}", "减轻：{before} → {after}"),
        Direction.UNCLEAR: Words("No longer clear: {before} → {after}", "不再明确：{before} → {after}"),
        Direction.SAME: Words("Same verdict: {after}", "结论不变：{after}"),
    }
)
NOTHING = Words("No change in how messages are sent: {after}", "短信发送方式未变：{after}")
RESOLVED = Words(
    "Resolved: this change no longer alters how messages are sent ({after}).",
    "已解决：此变更不再影响短信发送方式（{after}）。",
)
FAILS = Words("The check fails: this goes beyond the policy.", "检查不通过：超出策略允许范围。")
FAILS_AS_HEAVIER = Words("The check fails: the outcome must not get heavier.", "检查不通过：结论不得加重。")
ELSEWHERE = Words("The line itself is as it was; what changed is around it.", "该行本身未变，变化在其周围。")
NOWHERE = Words("No single line shows what changed it.", "没有单独一行能说明变化原因。")
BEFORE = Words("Before", "变更前")
AFTER = Words("After", "变更后")
SIDE = Words("{outcome} ({name})", "{outcome}（{name}）")
GONE = Words("before the change", "变更前")

POLICY = Words("Policy", "策略")
CHANNELS = Words("Channels", "通道")
WAYS = Words("Who can make it send", "何者可触发发送")
PARTS = Words("Deployable parts", "可部署单元")
UNSEEN = Words("What could not be seen", "未能看到的部分")
DEPENDS = Words("What the verdict depends on", "结论取决于")
LICENCES = Words("Licences", "许可证")
DUTIES = Words("Duties", "义务")
GATE = Words("This change edits what it is judged by", "此变更修改了对自身的评判依据")

CHANNEL = Words("{name} [{id}]: {display} [{leaf}]", "{name} [{id}]：{display} [{leaf}]")
LISTED_CHANNEL = Words("{name} [{id}]: listed only, it does not decide", "{name} [{id}]：仅列出，不影响结论")
OTHER_LEAF = Words("{name}: {before} → {after}", "{name}：{before} → {after}")
STATE = Words("{leaf}", "{leaf}")
LISTED_STATE = Words("{leaf}, listed only", "{leaf}，仅列出")
OTHER_FAR_END = Words("{name}: the far end is {after}, was {before}", "{name}：对端现为{after}，原为{before}")
FOR_OTHERS = Words("{name}: is offered to other organisations now", "{name}：现提供给其他单位使用")
NOT_FOR_OTHERS = Words(
    "{name}: is no longer offered to other organisations", "{name}：不再提供给其他单位使用"
)
OTHER_CHOICE = Words("{name}: chosen {after}; before: {before}", "{name}：{after}启用；此前：{before}")
NOW_DEFAULT = Words("{name} is the default now ({choice})", "{name}现为默认通道（{choice}）")
NO_DEFAULT = Words("{name} is no longer the default ({choice})", "{name}不再是默认通道（{choice}）")
ALWAYS = Words("without a condition", "无条件")
DEFAULT = Words("{choice} (the default)", "{choice}（默认）")
NOT_DEFAULT = Words("{choice} (not the default)", "{choice}（非默认）")

FLOW = Words("{entry} → {name}; {who}", "{entry} → {name}；{who}")
FLOW_IF = Words("{entry} → {name}, if {condition}; {who}", "{entry} → {name}，当{condition}；{who}")
FLOW_OTHERWISE = Words(
    "{entry} → {name}: {after}; before: {before}", "{entry} → {name}：{after}；此前：{before}"
)
IF = Words("if {condition}", "当{condition}")
NO_ENTRY = Words("nothing that calls it was found", "未发现其调用者")
OTHER_EXPOSURE = Words("{entry}: {after}; before: {before}", "{entry}：{after}；此前：{before}")

PART = Words("{path}: {outcome}", "{path}：{outcome}")
OTHER_PART = Words("{path}: {after}; before: {before}", "{path}：{after}；此前：{before}")
GAP = Words("{kind}: {reason}", "{kind}：{reason}")
LICENCE = Words("{id}, {name}: {outcome}", "{id}，{name}：{outcome}")

GATE_ADDED = Words("{key} = {after}", "{key} = {after}")
SUPPRESSES = Words("{key} suppresses what stands here: {after}", "{key}抑制此处的发现：{after}")
GATE_CHANGED = Words("{key}: {before} → {after}", "{key}：{before} → {after}")
GATE_REMOVED = Words("{key}, which was {before}", "{key}，原为{before}")
JUDGED_BY = Words("Judged by the settings of {name}.", "依据{name}的设置评判。")
LOOSENS = Words(
    "By its own settings it would pass: it loosens the gate that it has to go through.",
    "若依其自身设置则会通过：此变更放宽了自身须通过的检查。",
)
BY_HAND = Words(
    "Everything that changed: smsaudit diff {arguments}", "查看全部变化：smsaudit diff {arguments}"
)
MORE = Words("and {count} more", "另有{count}项")
MORE_IN_SUMMARY = Words("{count} more in the job summary", "另有{count}项，见任务摘要")
CUT = Words(
    "The report was cut here: it is longer than the platform shows.", "报告在此截断：超出平台可显示的长度。"
)
WHAT_CHANGED = Words("What changed", "变化")
TITLE = Words("SMS scenario", "短信场景")
FLIPPED = Words("{headline}. {place} {text}.", "{headline}。{place}{text}。")
ANNOTATION = Words("{section} ({happened}): {text}", "{section}（{happened}）：{text}")
HAPPENED: Mapping[Sign, Words] = MappingProxyType(
    {
        Sign.ADDED: Words("new", "新增"),
        Sign.REMOVED: Words("gone", "已去除"),
        Sign.CHANGED: Words("changed", "有变"),
    }
)
