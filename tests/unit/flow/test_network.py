"""The network of functions, compared with what networkx makes of it."""

from __future__ import annotations

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from smsaudit.flow.edge import Edge
from smsaudit.flow.network import Network, network_of
from smsaudit.model.flow import Resolution
from smsaudit.model.location import Place, TreePath
from smsaudit.model.referent import Frame

PATH = TreePath("app/sms.py")
WEIGHTS = {Resolution.EXACT: 10, Resolution.INFERRED: 12, Resolution.BY_NAME: 60}

edges = st.lists(
    st.builds(
        lambda caller, callee, line, resolution: Edge(
            Frame(PATH, caller), Frame(PATH, callee), Place(line), "call", resolution
        ),
        st.integers(0, 6),
        st.integers(0, 6),
        st.integers(1, 3),
        st.sampled_from(list(WEIGHTS)),
    ),
    max_size=24,
)


def network(calls: str, nodes: str = "") -> Network:
    pairs = [call.split(">") for call in calls.split()]
    made = [Edge(frame(a), frame(b), Place(1), "call", Resolution.EXACT) for a, b in pairs]
    return network_of(map(frame, nodes), made)


def frame(name: str) -> Frame:
    return Frame(PATH, ord(name))


def drawn(calls: list[Edge]) -> nx.DiGraph[Frame]:
    graph: nx.DiGraph[Frame] = nx.DiGraph()
    for edge in sorted(calls, key=lambda each: (each.caller, each.callee, each.place)):
        weight = WEIGHTS[edge.resolution]
        ends = edge.caller, edge.callee
        if not graph.has_edge(*ends) or weight < graph.edges[ends]["weight"]:
            graph.add_edge(edge.caller, edge.callee, weight=weight, edge=edge)
    return graph


def test_a_function_that_nobody_calls_is_a_source_by_itself() -> None:
    assert list(network("a>b", "c").sources()) == [{frame("a")}, {frame("c")}]


def test_a_circle_that_is_called_from_outside_is_no_source() -> None:
    assert list(network("a>b b>c c>b").sources()) == [{frame("a")}]
    assert list(network("b>c c>b c>d").sources()) == [{frame("b"), frame("c")}]


def test_ten_thousand_calls_in_a_row_are_followed() -> None:
    calls = [
        Edge(Frame(PATH, n), Frame(PATH, n + 1), Place(1), "call", Resolution.EXACT) for n in range(10_000)
    ]
    made = network_of((), calls)
    assert list(made.sources()) == [{Frame(PATH, 0)}]
    assert len(made.nearest(Frame(PATH, 10_000)).way(Frame(PATH, 0))) == 10_001


@settings(max_examples=200)
@given(edges)
def test_shortest_ways_are_the_same_to_the_step(calls: list[Edge]) -> None:
    made, graph = network_of((), calls), drawn(calls)
    for goal in graph:
        lengths: dict[Frame, float]
        paths: dict[Frame, list[Frame]]
        lengths, paths = nx.single_source_dijkstra(graph.reverse(copy=False), goal)  # type: ignore[assignment]
        found = made.nearest(goal)
        assert found.lengths == lengths
        assert {start: found.way(start)[::-1] for start in found.lengths} == paths


@settings(max_examples=200)
@given(edges)
def test_the_best_call_and_longer_ways_are_the_same(calls: list[Edge]) -> None:
    made, graph = network_of((), calls), drawn(calls)
    for caller, callee in graph.edges:
        best = graph.edges[caller, callee]["edge"]
        assert made.callees[caller][callee] == made.callers[callee][caller] == best
        if caller != callee:
            assert list(made.ways(caller, callee)) == list(
                nx.shortest_simple_paths(graph, caller, callee, weight="weight")
            )


@settings(max_examples=200)
@given(edges)
def test_sources_are_the_circles_without_a_caller_outside(calls: list[Edge]) -> None:
    graph = drawn(calls)
    condensed = nx.condensation(graph)
    expected = [condensed.nodes[one]["members"] for one in condensed if not condensed.in_degree(one)]
    assert sorted(map(sorted, network_of((), calls).sources())) == sorted(map(sorted, expected))
