"""The JSON report, version 1. Its keys are public: they are copied field by field, whatever the model does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smsaudit.model.advice import Advice, Duty, Licence, Question
from smsaudit.model.detection import Detection
from smsaudit.model.flow import EntryPoint, FarEnd, Flow, Step
from smsaudit.model.gap import Gap
from smsaudit.model.location import Location
from smsaudit.model.result import AuditResult
from smsaudit.model.verdict import Judgement, Reason, Unit, Verdict
from smsaudit.model.words import Language
from smsaudit.report.json_law import conflict, instrument, statement
from smsaudit.report.json_policy import decision, policy, remark
from smsaudit.report.numbering import Numbering, numbered
from smsaudit.report.visible import json_text

SCHEMA = "smsaudit-report/1"
"""The value of the key `schema`; changes when a key is renamed, removed or retyped."""

_Object = dict[str, object]


def render(result: AuditResult, language: Language) -> str:
    """The report as JSON text; sentences are in `language`, keys and ids never change."""
    return json_text(_report(result, language))


def _report(result: AuditResult, language: Language) -> _Object:
    ids = numbered(result)
    return {
        "schema": SCHEMA,
        "as_of": result.as_of.isoformat(),
        "language": language.value,
        "tool": {
            "version": result.tool.version,
            "signatures": result.tool.signatures,
            "law": result.tool.law,
        },
        "target": _target(result),
        "verdict": _verdict(result.whole.verdict, language),
        "units": [_unit(unit, language) for unit in result.units],
        "channels": [_channel(judged, ids, language) for judged in result.whole.judgements],
        "detections": [_detection(f"d{at}", found) for at, found in enumerate(result.detections, start=1)],
        "entry_points": [
            _entry_point(f"e{at}", entry, language) for at, entry in enumerate(result.entry_points, start=1)
        ],
        "flows": [_flow(flow, ids) for flow in result.flows],
        **_advice(result, ids, language),
        "gaps": [_gap(gap, language) for gap in result.gaps],
        "policy": None if result.policy is None else policy(result.policy, language),
        "suppressed": [
            {**_detection(f"s{at}", each.detection), **decision(each.suppression)}
            for at, each in enumerate(result.suppressed, start=1)
        ],
        "suppression_remarks": [remark(each, language) for each in result.remarks],
        "disclaimer": result.advice.disclaimer.in_(language),
    }


def _target(result: AuditResult) -> _Object:
    coverage = result.coverage
    return {
        "name": result.name,
        "commit": result.commit,
        "tree": result.tree,
        "configuration": result.configuration or None,
        "files": {"seen": coverage.seen, "considered": coverage.considered, "parsed": coverage.parsed},
        "languages": dict(sorted(coverage.languages.items())),
    }


def _verdict(verdict: Verdict, language: Language) -> _Object:
    return {
        "label": verdict.label,
        "leaf": verdict.leaf.id,
        "display": verdict.leaf.display.in_(language),
        "confidence": verdict.confidence.word,
        "status": verdict.status.value,
        "mixed": list(verdict.mixed),
        "because": _reasons(verdict.because, language),
        "despite": _reasons(verdict.despite, language),
        "conditional_on": list(verdict.conditional_on),
        "would_change": _reasons(verdict.would_change, language),
    }


def _reasons(reasons: Iterable[Reason], language: Language) -> list[_Object]:
    return [
        {
            "text": reason.text.in_(language),
            "location": reason.location or None,
            "statement": reason.statement or None,
        }
        for reason in reasons
    ]


def _unit(unit: Unit, language: Language) -> _Object:
    return {
        "path": unit.path,
        "verdict": _verdict(unit.verdict, language),
        "channels": [judged.channel.id for judged in unit.judgements],
    }


def _channel(judged: Judgement, ids: Numbering, language: Language) -> _Object:
    channel = judged.channel
    return {
        "id": channel.id,
        "kind": channel.kind.value,
        "name": channel.name.in_(language),
        "label": judged.label,
        "leaf": judged.leaf.id,
        "display": judged.leaf.display.in_(language),
        "confidence": judged.confidence.word,
        "status": judged.status.value,
        "production": channel.production,
        "counted": judged.counted,
        "context": channel.context,
        "rung": channel.rung.word,
        "far_end": _far_end(channel.far_end, language),
        "serves_others": channel.serves_others,
        "overseas": channel.overseas,
        "is_default": channel.is_default,
        "conditions": list(channel.conditions),
        "because": _reasons(judged.because, language),
        "despite": _reasons(judged.despite, language),
        "detections": list(dict.fromkeys(ids.detection(found) for found in channel.detections)),
    }


def _far_end(far_end: FarEnd, language: Language) -> _Object:
    return {
        "kind": far_end.kind.value,
        "host": far_end.host,
        "port": far_end.port,
        "source": None if far_end.source is None else _place(far_end.source),
        "reason": "" if far_end.reason is None else far_end.reason.in_(language),
        "overridable": far_end.overridable,
        "hops": [{**_place(hop.location), "name": hop.name} for hop in far_end.hops],
    }


def _place(location: Location) -> _Object:
    return {"path": location.path, "line": location.line, "column": location.place.column}


def _detection(id_: str, found: Detection) -> _Object:
    return {
        "id": id_,
        "channel": found.channel_id,
        "signature": found.signature,
        "pattern": found.pattern,
        "role": found.role.value,
        **_place(found.location),
        "end_line": found.location.place.end_line,
        "context": found.context.value,
        "strength": found.strength.value,
        "resolution": found.resolution,
        "text": found.text,
        "fingerprint": found.identity.fingerprint if found.identity else None,
    }


def _entry_point(id_: str, entry: EntryPoint, language: Language) -> _Object:
    return {
        "id": id_,
        "kind": entry.kind.value,
        "framework": entry.framework,
        **_place(entry.location),
        "name": entry.name,
        "route": entry.route,
        "methods": list(entry.methods),
        "exposure": entry.exposure.value,
        "exposure_reason": "" if entry.exposure_reason is None else entry.exposure_reason.in_(language),
        "access": [
            {
                "exposure": each.exposure.value,
                "reason": each.reason.in_(language),
                "place": None if each.location is None else _place(each.location),
            }
            for each in entry.access
        ],
    }


def _flow(flow: Flow, ids: Numbering) -> _Object:
    return {
        "entry_point": ids.entry_point(flow.entry_point),
        "channel": flow.channel,
        "condition": flow.condition,
        "steps": list(_steps(flow)),
        "personal_data": [
            {"kind": kept.kind.value, "sink": kept.sink.value, **_place(kept.location), "name": kept.name}
            for kept in flow.kept
        ],
        "recipients": [
            {"kind": each.kind.value, **_place(each.location), "name": each.name} for each in flow.recipients
        ],
    }


def _steps(flow: Flow) -> Iterator[_Object]:
    """Every place that a message passes, in order: where a function begins, where it calls (`call-site`), and what that call rests on (`via`)."""
    caller = ""
    for step in flow.steps:
        if step.called_at is not None:
            yield {**_place(step.called_at), "name": caller, "kind": "call-site", "resolution": "exact"}
        for via in step.via:
            yield {**_place(via.location), "name": via.name, "kind": "via", "resolution": "exact"}
        yield _step(step)
        caller = step.name


def _step(step: Step) -> _Object:
    return {
        **_place(step.location),
        "name": step.name,
        "kind": step.kind,
        "resolution": step.resolution.value,
    }


def _advice(result: AuditResult, ids: Numbering, language: Language) -> _Object:
    advice: Advice = result.advice
    return {
        "licences": [_licence(licence, ids, language) for licence in advice.licences],
        "duties": [_duty(duty, language) for duty in advice.duties],
        "open_questions": [_question(question, language) for question in advice.open_questions],
        "next_steps": [step.in_(language) for step in advice.next_steps],
        "statements": [statement(each, result.as_of, language) for each in advice.statements],
        "conflicts": [conflict(each, language) for each in advice.conflicts],
        "instruments": [instrument(each, language) for each in advice.instruments],
    }


def _licence(licence: Licence, ids: Numbering, language: Language) -> _Object:
    return {
        "id": licence.id,
        "name": licence.name.in_(language),
        "status": licence.status.value,
        "outcome": licence.outcome.in_(language),
        "because": list(ids.cited(licence.because)),
        "statements": [statement.id for statement in licence.statements],
    }


def _duty(duty: Duty, language: Language) -> _Object:
    return {
        "id": duty.id,
        "text": duty.text.in_(language),
        "status": duty.status.value,
        "statements": list(duty.statements),
        "leaves": list(duty.leaves),
        "state": duty.state.value,
        "shown": _reasons(duty.shown, language),
    }


def _question(question: Question, language: Language) -> _Object:
    return {
        "id": question.id,
        "fact_key": question.fact_key,
        "ask": question.ask.in_(language),
        "values": list(question.values),
        "needed_by": list(question.needed_by),
        "proof": None if question.proof is None else question.proof.in_(language),
    }


def _gap(gap: Gap, language: Language) -> _Object:
    return {
        "path": gap.path,
        "line": gap.line,
        "kind": gap.kind.value,
        "reason": gap.reason.in_(language),
        "bears": gap.bears,
    }
