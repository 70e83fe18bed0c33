"""A finding as a SARIF result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from smsaudit.model.flow import EntryPoint, Flow, Resolution, Step
from smsaudit.model.location import Location
from smsaudit.model.result import AuditResult
from smsaudit.model.suppression import Suppression, Way
from smsaudit.model.verdict import Judgement
from smsaudit.model.words import Language, Words
from smsaudit.report.finding import Finding, Level
from smsaudit.report.sarif.places import Object, message, physical, unlinked
from smsaudit.report.visible import brief, visible
from smsaudit.report.wording import EXPOSURES, FAR_ENDS

MOST_RELATED = 50
MOST_FLOWS = 20
MOST_STEPS = 500
"""Code scanning keeps 100 locations of a result and 1,000 steps of all its flows."""

MOST_STEPS_OF_ALL = 50_000
"""A log may have 10 MB when it is compressed; the heaviest results, which come first, keep their flows."""

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}
_ENTERS = Words("{name}: {exposure}", "{name}：{exposure}")
_STEP = Words("{name}", "{name}")
_INEXACT = Words("{name} (resolved {how})", "{name}（解析方式：{how}）")
_FAR_END = Words("Far end: {what}", "对端：{what}")
_REACHED = Words("Reached from {links}.", "由 {links} 到达。")
_MORE = Words("and {count} more", "另有{count}处")
_LINKED = 3


def result_objects(
    found: Iterable[Finding], rules: Mapping[str, int], audited: AuditResult, language: Language
) -> Iterator[Object]:
    """The results with everything that code scanning shows of one, as far as there is room for it."""
    entries = {entry.id: entry for entry in audited.entry_points}
    room = MOST_STEPS_OF_ALL
    for finding in found:
        flows = list(_code_flows(finding, entries, language, min(room, MOST_STEPS)))
        room -= sum(len(flow.steps) for flow in finding.flows[: len(flows)])
        yield _result(finding, rules, entries, flows, language)


def _result(
    finding: Finding,
    rules: Mapping[str, int],
    entries: Mapping[str, EntryPoint],
    flows: list[Object],
    language: Language,
) -> Object:
    related = list(_related(finding, entries, language))[:MOST_RELATED]
    said: Object = {
        "ruleId": finding.rule,
        "ruleIndex": rules[finding.rule],
        "level": _LEVELS[finding.level],
        "kind": "fail",
        "message": {"text": _text(finding, related, language)},
        "locations": [_primary(finding.location, finding)] if finding.location else [],
    }
    if finding.identity and finding.identity.line_hash:
        said["partialFingerprints"] = {"primaryLocationLineHash": finding.identity.line_hash}
    if finding.fingerprint:
        said["fingerprints"] = {"smsaudit/v1": finding.fingerprint}
    if flows:
        said["codeFlows"] = flows
    if related:
        said["relatedLocations"] = [location for _, location in related]
    if finding.suppression is not None:
        said["suppressions"] = [_suppression(finding.suppression)]
    said["properties"] = _properties(finding)
    return said


def _primary(place: Location, finding: Finding) -> Object:
    return {"physicalLocation": physical(place, finding.identity.end_column if finding.identity else 0)}


def _text(finding: Finding, related: Sequence[tuple[str, Object]], language: Language) -> str:
    text = unlinked(brief(finding.text.in_(language), 1_000))
    links = [f"[{_label(name)}]({location['id']})" for name, location in related if name]
    if not links:
        return text
    shown = links[:_LINKED]
    if len(links) > _LINKED:
        shown.append(_MORE.in_(language).format(count=len(links) - _LINKED))
    joined = "、".join(shown) if language is Language.ZH else ", ".join(shown)
    return f"{text} {_REACHED.in_(language).format(links=joined)}"


def _label(name: str) -> str:
    return brief(name, 120).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _related(
    finding: Finding, entries: Mapping[str, EntryPoint], language: Language
) -> Iterator[tuple[str, Object]]:
    """Entry points first, by name, so that the message can link to them; then the other places."""
    number = 0
    seen: set[Location] = set()
    for flow in finding.flows:
        entry = entries.get(flow.entry_point or "")
        if entry is not None and entry.location not in seen:
            seen.add(entry.location)
            number += 1
            yield entry.route or entry.name, _location(number, entry.location, _entered(entry, language))
    for place in finding.related:
        if place not in seen:
            seen.add(place)
            number += 1
            yield "", _location(number, place, str(place))


def _location(number: int, place: Location, text: str) -> Object:
    return {"id": number, "physicalLocation": physical(place), "message": message(text)}


def _entered(entry: EntryPoint, language: Language) -> str:
    name = f"{entry.route} ({entry.name})" if entry.route else entry.name
    return _ENTERS.in_(language).format(name=name, exposure=EXPOSURES[entry.exposure].in_(language))


def _code_flows(
    finding: Finding, entries: Mapping[str, EntryPoint], language: Language, left: int
) -> Iterator[Object]:
    for flow in finding.flows[:MOST_FLOWS]:
        steps = list(_steps(flow, finding, entries.get(flow.entry_point or ""), language))
        left -= len(steps)
        if left < 0:
            return
        thread: Object = {"locations": steps}
        if flow.condition:
            thread["message"] = message(flow.condition)
        yield {"threadFlows": [thread]}


def _steps(flow: Flow, finding: Finding, entry: EntryPoint | None, language: Language) -> Iterator[Object]:
    """From the entry point, over every function, to the far end."""
    if entry is not None:
        yield _step(entry.location, _entered(entry, language), "essential")
    for step in flow.steps:
        importance = "essential" if step is flow.steps[-1] else "important"
        yield _step(step.location, _stepped(step, language), importance)
    if finding.judgement is not None:
        place, text = _far_end(finding.judgement, flow.steps[-1].location, language)
        yield _step(place, text, "essential")


def _step(place: Location, text: str, importance: str) -> Object:
    return {
        "location": {"physicalLocation": physical(place), "message": message(text)},
        "importance": importance,
    }


def _stepped(step: Step, language: Language) -> str:
    template = _STEP if step.resolution is Resolution.EXACT else _INEXACT
    return template.in_(language).format(name=step.name, how=step.resolution.value)


def _far_end(judgement: Judgement, send: Location, language: Language) -> tuple[Location, str]:
    far_end = judgement.channel.far_end
    what = FAR_ENDS[far_end.kind].in_(language)
    if far_end.host:
        what = f"{far_end.host}:{far_end.port} ({what})" if far_end.port else f"{far_end.host} ({what})"
    return far_end.source or send, _FAR_END.in_(language).format(what=what)


def _suppression(decision: Suppression) -> Object:
    said: Object = {"kind": "inSource" if decision.way is Way.COMMENT else "external", "status": "accepted"}
    if decision.reason:
        said["justification"] = visible(decision.reason)
    if decision.location is not None:
        said["location"] = {"physicalLocation": physical(decision.location)}
    kept = {"owner": visible(decision.owner), "until": decision.until.isoformat() if decision.until else ""}
    properties = {name: value for name, value in kept.items() if value}
    return said | ({"properties": properties} if properties else {})


def _properties(finding: Finding) -> Object:
    said: Object = {}
    if finding.judgement is not None:
        said |= {
            "channel": visible(finding.judgement.channel.id),
            "label": finding.judgement.label,
            "leaf": finding.judgement.leaf.id,
            "confidence": finding.judgement.confidence.word,
            "status": finding.judgement.status.value,
        }
    if finding.detection is not None:
        said |= {"role": finding.detection.role.value, "text": finding.detection.text}
    return said
