"""An explanation for scripts."""

from __future__ import annotations

from smsaudit.model.explanation import Explanation, Item
from smsaudit.model.location import Location
from smsaudit.model.words import Language
from smsaudit.report.visible import json_text

SCHEMA = "smsaudit-explain/1"
"""The value of the key `schema`; changes when a key is renamed, removed or retyped."""


def as_json(explanation: Explanation, language: Language) -> str:
    """JSON text; sentences are in `language`, keys and ids never change."""
    written = {
        "schema": SCHEMA,
        "kind": explanation.kind,
        "id": explanation.id,
        "title": explanation.title.in_(language),
        "sections": [
            {
                "title": section.title.in_(language),
                "items": [_item(item, language) for item in section.items],
            }
            for section in explanation.sections
        ],
    }
    return json_text(written, indent=1)


def _item(item: Item, language: Language) -> dict[str, object]:
    return {
        "name": None if item.name is None else item.name.in_(language),
        "text": item.text.in_(language),
        "ref": item.ref or None,
        "mark": None if item.mark is None else item.mark.in_(language),
        "location": _place(item.location),
        "seen": _place(item.seen),
        "code": item.code or None,
    }


def _place(location: Location | None) -> dict[str, object] | None:
    return None if location is None else {"path": str(location.path), "line": location.line}
