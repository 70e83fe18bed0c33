"""What every report promises, whatever it is written for: valid, harmless, the same each time, without secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator, Draft7Validator, Draft202012Validator
from msgspec.structs import replace
from referencing import Registry
from referencing.jsonschema import DRAFT7

from smsaudit.model.detection import Identity
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.policy import Limits, Policy, PolicyCheck, Rule, Violation
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import PatternId
from smsaudit.model.suppression import Remark, RemarkKind, Suppressed, Suppression, Way
from smsaudit.model.words import Language, Words
from smsaudit.report import FORMATS, View
from smsaudit.report.github import MOST
from tests.support.results import SAMPLES, conditional_c, hostile

SCHEMAS = Path(__file__).parents[1] / "schemas"
MACHINES = ("sarif", "github", "gitlab", "junit", "cyclonedx")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e\u2066]")
INJECTED = "a]]>\n::error::owned\r\n%0A::stop-commands::x\x1b[31m[b](http://x)"

GITLAB: Mapping[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 8},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""The fields that GitLab's documentation of custom Code Quality reports asks for."""


def with_identities(result: AuditResult) -> AuditResult:
    """The same result, as an audit of real files would have named its findings."""

    def named(judged: Any) -> Any:
        found = tuple(
            replace(each, identity=Identity(f"{n:016x}", f"{n:x}:1", 200))
            for n, each in enumerate(judged.channel.detections)
        )
        return replace(judged, channel=replace(judged.channel, detections=found))

    whole = replace(result.whole, judgements=tuple(named(each) for each in result.whole.judgements))
    detections = tuple(d for each in whole.judgements for d in each.channel.detections)
    return replace(result, whole=whole, detections=detections)


def injected() -> AuditResult:
    """A tree whose names try to break out of every format."""
    base = with_identities(conditional_c())
    judged = base.whole.judgements[0]
    place = Location(TreePath(f"src/{INJECTED}.py"), Place(3))
    bad = replace(judged.channel.detections[0], location=place, pattern=PatternId(f"x.{INJECTED}"))
    name = Words(INJECTED, INJECTED)
    channel = replace(judged.channel, id=INJECTED, name=name, detections=(bad, *judged.channel.detections))
    whole = replace(base.whole, judgements=(replace(judged, channel=channel), *base.whole.judgements[1:]))
    violation = Violation(
        rule=Rule.CONTRACT, scope=INJECTED, channel=INJECTED, subject=INJECTED, text=name, location=place
    )
    check = PolicyCheck(policy=Policy(limits=Limits()), leaf=judged.leaf, violations=(violation,))
    decision = Suppression(way=Way.COMMENT, reason=INJECTED, owner=INJECTED, location=place)
    return replace(
        base,
        name=INJECTED,
        whole=whole,
        detections=(bad, *base.detections),
        policy=check,
        suppressed=(Suppressed(channel.detections[1], decision),),
        remarks=(Remark(kind=RemarkKind.UNUSED, text=name, location=place),),
    )


STORIES: Mapping[str, Callable[[], AuditResult]] = {
    **{name: lambda make=make: with_identities(make()) for name, make in SAMPLES.items()},  # type: ignore[misc]
    "injected": injected,
}
EVERY_STORY = pytest.mark.parametrize("story", STORIES)


def report(format_: str, story: str, language: Language = Language.EN) -> str:
    text = FORMATS[format_](STORIES[story](), View(language=language))
    assert isinstance(text, str)
    return text


@cache
def schema(name: str) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("format_", MACHINES)
@EVERY_STORY
def test_a_report_is_the_same_each_time(format_: str, story: str) -> None:
    assert report(format_, story) == report(format_, story)


@pytest.mark.parametrize("format_", MACHINES)
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("story", ["hostile", "injected"])
def test_nothing_in_a_report_can_hide_or_act(format_: str, language: Language, story: str) -> None:
    text = report(format_, story, language)
    assert CONTROL.findall(text) == []
    assert text.endswith("\n")


@EVERY_STORY
@pytest.mark.parametrize("language", Language)
def test_sarif_is_valid(story: str, language: Language) -> None:
    Draft4Validator(schema("sarif-2.1.0.json")).validate(json.loads(report("sarif", story, language)))


@EVERY_STORY
def test_cyclonedx_is_valid(story: str) -> None:
    parts = {
        name: schema(name)
        for name in (
            "bom-1.6.SNAPSHOT.schema.json",
            "spdx.SNAPSHOT.schema.json",
            "jsf-0.82.SNAPSHOT.schema.json",
        )
    }
    registry: Registry[Any] = Registry().with_resources(
        (f"http://cyclonedx.org/schema/{name}", DRAFT7.create_resource(each)) for name, each in parts.items()
    )
    checker = Draft7Validator(parts["bom-1.6.SNAPSHOT.schema.json"], registry=registry)
    checker.validate(json.loads(report("cyclonedx", story)))


@EVERY_STORY
def test_gitlab_accepts_the_report_and_keeps_every_finding(story: str) -> None:
    issues = json.loads(report("gitlab", story))
    Draft202012Validator(GITLAB).validate(issues)
    names = [issue["fingerprint"] for issue in issues]
    assert len(set(names)) == len(names)


@EVERY_STORY
def test_junit_is_well_formed_and_counts_what_it_holds(story: str) -> None:
    root = ET.fromstring(report("junit", story))  # noqa: S314 - our own output
    suite = root[0]
    assert int(suite.attrib["tests"]) == len(suite)
    assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
    assert int(suite.attrib["skipped"]) == len(suite.findall("testcase/skipped"))


COMMAND = re.compile(
    r"::(?:error|warning|notice) (?:[a-zA-Z]+=[^,:\s][^,:]*(?:,[a-zA-Z]+=[^,:]+)*)::[^\r\n]+"
)


@EVERY_STORY
@pytest.mark.parametrize("language", Language)
def test_every_line_for_github_is_one_command_and_few_enough(story: str, language: Language) -> None:
    lines = report("github", story, language).splitlines()
    assert [line for line in lines if not COMMAND.fullmatch(line)] == []
    for level in ("error", "warning", "notice"):
        assert sum(line.startswith(f"::{level} ") for line in lines) <= MOST + 1


def test_the_verdict_leads_the_annotations_and_what_fails_follows() -> None:
    lines = report("github", "beyond-policy").splitlines()
    assert lines[0].startswith("::error title=smsaudit::C unless shown otherwise")
    assert lines[1].startswith(
        "::error title=smsaudit%3A policy.max-scenario,file=shop/gateway/cmpp.py,line=120"
    )


def run_of(story: str, **changes: Any) -> Mapping[str, Any]:
    result = replace(STORIES[story](), **changes)
    run: Mapping[str, Any] = json.loads(FORMATS["sarif"](result, View()))["runs"][0]
    return run


@EVERY_STORY
def test_sarif_has_everything_that_code_scanning_asks_for(story: str) -> None:
    run = run_of(story)
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert rule["properties"]["problem.severity"] in {"error", "warning", "recommendation"}
        assert len(rule["properties"]["tags"]) <= 10
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert not physical["artifactLocation"]["uri"].startswith(("/", "."))
        assert {"startLine", "startColumn", "endLine"} <= set(physical["region"])
        assert len(result.get("relatedLocations", [])) <= 100
    assert [rule["id"] for rule in rules] == sorted({rule["id"] for rule in rules})


def messages(found: object) -> Iterator[str]:
    if isinstance(found, dict):
        for key, value in found.items():
            if key == "message":
                yield value["text"]
            yield from messages(value)
    elif isinstance(found, list):
        for value in found:
            yield from messages(value)


@EVERY_STORY
def test_links_in_sarif_lead_to_a_related_location(story: str) -> None:
    for result in run_of(story)["results"]:
        known = {location["id"] for location in result.get("relatedLocations", [])}
        for text in messages(result):
            links = re.findall(r"(?<!\\)\]\(([^)]*)\)", text)
            assert all(link.isdigit() and int(link) in known for link in links), text


def test_a_way_leads_from_the_entry_point_to_the_far_end() -> None:
    result = next(each for each in run_of("conditional-c")["results"] if each["ruleId"] == "cmpp.submit")
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    told = [step["location"]["message"]["text"] for step in steps]
    assert told[0].startswith("POST reset/ (ResetView.post)")
    assert told[-1].startswith("Far end: ")
    assert "[POST reset/](1)" in result["message"]["text"]
    assert result["partialFingerprints"] == {"primaryLocationLineHash": "1:1"}


def test_a_run_that_missed_something_is_not_called_successful() -> None:
    base = STORIES["undetermined"]()
    gap = base.gaps[0]
    outside = run_of("undetermined")["invocations"][0]
    assert outside["executionSuccessful"] is True
    assert [each["level"] for each in outside["toolExecutionNotifications"]] == ["error"]
    unread = replace(gap, kind=type(gap.kind).UNPARSED)
    assert run_of("undetermined", gaps=(unread,))["invocations"][0]["executionSuccessful"] is False
    assert run_of("nothing")["invocations"][0] == {
        "executionSuccessful": True,
        "toolExecutionNotifications": [],
        "toolConfigurationNotifications": [],
    }


def decided() -> tuple[AuditResult, Suppressed]:
    base = with_identities(conditional_c())
    one = next(each for each in base.detections if each.pattern == "cmpp.submit")
    decision = Suppression(way=Way.COMMENT, reason="load test", owner="@legal", location=one.location)
    return base, Suppressed(one, decision)


def test_what_is_suppressed_is_left_out_of_sarif_unless_asked_for() -> None:
    base, one = decided()
    result = replace(base, suppressed=(one,))
    plain = json.loads(FORMATS["sarif"](result, View()))["runs"][0]
    assert "cmpp.submit" not in {each["ruleId"] for each in plain["results"]}
    assert plain["properties"]["suppressed"] == 1
    full = json.loads(FORMATS["sarif"](result, View(suppressed=True)))["runs"][0]
    (shown,) = [each for each in full["results"] if each["ruleId"] == "cmpp.submit"]
    (told,) = shown["suppressions"]
    assert (told["kind"], told["justification"]) == ("inSource", "load test")


def test_a_log_that_would_be_too_large_keeps_the_flows_of_its_heaviest_results(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    everything = [each for each in run_of("conditional-c")["results"] if "codeFlows" in each]
    ways = [flow["threadFlows"][0]["locations"] for each in everything for flow in each["codeFlows"]]
    monkeypatch.setattr("smsaudit.report.sarif.results.MOST_STEPS_OF_ALL", len(ways[0]))
    kept = [each for each in run_of("conditional-c")["results"] if "codeFlows" in each]
    assert len(everything) > 1
    assert [each["ruleId"] for each in kept] == [everything[0]["ruleId"]]


def test_findings_beyond_what_code_scanning_keeps_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsaudit.report.sarif.MOST_RESULTS", 1)
    run = run_of("conditional-c")
    assert len(run["results"]) == 1
    assert run["properties"]["truncated"] > 0
    assert run["invocations"][0]["toolExecutionNotifications"][-1]["descriptor"]["id"] == "truncated"


def test_a_service_crosses_the_boundary_unless_its_far_end_is_ones_own() -> None:
    bom = json.loads(report("cyclonedx", "conditional-c"))
    assert [service["x-trust-boundary"] for service in bom["services"]] == [True, True]
    assert {data["classification"] for service in bom["services"] for data in service["data"]} == {"personal"}
    assert bom["services"][1]["endpoints"] == ["https://sms.tencentcloudapi.com:443"]


def test_the_hostile_sample_is_hostile() -> None:
    assert CONTROL.search(hostile().name)
