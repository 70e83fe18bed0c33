"""The JSON report on a change, version 1. Its keys are public."""

from __future__ import annotations

from smsaudit.model.comparison import Comparison, Flip, Gate, Side
from smsaudit.model.location import Location
from smsaudit.model.words import Language
from smsaudit.report.change.item import Item
from smsaudit.report.change.items import Section, everything
from smsaudit.report.change.wording import (
    CHANNELS,
    DEPENDS,
    DUTIES,
    GATE,
    LICENCES,
    PARTS,
    POLICY,
    UNSEEN,
    WAYS,
)
from smsaudit.report.visible import json_text

SCHEMA = "smsaudit-change/1"
"""The value of the key `schema`; changes when a key is renamed, removed or retyped."""

_NAMES = {
    POLICY: "violations",
    CHANNELS: "channels",
    WAYS: "flows",
    PARTS: "units",
    UNSEEN: "gaps",
    DEPENDS: "conditions",
    LICENCES: "licences",
    DUTIES: "duties",
    GATE: "gate",
}
_SIGNS = {"+": "added", "-": "removed", "~": "changed"}

_Object = dict[str, object]


def render(comparison: Comparison, language: Language) -> str:
    """The report as JSON text; sentences are in `language`, keys and ids never change."""
    result = comparison.after.result
    made = {_NAMES[section.title]: _section(section, language) for section in everything(comparison)}
    report = {
        "schema": SCHEMA,
        "as_of": result.as_of.isoformat(),
        "language": language.value,
        "tool": {
            "version": result.tool.version,
            "signatures": result.tool.signatures,
            "law": result.tool.law,
        },
        "direction": comparison.direction.value,
        "changed": not comparison.is_quiet,
        "fails": comparison.fails,
        "before": _side(comparison.before, language),
        "after": _side(comparison.after, language),
        "flip": None if comparison.flip is None else _flip(comparison.flip, language),
        "changes": {name: made.get(name, []) for name in _NAMES.values() if name != "gate"},
        "gate": _gate(comparison.gate),
        "disclaimer": result.advice.disclaimer.in_(language),
    }
    return json_text(report)


def _side(side: Side, language: Language) -> _Object:
    verdict = side.result.whole.verdict
    return {
        "name": side.name,
        "commit": side.result.commit,
        "label": verdict.label,
        "leaf": verdict.leaf.id,
        "rank": verdict.leaf.rank,
        "display": verdict.leaf.display.in_(language),
        "confidence": verdict.confidence.word,
        "status": verdict.status.value,
        "mixed": list(verdict.mixed),
        "channels": [judged.channel.id for judged in side.result.whole.judgements],
        "licences": [licence.id for licence in side.result.advice.licences],
        "files": {"seen": side.result.coverage.seen, "parsed": side.result.coverage.parsed},
    }


def _flip(flip: Flip, language: Language) -> _Object:
    return {
        **_place(flip.location, in_before=flip.in_before),
        "on_changed_line": flip.on_changed_line,
        "text": flip.text.in_(language),
        "code": flip.code,
    }


def _section(section: Section, language: Language) -> list[_Object]:
    return [_item(item, language) for item in section.items]


def _item(item: Item, language: Language) -> _Object:
    place = {"path": None, "line": None, "side": None}
    return {
        "change": _SIGNS[item.sign.value],
        "text": item.text.in_(language),
        **(place if item.location is None else _place(item.location, in_before=item.in_before)),
    }


def _place(location: Location, *, in_before: bool) -> _Object:
    return {"path": location.path, "line": location.line, "side": "before" if in_before else "after"}


def _gate(gate: Gate) -> _Object:
    return {
        "judged_by": gate.judged_by,
        "loosens": gate.loosens,
        "changes": [
            {
                "file": each.file,
                "line": each.line or None,
                "key": each.key,
                "before": each.before,
                "after": each.after,
            }
            for each in gate.changes
        ],
    }
