"""The JSON report: valid, complete, deterministic."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from smsaudit.model.words import Language
from smsaudit.report import json_v1
from tests.support.results import SAMPLES, conditional_c, hostile, nothing, undetermined

SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "docs" / "report-v1.schema.json").read_text(encoding="utf-8")
)


def report(name: str = "conditional-c", language: Language = Language.EN) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(json_v1.render(SAMPLES[name](), language))
    return parsed


def objects(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_valid_in_both_languages(name: str, language: Language) -> None:
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(
        report(name, language)
    )


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_describes_every_key_and_admits_no_other() -> None:
    for each in objects(SCHEMA):
        if "properties" not in each:
            continue
        assert each["additionalProperties"] is False
        for key, value in each["properties"].items():
            assert "description" in value or "$ref" in value, key
        assert each["required"] == list(each["properties"])


def test_every_definition_of_the_schema_is_used() -> None:
    text = json.dumps(SCHEMA)
    assert [name for name in SCHEMA["$defs"] if f'"#/$defs/{name}"' not in text] == []


@pytest.mark.parametrize(
    "path",
    [
        "schema as_of tool.version tool.signatures tool.law",
        "target.commit target.tree target.configuration target.files.seen target.files.considered target.files.parsed target.languages",
        "verdict.label verdict.leaf verdict.display verdict.confidence verdict.status verdict.mixed",
        "verdict.because verdict.despite verdict.conditional_on verdict.would_change",
        "units.0.path units.0.verdict.leaf",
        "channels.0.id channels.0.kind channels.0.label channels.0.leaf channels.0.production",
        "channels.0.rung channels.0.far_end.kind channels.0.far_end.host channels.0.far_end.port",
        "channels.0.detections detections.0.id detections.0.channel detections.0.pattern detections.0.role",
        "detections.0.path detections.0.line detections.0.column detections.0.end_line detections.0.context",
        "detections.0.text entry_points.0.id entry_points.0.kind entry_points.0.framework",
        "entry_points.0.path entry_points.0.line entry_points.0.name entry_points.0.route",
        "entry_points.0.exposure flows.0.entry_point flows.0.channel flows.0.condition",
        "flows.0.steps.0.path flows.0.steps.0.line flows.0.steps.0.name flows.0.steps.0.resolution",
        "licences.0.id licences.0.status licences.0.because licences.0.statements",
        "duties open_questions gaps suppressed",
    ],
)
def test_the_promised_keys_are_there(path: str) -> None:
    for dotted in path.split():
        value: Any = report()
        for key in dotted.split("."):
            value = value[int(key) if key.isdigit() else key]


def test_ids_are_given_in_order_and_resolve() -> None:
    written = report()
    assert [each["id"] for each in written["detections"]] == [f"d{n}" for n in range(1, 10)]
    assert [each["id"] for each in written["entry_points"]] == ["e1", "e2"]
    known = {each["id"] for each in written["detections"]}
    assert {id_ for channel in written["channels"] for id_ in channel["detections"]} == known
    assert [flow["entry_point"] for flow in written["flows"]] == ["e1", "e1", "e2", None]


def test_a_channel_that_a_later_stage_named_keeps_its_detections() -> None:
    result = conditional_c()
    judged = result.whole.judgements[0]
    renamed = tuple(replace(found, channel="other:x") for found in judged.channel.detections)
    judged = replace(judged, channel=replace(judged.channel, detections=renamed))
    whole = replace(result.whole, judgements=(judged,))
    written = json.loads(json_v1.render(replace(result, whole=whole), Language.EN))
    assert written["channels"][0]["detections"] == [f"d{n}" for n in range(1, 8)]


def test_sentences_change_with_the_language_and_ids_do_not() -> None:
    english, chinese = report(language=Language.EN), report(language=Language.ZH)
    assert chinese["verdict"]["display"].startswith("暂按C")
    assert chinese["disclaimer"] != english["disclaimer"]
    assert [each["id"] for each in chinese["channels"]] == [each["id"] for each in english["channels"]]
    assert chinese["verdict"]["leaf"] == english["verdict"]["leaf"]


def test_every_cited_statement_is_in_full() -> None:
    written = report()
    by_id = {each["id"]: each for each in written["statements"]}
    cited = {id_ for licence in written["licences"] for id_ in licence["statements"]}
    assert cited <= by_id.keys()
    assert by_id["SP-definition"]["sources"][0]["locator"] == "Art. 34"


def test_a_licence_that_names_places_is_told_by_ids() -> None:
    result = conditional_c()
    (licence,) = result.advice.licences
    advice = replace(result.advice, licences=(replace(licence, because=("shop/gateway/cmpp.py:120", "d1")),))
    written = json.loads(json_v1.render(replace(result, advice=advice), Language.EN))
    assert written["licences"][0]["because"] == ["d2", "d1"]


@pytest.mark.parametrize(("statement", "overdue"), [("SP-own-use-direct", True), ("SP-definition", False)])
def test_a_statement_past_its_review_is_marked(statement: str, overdue: bool) -> None:  # noqa: FBT001
    (found,) = [each for each in report()["statements"] if each["id"] == statement]
    assert found["overdue"] is overdue


def test_a_gap_that_bears_says_so() -> None:
    (gap,) = json.loads(json_v1.render(undetermined(), Language.EN))["gaps"]
    assert (gap["kind"], gap["line"], gap["bears"]) == ("outside-sender", 14, True)


def test_the_same_result_is_the_same_text_whatever_the_order_of_languages() -> None:
    result = nothing()
    languages = dict(reversed(list(result.coverage.languages.items())))
    turned = replace(result, coverage=replace(result.coverage, languages=MappingProxyType(languages)))
    assert json_v1.render(result, Language.EN) == json_v1.render(turned, Language.EN)


def test_hostile_text_survives_as_a_value_and_shows_no_control_character() -> None:
    text = json_v1.render(hostile(), Language.EN)
    assert [character for character in text if character != "\n" and not character.isprintable()] == []
    assert json.loads(text)["gaps"][0]["path"] == hostile().gaps[0].path


def test_a_lone_surrogate_is_valid_json() -> None:
    text = json_v1.render(replace(nothing(), name="a\udc80b\U000e0001"), Language.EN)
    assert json.loads(text.encode("utf-8"))["target"]["name"] == "a\udc80b\U000e0001"
