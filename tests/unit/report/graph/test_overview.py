"""The graph at a glance."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from smsaudit.model.entrance import Exposure
from smsaudit.model.flow import Flow, Resolution, Step
from smsaudit.model.message_graph import Stage
from smsaudit.model.result import AuditResult
from smsaudit.model.words import Language
from smsaudit.report.graph import message_graph
from smsaudit.report.graph.condense import Condensed, Group
from smsaudit.report.graph.overview import overview
from smsaudit.report.graph.paint import glance
from tests.support import results
from tests.unit.report.graph.test_condense import entry, step

INFERRED, BY_NAME = Resolution.INFERRED, Resolution.BY_NAME


def forking(*flows: tuple[str, tuple[Step, ...], str]) -> AuditResult:
    """The sample with flows from an entry point (or none) through steps to one of its two channels."""
    return replace(
        results.conditional_c(),
        entry_points=tuple(entry(name) for name in dict.fromkeys(name for name, _, _ in flows if name)),
        flows=tuple(
            Flow(
                entry_point=name or None,
                channel=channel,
                steps=(*steps, step(f"{channel}.send()", kind="sends")),
            )
            for name, steps, channel in flows
        ),
    )


def seen(result: AuditResult) -> Condensed:
    return overview(message_graph(result))


def names(group: Group) -> list[str]:
    return [node.name for node in group.nodes]


def test_functions_that_lead_to_the_same_channels_are_one_box_named_by_where_the_ways_part() -> None:
    view, deliver, choose = step("view"), step("deliver"), step("choose")
    drawn = seen(
        forking(
            ("a", (view, deliver, choose), "cmpp"),
            ("a", (view, deliver, choose), "tencent"),
        )
    )
    assert [group.stage for group in drawn.groups] == [
        Stage.ENTRY,
        Stage.FUNCTION,
        Stage.CHANNEL,
        Stage.CHANNEL,
    ]
    parting = drawn.groups[1]
    assert names(parting) == ["choose"]
    assert parting.behind == 2
    assert {(link.source, link.target) for link in drawn.links} == {(0, 1), (1, 2), (1, 3)}


def test_what_leads_to_one_channel_alone_stands_in_the_box_of_that_channel() -> None:
    drawn = seen(forking(("a", (step("view"), step("deliver")), "cmpp")))
    assert [group.stage for group in drawn.groups] == [Stage.ENTRY, Stage.CHANNEL, Stage.CHANNEL]
    assert names(drawn.groups[1])[0] == "cmpp"
    assert len(drawn.groups[1].nodes) == 2, "the channel and its far end"


def test_starts_of_one_kind_stand_together_only_if_they_lead_to_the_same() -> None:
    drawn = seen(
        forking(
            ("a", (step("view"),), "cmpp"),
            ("bb", (step("other"),), "cmpp"),
            ("ccc", (step("third"),), "tencent"),
        )
    )
    starts = [names(group) for group in drawn.groups if group.stage is Stage.ENTRY]
    assert starts == [["a", "bb"], ["ccc"]]


def test_what_is_open_to_more_people_stands_first() -> None:
    result = forking(("a", (step("view"),), "cmpp"), ("bb", (step("other"),), "cmpp"))
    staff = replace(result, entry_points=(entry("a", Exposure.STAFF), entry("bb", Exposure.PUBLIC)))
    starts = [names(group) for group in seen(staff).groups if group.stage is Stage.ENTRY]
    assert starts == [["bb"], ["a"]]


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        (((step("view"), step("f")),), Resolution.EXACT),
        (((step("view"), step("f", INFERRED)),), INFERRED),
        (((step("view", BY_NAME), step("f", INFERRED)),), BY_NAME),
        (((step("view"), step("f", BY_NAME)), (step("view"), step("g"))), Resolution.EXACT),
    ],
    ids=["exact all the way", "one step inferred", "the weakest step", "the firmest of two ways"],
)
def test_a_line_is_as_firm_as_the_weakest_step_of_its_firmest_way(
    ways: tuple[tuple[Step, ...], ...], expected: Resolution
) -> None:
    drawn = seen(forking(*(("a", way, "cmpp") for way in ways)))
    assert [link.resolution for link in drawn.links] == [expected]


def test_a_line_that_several_starts_share_is_as_firm_as_the_weakest_of_them() -> None:
    drawn = seen(forking(("a", (step("view"),), "cmpp"), ("bb", (step("other", BY_NAME),), "cmpp")))
    assert [link.resolution for link in drawn.links] == [BY_NAME]


def test_a_start_without_a_caller_says_so() -> None:
    picture = glance(forking(("", (step("loose"), step("f")), "cmpp")), Language.EN)
    assert picture.boxes[0].title == "no caller was found"
    assert picture.boxes[0].is_start


def test_functions_that_call_one_another_end() -> None:
    one, other = step("one"), step("other")
    drawn = seen(forking(("a", (one, other, one), "cmpp"), ("a", (one, other), "tencent")))
    assert [group.stage for group in drawn.groups][:2] == [Stage.ENTRY, Stage.FUNCTION]
