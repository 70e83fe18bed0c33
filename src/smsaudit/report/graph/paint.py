"""Words for every box and arrow of a picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from smsaudit.model.detection import Detection
from smsaudit.model.entrance import Exposure
from smsaudit.model.flow import EntryPoint, FarEnd, Resolution, widest
from smsaudit.model.location import Location
from smsaudit.model.message_graph import EdgeKind, Node, Stage
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import Role
from smsaudit.model.verdict import Judgement
from smsaudit.model.words import Language, Words
from smsaudit.report.graph.build import message_graph
from smsaudit.report.graph.condense import Condensed, Group, Link, condensed
from smsaudit.report.graph.overview import overview
from smsaudit.report.graph.picture import Arrow, Box, Picture, Row
from smsaudit.report.visible import shortened, visible
from smsaudit.report.wording import ENTRIES, FAR_ENDS, KINDS, RECIPIENTS, RESOLUTIONS, ROLES, STEPS

_LONGEST = 120
_MOST_ROWS = 12
_AT_A_GLANCE = 3

_TITLE = Words("How a message gets from {name} to a phone", "短信如何由{name}到达手机")
_ENTRY = Words("{kind}, {exposure}", "{kind}，{exposure}")
_ROOT = Words("no caller was found", "未发现调用者")
_MORE = Words("and {count} more", "另有{count}项")
_PARTING = Words("here the ways part", "在此分路")
_BEHIND = Words("{count} more on the way here", "途经另外{count}个函数")
_IF = Words("if {condition}", "当{condition}")
_OR = Words(" or ", "或")
_PHONES = Words("the phones that receive", "接收短信的手机")
_SEND = Words("asks for a message to be sent", "请求发送短信")
_ON_PAPER = Words(
    "Not drawn, because it stands in tests, examples, documents or dead code: {names}",
    "仅见于测试、示例、文档或失效代码，未绘出：{names}",
)
_ACCESS = {
    Exposure.PUBLIC: Words("open to anyone", "任何人可触发"),
    Exposure.AUTHENTICATED: Words("after login", "登录后可触发"),
    Exposure.STAFF: Words("for staff", "工作人员可触发"),
    Exposure.INTERNAL: Words("for internal systems", "内部系统可触发"),
    Exposure.UNKNOWN: Words("access not known", "可触发者未知"),
}


def picture(result: AuditResult, language: Language) -> Picture:
    """What is drawn of a result, in one language."""
    return _painted(result, condensed(message_graph(result)), _Brush(language))


def glance(result: AuditResult, language: Language) -> Picture:
    """The same at a glance: starts of a kind, where the ways part, and the channels."""
    return _painted(result, overview(message_graph(result)), _Brush(language, "o", _AT_A_GLANCE))


def _painted(result: AuditResult, drawn: Condensed, brush: _Brush) -> Picture:
    labels = _labels(drawn)
    arrows = [brush.arrow(link, labels[link.target]) for link in drawn.links]
    heads = _shared(arrows)
    boxes = [brush.box(at, group, labels[at]) for at, group in enumerate(drawn.groups)]
    listed = [judged.channel.id for judged in result.whole.judgements if not judged.channel.production]
    return Picture(
        title=brush.say(_TITLE, name=result.name),
        subtitle=brush.text(result.whole.verdict.leaf.display.in_(brush.language)),
        label=result.whole.verdict.label,
        boxes=tuple(replace(box, head=heads.get(box.id, "")) for box in boxes),
        arrows=tuple(replace(each, text="") if each.target in heads else each for each in arrows),
        left_out=brush.say(_ON_PAPER, names=", ".join(listed)) if listed else "",
    )


def _shared(arrows: Iterable[Arrow]) -> dict[str, str]:
    """Box -> the text on all arrows that lead there."""
    texts: dict[str, set[str]] = defaultdict(set)
    for arrow in arrows:
        texts[arrow.target].add(arrow.text)
    return {target: min(own) for target, own in texts.items() if len(own) == 1 and own != {""}}


def _labels(drawn: Condensed) -> Sequence[str]:
    """Label of every group: the channel's own, or the only one that can be reached; empty where there are several."""
    before: dict[int, list[int]] = defaultdict(list)
    for link in drawn.links:
        before[link.target].append(link.source)
    reached: list[set[str]] = [set() for _ in drawn.groups]
    for at, group in enumerate(drawn.groups):
        judged = group.nodes[0].about
        if not isinstance(judged, Judgement):
            continue
        after = [link.target for link in drawn.links if link.source == at]
        waiting, seen = [at], {at}
        while waiting:
            current = waiting.pop()
            reached[current].add(judged.label)
            fresh = [each for each in before[current] if each not in seen]
            seen.update(fresh)
            waiting += fresh
        for each in after:
            reached[each].add(judged.label)
    return [next(iter(labels)) if len(labels) == 1 else "" for labels in reached]


class _Brush(Struct, frozen=True):
    language: Language
    prefix: str = "n"
    """With which the names of boxes begin."""
    most: int = _MOST_ROWS
    """Rows of a box before the rest is only counted."""

    def say(self, words: Words, **parts: str | int) -> str:
        """A sentence with its blanks filled."""
        return words.in_(self.language).format(**{name: self.text(str(part)) for name, part in parts.items()})

    def text(self, text: str) -> str:
        """Something that the audited tree says, harmless and of bounded length."""
        return visible(shortened(text, _LONGEST))

    def box(self, at: int, group: Group, label: str) -> Box:
        """A group of nodes in words."""
        title, note = self._about(group)
        rows = [self._row(node, group) for node in group.nodes]
        over = len(rows) - self.most
        if over > 0:
            half = self.most // 2 if group.inside else self.most
            rows[half : half + over] = [Row(text=self.say(_MORE, count=over))]
        return Box(
            id=f"{self.prefix}{at + 1}",
            stage=group.stage,
            rows=tuple(rows),
            title=title,
            note=note,
            label=label,
            is_start=group.is_root,
            nodes=tuple(node.id for node in group.nodes),
        )

    def arrow(self, link: Link, label: str) -> Arrow:
        """A link in words."""
        return Arrow(
            source=f"{self.prefix}{link.source + 1}",
            target=f"{self.prefix}{link.target + 1}",
            resolution=link.resolution,
            text="; ".join(filter(None, (self._how(link.kind), self._when(link.conditions)))),
            mark="" if link.resolution is Resolution.EXACT else self.say(RESOLUTIONS[link.resolution]),
            label=label,
        )

    def _how(self, kind: EdgeKind) -> str:
        return self.say(STEPS[kind]) if kind in STEPS else ""

    def _when(self, conditions: tuple[str, ...]) -> str:
        if not conditions:
            return ""
        return self.say(_IF, condition=_OR.in_(self.language).join(widest(conditions)))

    def _about(self, group: Group) -> tuple[str, str]:
        """Title and note of a box."""
        match group.nodes[0].about:
            case EntryPoint(kind=kind, exposure=exposure):
                access = _ACCESS[exposure].in_(self.language)
                return self.say(_ENTRY, kind=ENTRIES[kind].in_(self.language), exposure=access), ""
            case Judgement(channel=channel, leaf=leaf):
                return self.say(KINDS[channel.kind]), self.text(leaf.display.in_(self.language))
            case FarEnd(kind=kind, host=host, reason=reason):
                note = "" if reason is None else self.text(reason.in_(self.language))
                return (self.say(FAR_ENDS[kind]) if host else ""), note
            case _ if group.is_root:
                return self.say(_ROOT), ""
            case _ if group.behind:
                return self.say(_PARTING), self.say(_BEHIND, count=group.behind)
            case Detection(role=role):
                return self.say(_SEND if role is Role.SEND else ROLES[role]), ""
            case _:
                return "", ""

    def _row(self, node: Node, group: Group) -> Row:
        text, detail = node.name, ""
        key = "" if node.location is None else str(node.location)
        match node.about:
            case EntryPoint(name=name, route=route) if route:
                text, detail = route, name
            case Detection(text=code) if code:
                text = code
            case Judgement(channel=channel):
                text, key = channel.name.in_(self.language), channel.id
            case FarEnd(kind=kind, host=None):
                text = FAR_ENDS[kind].in_(self.language)
            case FarEnd(kind=kind) if node is not group.nodes[0]:
                detail = FAR_ENDS[kind].in_(self.language)
            case None if node.stage is Stage.RECIPIENT:
                whose = next(
                    (words for kind, words in RECIPIENTS.items() if kind.value == node.name), _PHONES
                )
                text = whose.in_(self.language)
            case _:
                pass
        resolution = group.inside.get(node.id, Resolution.EXACT)
        return Row(
            text=self.text(text),
            detail=self.text(detail),
            place=self._place(node.location),
            mark="" if resolution is Resolution.EXACT else self.say(RESOLUTIONS[resolution]),
            key=key,
        )

    def _place(self, location: Location | None) -> str:
        return "" if location is None else self.text(str(location))
