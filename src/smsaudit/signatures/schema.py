"""The JSON Schema of one signature file, for completion and checks in editors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum

from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.signature import Jurisdiction, Role, Shape, SignatureKind, Strength
from smsaudit.signatures.entry import TARGETS
from smsaudit.signatures.example import PATHS
from smsaudit.signatures.pattern import ARGUMENTS
from smsaudit.signatures.target import ECOSYSTEMS, METHODS

Schema = Mapping[str, object]

_TEXT: Schema = {"type": "string", "minLength": 1}
_TEXTS: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_PARAMETER: Schema = {
    "description": "Keyword or position of an argument, or a list of both.",
    "anyOf": [
        _TEXT,
        {"type": "integer", "minimum": 0},
        {"type": "array", "items": {"type": ["string", "integer"]}, "minItems": 1},
    ],
}
_CONDITIONS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}
_TARGETS = ("url", "text", "combination", "setting", "dependency", "shape")


def schema() -> dict[str, object]:
    """The schema, in the 2020-12 dialect."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "smsaudit signature",
        "description": "One provider, protocol, gateway, modem family, framework or feature.",
        **_object(_head(), required=("id", "kind", "name", "sources")),
        "$defs": {
            "pattern": {
                **_object(_pattern(), required=("id", "why")),
                "oneOf": [{"required": [name]} for name in ("python", *_TARGETS)],
            },
            "example": {
                **_object(_example(), required=("source",)),
                "anyOf": [{"required": ["language"]}, {"required": ["path"]}],
            },
            "entry": _one_of(_entry(), ("id", "entry", "why"), tuple(TARGETS)),
            "guard": _one_of(
                _guard(),
                ("id", "exposure", "why"),
                ("decorator", "base", "value", "setting", "listen"),
            ),
            "queue": _object(_queue(), required=("id", "put", "take", "why")),
            "mount": _object(_mount(), required=("id", "call", "why")),
        },
    }


def text() -> str:
    """The schema as it stands in `signatures/schema.json`."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _head() -> dict[str, Schema]:
    return {
        "id": {
            "type": "string",
            "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
            "description": "The channel id in reports.",
        },
        "kind": _choice(SignatureKind),
        "name": _object({"en": _TEXT, "zh": _TEXT}, required=("en", "zh")),
        "jurisdiction": _choice(Jurisdiction),
        "licence": _said("What a person verified, with date and source; never inferred."),
        "hosts": _said("Host globs of the provider; they also classify a far end.", _TEXTS),
        "sources": _said("Where each name was verified, package and version.", _TEXTS),
        "notes": {"type": "string"},
        "pattern": _array("pattern"),
        "example": _array("example"),
        "entry": _array("entry"),
        "guard": _array("guard"),
        "queue": _array("queue"),
        "mount": _array("mount"),
    }


def _pattern() -> dict[str, Schema]:
    python = dict.fromkeys(("call", "import", "subclass"), _TEXTS)
    group = {"at_least": {"type": "integer", "minimum": 1}, "of": _TEXTS}
    package = {"type": "string", "pattern": f"^({'|'.join(ECOSYSTEMS)}):\\S+$"}
    return {
        "id": _said("<signature>.<thing>"),
        "role": _choice(Role),
        "why": _said("What it means when this matches."),
        "strength": _choice(Strength),
        "languages": _TEXTS,
        "python": _object(python) | {"minProperties": 1, "maxProperties": 1},
        "url": _object({"hosts": _TEXTS, "paths": _TEXTS, "method": {"enum": list(METHODS)}})
        | {"minProperties": 1},
        "text": _said("A regular expression, searched in string literals and configuration values."),
        "combination": {"type": "array", "minItems": 1, "items": _object(group, required=("at_least", "of"))},
        "setting": _object(dict.fromkeys(("keys", "values", "files", "beside"), _TEXTS), required=("keys",)),
        "dependency": {"anyOf": [package, {"type": "array", "items": package, "minItems": 1}]},
        "shape": _choice(Shape),
        "where": _said("Argument -> regular expression that one of its texts must contain.", _CONDITIONS),
        "unless": _said("As `where`, but keeps the pattern silent.", _CONDITIONS),
        "arguments": _object(dict.fromkeys(ARGUMENTS, _PARAMETER)),
        "feature": {"type": "string", "pattern": "^B\\d\\d(-[A-Z0-9]+)?(/[a-z0-9]+(-[a-z0-9]+)*)?$"},
        "product": _said("In a family of products: the channel is other:<product>."),
        "prepares": {
            "description": "Only makes what another send of this signature transmits, where one is near.",
            "type": "boolean",
        },
        "shared": {
            "description": "The client of several products; evidence only where something is sent.",
            "type": "boolean",
        },
        "needle": _said("Texts of which every file that can match contains at least one.", _TEXTS),
    }


def _example() -> dict[str, Schema]:
    expectation = {"line": {"type": "integer", "minimum": 1}, "pattern": _TEXT}
    return {
        "language": {"enum": list(PATHS)},
        "path": _said("File name that decides which scanner reads the source."),
        "source": _said(
            "The example; `expect: pattern.id` in a comment marks a line where the pattern fires."
        ),
        "expect": {"type": "array", "items": _object(expectation, required=("line", "pattern"))},
        "why": _said("For a look-alike: what it is, and why nothing fires."),
    }


def _entry() -> dict[str, Schema]:
    return {
        "id": _said("<signature>.<thing>"),
        "entry": _choice(EntryKind),
        "why": _TEXT,
        "decorator": _said("Origins; the decorated function is entered.", _TEXTS),
        "methods_of": _said("Origins of classes whose methods are entered.", _TEXTS),
        "methods": _said("Globs of the method names that the framework calls.", _TEXTS),
        "call": _said("Origins of calls that register a function.", _TEXTS),
        "handler": _PARAMETER,
        "suffix": _PARAMETER,
        "assigned": _said("Origins of attributes; what is assigned to them is entered.", _TEXTS),
        "calls": _said("Origins; a function that calls one of them is entered there.", _TEXTS),
        "listed_in": _said("Names of variables; what they list is entered.", _TEXTS),
        "key": _said("In dicts of such a list, the key under which the function stands."),
        "base": _said("Origins of classes in whose bodies such a variable must stand.", _TEXTS),
        "function": _said("Globs of the names of functions that are entered by convention.", _TEXTS),
        "parameters": _said("The parameters that such a function takes.", _TEXTS),
        "setting": _said("Keys whose value names a function, `*` for one part of the key.", _TEXTS),
        "files": _said("Globs of the files in which such a setting or function stands.", _TEXTS),
        "beside": _said("Keys of which one must stand beside it.", _TEXTS),
        "folder": _said("Keys of which one names the folder of the function's module.", _TEXTS),
        "route": _PARAMETER,
        "verbs": _PARAMETER,
        "verbs_of": {"type": "object", "additionalProperties": _TEXT},
        "named": {"enum": ["function", "module", "key"]},
        "enqueue": _said("Methods of the decorated function that run it later.", _TEXTS),
        "enqueue_call": _said("Origins of calls that run a function later.", _TEXTS),
        "task_argument": _PARAMETER,
        "exposure": _choice(Exposure),
        "languages": _said("Other languages than Python, where names are as spelled and imported.", _TEXTS),
    }


def _guard() -> dict[str, Schema]:
    return {
        "id": _said("<signature>.<thing>"),
        "exposure": _choice(Exposure),
        "why": _TEXT,
        "decorator": _TEXTS,
        "base": _TEXTS,
        "value": _TEXTS,
        "setting": _said(
            "What deployment files say of a service: regular expressions for whole keys and values.",
            _object(dict.fromkeys(("keys", "values"), _TEXTS), required=("keys", "values")),
        ),
        "listen": _said(
            "Calls that listen, and regular expressions for the whole address that they are given.",
            _object(
                {"call": _TEXTS, "argument": _PARAMETER, "values": _TEXTS},
                required=("call", "argument", "values"),
            ),
        ),
    }


def _queue() -> dict[str, Schema]:
    return {
        "id": _said("<signature>.<thing>"),
        "why": _TEXT,
        "put": _said("Origins of calls that put something into a topic, list or table.", _TEXTS),
        "take": _said("Origins of calls that take it out.", _TEXTS),
        "put_name": _PARAMETER,
        "take_name": _PARAMETER,
        "take_of": _PARAMETER,
        "kept": {
            "description": "An object of the program's own: what keeps it says which one it is.",
            "type": "boolean",
        },
    }


def _mount() -> dict[str, Schema]:
    return {
        "id": _said("<signature>.<thing>"),
        "why": _TEXT,
        "call": _said("Origins of calls that make a router, or put something below a path.", _TEXTS),
        "child": _PARAMETER,
        "on": _PARAMETER,
        "prefix": _PARAMETER,
        "replaces": {"type": "boolean"},
    }


def _object(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> dict[str, object]:
    shape: dict[str, object] = {"type": "object", "properties": properties, "additionalProperties": False}
    return shape | {"required": list(required)} if required else shape


def _one_of(
    properties: Mapping[str, Schema], required: Iterable[str], targets: Iterable[str]
) -> dict[str, object]:
    return {**_object(properties, required), "oneOf": [{"required": [target]} for target in targets]}


def _array(name: str) -> dict[str, object]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _choice(choices: type[StrEnum]) -> dict[str, object]:
    return {"enum": [str(member) for member in choices]}


def _said(description: str, shape: Schema = _TEXT) -> dict[str, object]:
    return {"description": description, **shape}
