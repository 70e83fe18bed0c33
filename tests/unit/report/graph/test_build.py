"""Flows merged into one graph."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from smsaudit.model.flow import FarEndKind, Flow, Resolution, Step
from smsaudit.model.message_graph import Edge, EdgeKind, MessageGraph, Stage
from smsaudit.model.result import AuditResult
from smsaudit.report.graph import message_graph
from tests.support import results
from tests.support.building import place

TO_TENCENT = "send:shop/gateway/tencent.py:SendSms"
BACKEND = "function:shop/gateway/__init__.py:get_backend().send"


def ids(graph: MessageGraph, stage: Stage) -> list[str]:
    return [node.id for node in graph.at(stage)]


def edge(graph: MessageGraph, source: str, target: str) -> Edge:
    (found,) = (each for each in graph.edges if (each.source, each.target) == (source, target))
    return found


def rerouted(flow: Flow, *steps: Step) -> AuditResult:
    """The sample with one flow alone, whose steps are these."""
    return replace(results.conditional_c(), flows=(replace(flow, steps=steps),))


def test_what_flows_share_is_drawn_once() -> None:
    graph = message_graph(results.conditional_c())
    assert ids(graph, Stage.ENTRY) == [
        "entry:shop/accounts/urls.py:ResetView.post:POST reset/",
        "entry:shop/tasks.py:remind_unpaid:",
    ]
    assert ids(graph, Stage.SEND) == ["send:shop/gateway/cmpp.py:CmppClient.submit", TO_TENCENT]
    assert ids(graph, Stage.CHANNEL) == ["channel:cmpp", "channel:tencent"]
    assert ids(graph, Stage.FAR_END) == ["far-end:cmpp", "far-end:sms.tencentcloudapi.com:443"]
    assert edge(graph, "function:shop/accounts/sms.py:send_code", BACKEND).flows == (0, 1)


def test_every_edge_joins_two_nodes_and_no_node_stands_alone() -> None:
    for sample in results.SAMPLES.values():
        graph = message_graph(sample())
        known = {node.id for node in graph.nodes}
        assert len(known) == len(graph.nodes)
        assert {end for each in graph.edges for end in (each.source, each.target)} == known


def test_an_edge_says_how_it_was_resolved_and_where_it_stands() -> None:
    found = edge(message_graph(results.conditional_c()), BACKEND, TO_TENCENT)
    assert (found.kind, found.resolution, str(found.place)) == (
        EdgeKind.SENDS,
        Resolution.EXACT,
        "shop/gateway/tencent.py:31",
    )


def test_the_firmest_resolution_of_a_shared_hop_is_kept() -> None:
    sample = results.conditional_c()
    by_name = replace(sample.flows[2].steps[1], resolution=Resolution.BY_NAME)
    inferred = replace(by_name, resolution=Resolution.INFERRED)
    flows = tuple(
        replace(sample.flows[2], steps=(sample.flows[2].steps[0], last)) for last in (by_name, inferred)
    )
    found = edge(
        message_graph(replace(sample, flows=flows)), "function:shop/tasks.py:remind_unpaid", TO_TENCENT
    )
    assert (found.resolution, found.flows) == (Resolution.INFERRED, (0, 1))


@pytest.mark.parametrize(
    ("conditions", "shown"),
    [
        (("X == 1", "X == 1"), ("X == 1",)),
        (("X == 2", "X == 1"), ("X == 1", "X == 2")),
        (("X == 1", ""), ()),
    ],
)
def test_a_hop_is_conditional_only_if_every_flow_takes_it_under_a_condition(
    conditions: tuple[str, str], shown: tuple[str, ...]
) -> None:
    sample = results.conditional_c()
    flow = sample.flows[0]
    flows = tuple(
        replace(flow, steps=(*flow.steps[:-1], replace(flow.steps[-1], condition=each)))
        for each in conditions
    )
    graph = message_graph(replace(sample, flows=flows))
    assert edge(graph, BACKEND, "send:shop/gateway/cmpp.py:CmppClient.submit").conditions == shown


def test_two_functions_of_one_name_in_one_file_stay_two() -> None:
    flow = results.conditional_c().flows[0]
    twin = replace(flow.steps[1], location=place("shop/accounts/sms.py", 60))
    graph = message_graph(rerouted(flow, flow.steps[0], flow.steps[1], twin, flow.steps[-1]))
    assert [id_ for id_ in ids(graph, Stage.FUNCTION) if "sms.py" in id_] == [
        "function:shop/accounts/sms.py:send_code",
        "function:shop/accounts/sms.py:send_code#2",
    ]


def test_ids_outlive_lines_that_move() -> None:
    sample = results.conditional_c()
    lower = tuple(
        replace(
            flow,
            steps=tuple(
                replace(step, location=place(step.location.path, step.location.line + 7))
                for step in flow.steps
            ),
        )
        for flow in sample.flows
    )
    moved = message_graph(replace(sample, flows=lower))
    assert {node.id for node in moved.nodes} == {node.id for node in message_graph(sample).nodes}


def test_a_flow_without_entry_point_begins_with_its_function() -> None:
    graph = message_graph(results.conditional_c(), flows=[3])
    assert ids(graph, Stage.ENTRY) == []
    assert ids(graph, Stage.FUNCTION) == ["function:shop/legacy/notify.py:notify_all"]


def test_a_channel_that_no_flow_reaches_is_drawn_from_its_most_telling_place() -> None:
    graph = message_graph(results.own_sims_a())
    assert [each.source for each in graph.edges] == [
        "send:rig/send.py:gammu.send",
        "channel:gammu",
        "far-end:gammu",
    ]


def test_chosen_flows_bring_no_other_channel() -> None:
    assert ids(message_graph(results.conditional_c(), flows=[0]), Stage.CHANNEL) == ["channel:cmpp"]


def test_a_channel_of_tests_is_not_drawn() -> None:
    assert ids(message_graph(results.mixed_monorepo()), Stage.CHANNEL) == ["channel:cmpp", "channel:tencent"]


def test_a_simulator_reaches_nobody() -> None:
    sample = results.own_sims_a()
    judged = sample.whole.judgements[0]
    silent = replace(judged.channel, far_end=replace(judged.channel.far_end, kind=FarEndKind.SIMULATOR))
    whole = replace(sample.whole, judgements=(replace(judged, channel=silent),))
    assert ids(message_graph(replace(sample, whole=whole)), Stage.RECIPIENT) == []


def test_channels_with_one_address_share_the_far_end() -> None:
    sample = results.conditional_c()
    cmpp, tencent = sample.whole.judgements
    same = replace(cmpp, channel=replace(cmpp.channel, far_end=tencent.channel.far_end))
    graph = message_graph(replace(sample, whole=replace(sample.whole, judgements=(same, tencent))))
    assert ids(graph, Stage.FAR_END) == ["far-end:sms.tencentcloudapi.com:443"]


def test_the_order_of_flows_changes_nothing_but_their_positions() -> None:
    sample = results.conditional_c()
    there = message_graph(sample)
    back = message_graph(replace(sample, flows=sample.flows[::-1]))
    assert there.nodes == back.nodes
    assert [replace(each, flows=()) for each in there.edges] == [
        replace(each, flows=()) for each in back.edges
    ]
