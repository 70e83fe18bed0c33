"""The sentences in which violations are told."""

from __future__ import annotations

from smsaudit.model.words import Words

TOO_HEAVY = Words(
    '{name} at {place} leads to {leaf} ({display}); the policy allows at most "{bound}"{where}.',
    "{place} 处的{name}指向{leaf}（{display}）；策略{where}最多允许“{bound}”。",
)
FAILS_FROM = Words(
    '{name} at {place} leads to {leaf} ({display}); the policy fails from "{bound}" on.',
    "{place} 处的{name}指向{leaf}（{display}）；策略规定自“{bound}”起不通过。",
)
NOT_KNOWN = Words("What could not be read", "未能读取的部分")
CHANNEL = Words(
    "{name} at {place} is not among the channels that the policy allows{where}.",
    "{place} 处的{name}不在策略{where}允许的通道之列。",
)
PROVIDER = Words(
    "{name} at {place} is not among the providers that the policy allows{where}.",
    "{place} 处的{name}不在策略{where}允许的服务商之列。",
)
BELOW = Words(" in {path}", "对 {path} ")
ONLY = Words(
    "{contract}: {subject} reaches {name} at {place} without passing through {parts}.",
    "{contract}：{subject} 未经 {parts} 即到达 {place} 处的{name}。",
)
UNUSED = Words(
    "{contract}: {part} is nothing in the tree, so the contract guards nothing there.",
    "{contract}：代码树中没有 {part}，该约定在此不起作用。",
)
NO_PART = Words(
    "{contract}: {subject} leads to {name} at {place}.", "{contract}：{subject} 通向 {place} 处的{name}。"
)
NO_EXPOSURE = Words(
    "{contract}: {subject} is {exposure} and leads to {name} at {place}.",
    "{contract}：{subject}（{exposure}）通向 {place} 处的{name}。",
)
NO_ENTRY = Words(
    "{contract}: {subject} is an entry point of kind {kind} and leads to {name} at {place}.",
    "{contract}：{subject}（{kind} 类入口）通向 {place} 处的{name}。",
)
WORSE = Words(
    "The outcome is {leaf} ({display}); before it was {was} ({before}).",
    "结论为{leaf}（{display}）；此前为{was}（{before}）。",
)
