"""Why a channel counts, and what stands at a place: the chain of evidence, hop by hop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from smsaudit.explain.gaps import MEANINGS
from smsaudit.explain.statutes import Statutes
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.explanation import Explanation, Item, Section
from smsaudit.model.flow import EntryPoint, Flow, Resolution, Step
from smsaudit.model.gap import Gap
from smsaudit.model.law import Law
from smsaudit.model.location import Location
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import PatternId, Role
from smsaudit.model.verdict import Judgement, Reason
from smsaudit.model.words import Words
from smsaudit.report.wording import (
    CONTEXTS,
    ENTRIES,
    EXPOSURES,
    FAR_ENDS,
    GAPS,
    KINDS,
    RECIPIENTS,
    RESOLUTIONS,
    ROLES,
    RUNGS,
    STATUSES,
    STEPS,
)

_CHANNEL = Words("Channel", "通道")
_KIND = Words("Kind", "类别")
_OUTCOME = Words("Outcome", "结论")
_LAW = Words("Law", "法律")
_SEEN = Words("In code", "代码所见")
_WHY = Words("Why", "依据")
_BUT = Words("But", "但")
_IF = Words("If", "条件")
_FLOW = Words("Flow {number} of {count}", "路径{number}（共{count}条）")
_NO_FLOW = Words("Places", "位置")
_FAR_END = Words("Far end", "对端")
_HERE = Words("What stands here", "此处内容")
_ENTERS = Words("enters", "进入")
_LETS_IN = Words("lets in", "准入")
_STARTS = Words("starts", "起点")
_CALLS = Words("calls", "调用")
_SENDS = Words("sends", "发送")
_BY_WAY = Words("by way of", "经由")
_SENT_TO = Words("is sent to", "发往")
_REACHES = Words("reaches", "到达")
_NO_CALLER = Words("no caller was found", "未发现调用者")
_CONTEXT = Words("Context", "环境")
_BEARS = Words("bears on the verdict", "影响结论")
_MORE = Words("and {count} more flows; -v prints them all", "另有{count}条路径，使用-v全部列出")

Why = Mapping[PatternId, Words]
"""Pattern -> why it counts."""


class Evidence:
    """One result, asked about its channels and places. `code` gives the line at a place, `why` what a pattern means."""

    def __init__(self, result: AuditResult, law: Law, why: Why, code: Callable[[Location], str]) -> None:
        self._result = result
        self._statutes = Statutes(law)
        self._why = why
        self._code = code
        self._entries = {entry.id: entry for entry in result.entry_points}
        self._judged = {judged.channel.id: judged for judged in result.whole.judgements}

    def of_channel(self, id_: str, most: int) -> Explanation | None:
        """The chain of a channel with at most so many flows; None if the tree has no such channel."""
        judged = self._judged.get(id_)
        if judged is None:
            return None
        flows = [flow for flow in self._result.flows if flow.channel == id_]
        chain = self._chain(judged, flows, most, _CHANNEL)
        sections = (*chain, *self._statutes.leaf_sections(judged.leaf.id))
        return Explanation(kind="channel", id=id_, title=judged.channel.name, sections=sections)

    def of_place(self, path: str, line: int, most: int) -> Explanation | None:
        """What stands at a line, and the chains that run through it; None if nothing is known there."""
        items = list(self._standing(path, line))
        if not items:
            return None
        found = [each for each in self._result.detections if _is_at(each.location, path, line)]
        flows = [flow for flow in self._result.flows if self._runs_through(flow, path, line)]
        ids = dict.fromkeys((*(flow.channel for flow in flows), *(each.channel_id for each in found)))
        sections = [Section(title=_HERE, items=tuple(items))]
        for judged in filter(None, map(self._judged.get, ids)):
            own = [flow for flow in flows if flow.channel == judged.channel.id]
            name, id_ = judged.channel.name, judged.channel.id
            sections += self._chain(judged, own, most, Words(f"{name.en} [{id_}]", f"{name.zh} [{id_}]"))
        for leaf in dict.fromkeys(self._judged[each].leaf.id for each in ids if each in self._judged):
            sections += self._statutes.leaf_sections(leaf)
        place = f"{path}:{line}"
        return Explanation(kind="place", id=place, title=Words.same(place), sections=tuple(sections))

    def places(self) -> list[str]:
        """Every `path:line` at which something is known, in order."""
        result = self._result
        spots = [found.location for found in result.detections]
        spots += [entry.location for entry in result.entry_points]
        spots += [spot for flow in result.flows for step in flow.steps for spot in _spots(step)]
        gaps = [f"{gap.path}:{gap.line}" for gap in result.gaps if gap.line]
        return [*dict.fromkeys((*map(str, sorted(spots)), *gaps))]

    def channels(self) -> list[str]:
        """Ids of the channels of the tree."""
        return list(self._judged)

    def _standing(self, path: str, line: int) -> Iterator[Item]:
        for found in self._result.detections:
            if _is_at(found.location, path, line):
                yield self._detection(found)
        for entry in self._result.entry_points:
            if _is_at(entry.location, path, line):
                yield self._entry(entry)
        passed = {step: None for flow in self._result.flows for step in flow.steps}
        for step in passed:
            if step.kind != "sends" and any(_is_at(spot, path, line) for spot in _spots(step)):
                yield self._hop(step, _CALLS)
        for judged in self._judged.values():
            source = judged.channel.far_end.source
            if source is not None and _is_at(source, path, line):
                yield self._far_end(judged)
        for gap in self._result.gaps:
            if gap.path == path and gap.line == line:
                yield _gap(gap)

    def _runs_through(self, flow: Flow, path: str, line: int) -> bool:
        entry = self._entries.get(flow.entry_point or "")
        spots = [spot for step in flow.steps for spot in _spots(step)]
        spots += [entry.location] if entry is not None else []
        return any(_is_at(spot, path, line) for spot in spots)

    def _chain(self, judged: Judgement, flows: list[Flow], most: int, title: Words) -> Iterator[Section]:
        """What the channel is, every way to it, its far end."""
        yield Section(title=title, items=tuple(self._about(judged)))
        for number, flow in enumerate(flows[:most], start=1):
            items = (*self._flow(flow), self._far_end(judged))
            yield Section(title=_filled(_FLOW, number=number, count=len(flows)), items=items)
        if len(flows) > most:
            yield Section(title=Words.same(""), items=(Item(text=_filled(_MORE, count=len(flows) - most)),))
        if not flows:
            telling = sorted(judged.channel.detections, key=_how_telling)
            acting = (self._detection(found) for found in telling[:most])
            yield Section(title=_NO_FLOW, items=(*acting, self._far_end(judged)))

    def _about(self, judged: Judgement) -> Iterator[Item]:
        channel = judged.channel
        yield Item(name=_KIND, text=KINDS[channel.kind])
        yield Item(name=_OUTCOME, text=judged.leaf.display, ref=judged.leaf.id)
        yield Item(name=_LAW, text=STATUSES[judged.status])
        yield Item(name=_SEEN, text=RUNGS[channel.rung])
        if not channel.production:
            yield Item(name=_CONTEXT, text=CONTEXTS[channel.context])
        yield from (_reason(_WHY, each) for each in judged.because)
        yield from (_reason(_BUT, each) for each in judged.despite)

    def _flow(self, flow: Flow) -> Iterator[Item]:
        if flow.condition:
            yield Item(name=_IF, text=Words.same(flow.condition))
        entry = self._entries.get(flow.entry_point or "")
        if entry is not None:
            yield self._entry(entry)
            yield from self._access(entry)
        first, *others = flow.steps
        if entry is None:
            yield self._hop(first, _STARTS, mark=_NO_CALLER)
        elif first.location != entry.location:
            yield self._hop(first, _CALLS)
        for step in others:
            for via in step.via:
                line = self._code(via.location)
                yield Item(name=_BY_WAY, text=Words.same(via.name), location=via.location, code=line)
            yield self._hop(step, _SENDS if step.kind == "sends" else STEPS.get(step.kind, _CALLS))
        for each in flow.recipients:
            name, line = Words.same(each.name), self._code(each.location)
            text, mark = (name, RECIPIENTS[each.kind]) if each.name else (RECIPIENTS[each.kind], None)
            yield Item(name=_SENT_TO, text=text, mark=mark, location=each.location, code=line)

    def _entry(self, entry: EntryPoint) -> Item:
        route = f"{entry.route} → {entry.name}" if entry.route else entry.name
        kind, access = ENTRIES[entry.kind], EXPOSURES[entry.exposure]
        reason = entry.exposure_reason
        why = Words(f": {reason.en}", f"：{reason.zh}") if reason is not None else Words.same("")
        return Item(
            name=_ENTERS,
            text=Words.same(route),
            mark=Words(
                f"{kind.en} ({entry.framework}), {access.en}{why.en}",
                f"{kind.zh}（{entry.framework}），{access.zh}{why.zh}",
            ),
            location=entry.location,
            code=self._code(entry.location),
        )

    def _access(self, entry: EntryPoint) -> Iterator[Item]:
        """What tells who can trigger it, where that stands in some file."""
        for each in entry.access:
            if each.location is not None:
                mark, line = EXPOSURES[each.exposure], self._code(each.location)
                yield Item(name=_LETS_IN, text=each.reason, mark=mark, location=each.location, code=line)

    def _hop(self, step: Step, name: Words, mark: Words | None = None) -> Item:
        seen = step.called_at or step.location
        resolved = None if step.resolution is Resolution.EXACT else RESOLUTIONS[step.resolution]
        is_pattern = step.kind == "sends" and PatternId(step.name) in self._why
        return Item(
            name=name,
            text=self._why[PatternId(step.name)] if is_pattern else Words.same(step.name),
            ref=step.name if is_pattern else "",
            mark=mark or resolved,
            location=step.location,
            seen=seen if seen != step.location else None,
            code=self._code(seen),
        )

    def _far_end(self, judged: Judgement) -> Item:
        end = judged.channel.far_end
        address = ":".join(str(part) for part in (end.host, end.port) if part is not None)
        kind = FAR_ENDS[end.kind]
        return Item(
            name=_REACHES,
            text=Words(f"{address}, {kind.en}", f"{address}，{kind.zh}") if address else kind,
            mark=end.reason,
            location=end.source,
            code="" if end.source is None else self._code(end.source),
        )

    def _detection(self, found: Detection) -> Item:
        return Item(
            name=ROLES[found.role],
            text=self._why.get(found.pattern, Words.same(str(found.pattern))),
            ref=str(found.pattern),
            mark=CONTEXTS[found.context],
            location=found.location,
            code=found.text,
        )


def _how_telling(found: Detection) -> tuple[bool, bool, Location]:
    return found.context is not Context.PRODUCTION, found.role is not Role.SEND, found.location


def _reason(name: Words, reason: Reason) -> Item:
    return Item(name=name, text=reason.text, ref=reason.statement)


def _gap(gap: Gap) -> Item:
    meaning = MEANINGS.get(gap.kind, gap.reason)
    return Item(
        name=GAPS[gap.kind],
        text=Words(f"{gap.reason.en}. {meaning.en}", f"{gap.reason.zh}。{meaning.zh}"),
        ref=f"gap:{gap.kind.value}",
        mark=_BEARS if gap.bears else None,
    )


def _spots(step: Step) -> Iterable[Location]:
    return (step.location,) if step.called_at is None else (step.location, step.called_at)


def _is_at(location: Location, path: str, line: int) -> bool:
    return location.path == path and location.line <= line <= location.place.end_line


def _filled(words: Words, **parts: int) -> Words:
    return Words(words.en.format(**parts), words.zh.format(**parts))
