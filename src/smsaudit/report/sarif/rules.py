"""The rules that results refer to, each with help that a reader needs nothing else for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from smsaudit.model.policy import Rule
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import Pattern, Signature, Strength
from smsaudit.model.words import Language, Words
from smsaudit.report.finding import Finding, Level
from smsaudit.report.sarif.places import Object
from smsaudit.report.visible import brief, visible
from smsaudit.report.wording import GAPS, KINDS

LONGEST = 1_024
"""Characters of a description that code scanning accepts."""

_PRECISION = MappingProxyType({Strength.HIGH: "very-high", Strength.MEDIUM: "high", Strength.LOW: "medium"})
_SEVERITY = MappingProxyType({Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "recommendation"})
_LEVELS = MappingProxyType({Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"})

_SHORT = Words("{name}, {kind}", "{name}，{kind}")
_POLICY: Mapping[str, Words] = MappingProxyType(
    {
        Rule.MAX_SCENARIO.value: Words(
            "An outcome is heavier than the policy allows.", "结论超出策略允许的范围。"
        ),
        Rule.FAIL_ON.value: Words(
            "An outcome reaches the scenario from which the policy fails.", "结论达到策略规定的不通过场景。"
        ),
        Rule.CHANNELS.value: Words(
            "A channel is used that the policy does not allow.", "使用了策略不允许的通道。"
        ),
        Rule.PROVIDERS.value: Words(
            "A provider is used that the policy does not allow.", "使用了策略不允许的服务商。"
        ),
        Rule.UNUSED.value: Words(
            "A contract names a part that the tree does not hold.", "约定所指的部分不在代码树中。"
        ),
        Rule.CONTRACT.value: Words(
            "A part of the tree reaches a channel that it must not reach.",
            "代码树的某部分到达了不允许到达的通道。",
        ),
    }
)
CHANGE = "change.verdict"
"""The rule of the line by which a change tips the verdict."""

_CHANGED = Words(
    "A change made the scenario of the tree heavier, or no longer clear.",
    "一项变更加重了场景，或使其不再明确。",
)
_GAP = Words(
    "Something that could hide a sender was not read: {what}", "可能含有发送代码的部分未能读取：{what}"
)
_UNKNOWN = Words("A pattern of your own signatures.", "自定义特征。")
_HOW = Words(
    "The label of a tree follows from how messages leave it: **A** the company's own SIM cards, **B** a provider's API, "
    "**C** an own link into a carrier's network or a platform that sends for others. What a channel is, who answers at its "
    "far end and how control gets there are in the report; what code cannot show is declared in `smsaudit.toml`.",
    "标签取决于短信离开代码树的方式：**A** 公司自有SIM卡；**B** 服务商接口；**C** 自建运营商链路或为他人发送的平台。"
    "通道、对端及到达路径见报告；代码无法显示的事实在 `smsaudit.toml` 中声明。",
)
_MEND = Words(
    "If this is known and accepted, say so beside it: `# smsaudit: ignore[{rule}] reason`.",
    "如已知并接受，请在旁注明：`# smsaudit: ignore[{rule}] 理由`。",
)
_POLICY_MEND = Words(
    "Change the code, or change what the team allows in `[policy]` of `smsaudit.toml`.",
    "请修改代码，或在 `smsaudit.toml` 的 `[policy]` 中调整团队的规定。",
)
_SEEN_IN = Words("Verified against:", "核对来源：")


def rules(found: Sequence[Finding], result: AuditResult, language: Language) -> list[Object]:
    """Every rule that is referred to, sorted by id."""
    loudest: dict[str, Level] = {}
    for finding in found:
        loudest[finding.rule] = max(loudest.get(finding.rule, Level.NOTE), finding.level)
    known = {
        str(pattern.id): (signature, pattern)
        for signature in result.signatures
        for pattern in signature.patterns
    }
    return [_rule(id_, loudest[id_], known, result, language) for id_ in sorted(loudest)]


def _rule(
    id_: str,
    level: Level,
    known: Mapping[str, tuple[Signature, Pattern]],
    result: AuditResult,
    language: Language,
) -> Object:
    family, _, rest = id_.partition(".")
    precision = "high"
    sources: tuple[str, ...] = ()
    mend = _MEND.in_(language).format(rule=id_)
    if id_ in known:
        signature, pattern = known[id_]
        short = _SHORT.in_(language).format(
            name=signature.name.in_(language), kind=KINDS[signature.kind].in_(language)
        )
        full, sources = pattern.why, signature.sources
        precision = _PRECISION[pattern.strength]
    elif family == "policy" and rest in _POLICY:
        short = full = _POLICY[rest].in_(language)
        mend = _POLICY_MEND.in_(language)
    elif id_ == CHANGE:
        short = full = _CHANGED.in_(language)
        mend = ""
    elif family == "gap":
        what = {kind.value: words for kind, words in GAPS.items()}[rest].in_(language)
        short = full = _GAP.in_(language).format(what=what)
        mend = ""
    else:
        short = full = _UNKNOWN.in_(language)
    parts = [full, _HOW.in_(language), mend, result.advice.disclaimer.in_(language)]
    plain = "\n\n".join(part for part in parts if part).replace("**", "").replace("`", "")
    return {
        "id": id_,
        "name": "".join(part[:1].upper() + part[1:] for part in id_.replace("-", ".").split(".")),
        "shortDescription": {"text": _bounded(short)},
        "fullDescription": {"text": _bounded(full)},
        "help": {"text": plain, "markdown": _markdown(id_, full, mend, sources, result, language)},
        "defaultConfiguration": {"level": _LEVELS[level]},
        "properties": {
            "tags": ["sms", "compliance", family],
            "precision": precision,
            "problem.severity": _SEVERITY[level],
        },
    }


def _markdown(
    id_: str, full: str, mend: str, sources: Sequence[str], result: AuditResult, language: Language
) -> str:
    listed = "".join(f"\n- {escaped(source)}" for source in sources)
    parts = [
        f"## {escaped(id_)}",
        escaped(full),
        _HOW.in_(language),
        mend,
        f"{_SEEN_IN.in_(language)}\n{listed}" if listed else "",
        f"_{result.advice.disclaimer.in_(language)}_",
    ]
    return "\n\n".join(part for part in parts if part)


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{each}" if each in "\\`*_{}[]<>()#+!|~" else each for each in visible(text))


def _bounded(text: str) -> str:
    return brief(text, LONGEST)
