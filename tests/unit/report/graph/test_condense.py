"""Nodes put together in boxes."""

from __future__ import annotations

from msgspec.structs import replace

from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.flow import EntryPoint, Flow, Resolution, Step
from smsaudit.model.message_graph import Stage
from smsaudit.model.result import AuditResult
from smsaudit.report.graph import message_graph
from smsaudit.report.graph.condense import Condensed, condensed
from tests.support import results
from tests.support.building import place


def entry(name: str, exposure: Exposure = Exposure.PUBLIC) -> EntryPoint:
    return EntryPoint(
        id=name,
        kind=EntryKind.HTTP,
        framework="flask",
        location=place("urls.py", len(name)),
        name=name,
        route=f"/{name}",
        exposure=exposure,
    )


def step(
    name: str, resolution: Resolution = Resolution.EXACT, condition: str = "", kind: str = "calls"
) -> Step:
    return Step(
        location=place(f"{name}.py", 1), name=name, resolution=resolution, condition=condition, kind=kind
    )


def told(*flows: tuple[EntryPoint | None, tuple[Step, ...]]) -> AuditResult:
    """The sample with these flows, all of which end in one send."""
    send = step("client.send()", kind="sends")
    return replace(
        results.provider_b(),
        entry_points=tuple(dict.fromkeys(start for start, _ in flows if start is not None)),
        flows=tuple(
            Flow(entry_point=None if start is None else start.id, channel="tencent", steps=(*steps, send))
            for start, steps in flows
        ),
    )


def boxes(result: AuditResult, stage: Stage) -> list[list[str]]:
    return [[node.name for node in group.nodes] for group in drawn(result).groups if group.stage is stage]


def drawn(result: AuditResult) -> Condensed:
    return condensed(message_graph(result))


def test_a_function_that_only_routes_enter_stands_in_their_box() -> None:
    view, deliver = step("view"), step("deliver")
    result = told((entry("a"), (view, deliver)), (entry("bb"), (view, deliver)))
    assert boxes(result, Stage.ENTRY) == [["a", "bb"]]
    assert boxes(result, Stage.FUNCTION) == [["deliver"]]


def test_a_function_that_others_call_too_keeps_its_own_box() -> None:
    task = step("task")
    result = told((entry("task"), (task,)), (entry("a"), (step("view"), task)))
    assert boxes(result, Stage.FUNCTION) == [["task"]]


def test_entry_points_that_lead_to_the_same_share_a_box_unless_who_may_enter_differs() -> None:
    deliver = step("deliver")
    result = told(
        (entry("a"), (step("one"), deliver)),
        (entry("bb"), (step("two"), deliver)),
        (entry("ccc", Exposure.STAFF), (step("three"), deliver)),
    )
    assert boxes(result, Stage.ENTRY) == [["a", "bb"], ["ccc"]]


def test_a_straight_run_of_calls_is_one_box_that_keeps_how_each_was_resolved() -> None:
    result = told((None, (step("f"), step("g", Resolution.INFERRED), step("h"))))
    (group,) = (each for each in drawn(result).groups if each.stage is Stage.FUNCTION)
    assert [node.name for node in group.nodes] == ["f", "g", "h"]
    assert sorted(group.inside.values()) == [Resolution.EXACT, Resolution.INFERRED]
    assert group.is_root


def test_a_condition_and_a_queue_part_a_run() -> None:
    result = told((None, (step("f"), step("g", condition="X"), step("h", kind="enqueues"), step("i"))))
    assert boxes(result, Stage.FUNCTION) == [["f"], ["g"], ["h", "i"]]


def test_a_fork_and_a_meeting_part_a_run() -> None:
    result = told((None, (step("f"), step("g"), step("i"))), (None, (step("f"), step("h"), step("i"))))
    assert boxes(result, Stage.FUNCTION) == [["f"], ["g"], ["h"], ["i"]]


def test_functions_that_call_each_other_are_drawn_all_the_same() -> None:
    there, back = (step("f"), step("g")), (step("g"), step("f"))
    result = told((None, there), (None, back))
    assert sorted(name for box in boxes(result, Stage.FUNCTION) for name in box) == ["f", "g"]


def test_every_node_is_in_exactly_one_box() -> None:
    for sample in results.SAMPLES.values():
        graph = message_graph(sample())
        shown = [node.id for group in condensed(graph).groups for node in group.nodes]
        hidden = {node.id for node in graph.nodes} - set(shown)
        assert len(shown) == len(set(shown))
        assert all(id_.startswith("function:") for id_ in hidden), (
            "these stand in the box of their entry point"
        )
