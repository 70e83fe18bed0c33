"""The JSON Schema of `smsaudit.toml`, for editors: made from what the reader itself knows."""

from __future__ import annotations

import json
from collections.abc import Iterable

from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.threshold import SCENARIOS, FailOn
from smsaudit.settings.channels import CHANNEL, CHANNEL_KEYS, DOTTED_NAME
from smsaudit.settings.facts import CHOICES, FREE_KEYS
from smsaudit.settings.policy import ALLOWED_CHANNEL, CLAUSE_KEYS, LEAF

_Object = dict[str, object]

_SCALAR: _Object = {"type": ["string", "number", "boolean"]}
_DATE: _Object = {"type": "string", "format": "date"}
_TEXT: _Object = {"type": "string", "minLength": 1}


def text() -> str:
    """The schema as JSON text; published as `docs/smsaudit.schema.json`."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def schema() -> _Object:
    """The schema of the file; in `pyproject.toml` it holds for the table `tool.smsaudit`."""
    root = _table(
        {
            "signatures": _list(_TEXT, "Folders with signatures of your own, relative to this file."),
            "baseline": {
                **_TEXT,
                "description": "File with known findings, relative to this file; the policy is checked without them.",
            },
            "facts": _facts("", sorted({*FREE_KEYS, *CHOICES})),
            "channel": _list(_channel(), "Facts of one channel alone."),
            "sender": _list(_sender(), "Callables that send although no signature knows them."),
            "policy": _policy(),
        },
        "What a project says about itself to smsaudit.",
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:smsaudit:settings",
        "title": "smsaudit.toml",
        **root,
    }


def _table(keys: _Object, about: str, required: Iterable[str] = ()) -> _Object:
    return {
        "type": "object",
        "description": about,
        "properties": keys,
        "required": list(required),
        "additionalProperties": False,
    }


def _list(of: _Object, about: str, *, least: int = 0) -> _Object:
    return {"type": "array", "description": about, "items": of, "minItems": least}


def _fact(key: str) -> _Object:
    values = [each.value for each in CHOICES[key]] if key in CHOICES else []
    is_question = {"yes", "no"} <= set(values)
    one: _Object = {"enum": [*values, *([True, False] if is_question else [])]} if values else _SCALAR
    either: _Object = one if values else {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}
    keys = {"value": either, "as_of": _DATE, "evidence": {"type": "string"}, "until": _DATE}
    return _table(keys, f"{key}, with the day it was established and what shows it.", ["value"])


def _facts(above: str, keys: list[str]) -> _Object:
    """Nested tables, as dotted keys are."""
    tables: _Object = {}
    for key in keys:
        name = key.removeprefix(above).partition(".")[0]
        full = f"{above}{name}"
        if full in keys:
            tables[name] = _fact(full)
        elif name not in tables:
            tables[name] = _facts(f"{full}.", [each for each in keys if each.startswith(f"{full}.")])
    return _table(tables, "Facts that no code can show.")


def _channel() -> _Object:
    keys: _Object = {"id": _TEXT, "path": _TEXT}
    keys |= {key: _fact(fact) for key, fact in CHANNEL_KEYS.items()}
    one_of = [{"required": ["id"]}, {"required": ["path"]}]
    return _table(keys, "A channel, by id or by the path of its evidence.") | {"oneOf": one_of}


def _sender() -> _Object:
    keys: _Object = {
        "call": {"type": "string", "pattern": f"^(?:{DOTTED_NAME})$"},
        "channel": {"type": "string", "pattern": f"^(?:{CHANNEL})$"},
        "as_of": _DATE,
        "evidence": _TEXT,
    }
    return _table(keys, "A callable and the channel that it sends through.", keys)


def _limits() -> _Object:
    channels: _Object = {"type": "string", "pattern": f"^(?:{ALLOWED_CHANNEL})$"}
    return {
        "max-scenario": {
            "description": "The heaviest scenario or outcome that is allowed.",
            "anyOf": [{"enum": list(SCENARIOS)}, {"type": "string", "pattern": f"^(?:{LEAF})$"}],
        },
        "channels": _list(channels, "Allowed channels: ids, globs of ids, or kinds."),
        "providers": _list(channels, "Allowed among the channels of kind provider."),
    }


def _policy() -> _Object:
    path = _table({"path": _TEXT, **_limits()}, "Limits of a part of the tree.", ["path"])
    keys: _Object = {
        **_limits(),
        "fail-on": {
            "description": "When a violation fails the run.",
            "enum": [each.value for each in FailOn],
        },
        "path": _list(path, "Limits of parts of the tree."),
        "contract": _list(_contract(), "Who may reach which channels."),
    }
    return _table(keys, "What the team allows.")


def _contract() -> _Object:
    exposures: _Object = {"enum": [each.value for each in Exposure]}
    kinds: _Object = {"enum": [each.value for each in EntryKind]}
    channels: _Object = {"type": "string", "pattern": f"^(?:{ALLOWED_CHANNEL})$"}
    keys: _Object = {
        "name": _TEXT,
        "only": _list(_TEXT, "Every way leads through one of these parts.", least=1),
        "no": _list(_TEXT, "No way leads through these parts.", least=1),
        "no-exposure": _list(exposures, "No entry point of these exposures leads there.", least=1),
        "no-entry": _list(kinds, "No entry point of these kinds leads there.", least=1),
        "may-reach": _list(channels, "The channels that are protected."),
    }
    one_of = [{"required": [key]} for key in CLAUSE_KEYS]
    return _table(keys, "A contract, with exactly one rule.", ["name", "may-reach"]) | {"oneOf": one_of}
