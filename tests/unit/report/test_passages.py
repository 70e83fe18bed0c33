"""What was told once is referred to."""

from __future__ import annotations

from msgspec.structs import replace

from smsaudit.model.flow import Flow, Step
from smsaudit.report.branches import folded
from smsaudit.report.passages import Passage, Teller
from tests.unit.report.graph.test_condense import step


def flow(*names: str, channel: str = "cmpp", condition: str = "") -> Flow:
    return Flow(entry_point=None, channel=channel, steps=tuple(map(step, names)), condition=condition)


def told(*trees: tuple[Flow, ...]) -> list[Passage]:
    teller = Teller()
    return [teller.passage(folded(tree)) for tree in trees]


def names(passage: Passage) -> list[str]:
    return [telling.step.name for telling in passage.steps]


def test_a_passage_that_goes_on_as_an_earlier_one_refers_to_where_that_is_told() -> None:
    first, second = told((flow("a", "x", "f", "g", "send"),), (flow("b", "x", "f", "g", "send"),))
    assert names(first) == ["a", "x", "f", "g", "send"]
    assert names(second) == ["b"]
    assert second.as_after is first.steps[0]
    assert first.steps[0].id == "t1"
    assert (second.ends, second.paths) == ((), 1)


def test_a_fork_is_told_once_and_counted() -> None:
    ways = ("cmpp", "tencent")
    first, second = told(
        tuple(flow("a", "x", way, channel=way) for way in ways),
        tuple(flow("b", "x", way, channel=way) for way in ways),
    )
    assert [fork.ends[0].channel for fork in first.forks] == list(ways)
    assert second.forks == ()
    assert second.paths == 2


def test_what_goes_on_under_another_condition_or_to_another_channel_is_told() -> None:
    steps = ("x", "f", "g", "send")
    _, conditional, elsewhere = told(
        (flow("a", *steps),),
        (flow("b", *steps, condition="on"),),
        (flow("c", *steps, channel="tencent"),),
    )
    assert conditional.as_after is None
    assert elsewhere.as_after is None


def test_what_was_chosen_before_a_joint_is_told_though_the_rest_is_not() -> None:
    chosen = [replace(step("f"), condition=condition) for condition in ("by mail", "by text")]
    ways = [
        Flow(
            entry_point=None,
            channel="cmpp",
            condition=f.condition,
            steps=(f, *map(step, ("g", "h", "send"))),
        )
        for f in chosen
    ]
    first, second = told((ways[0],), (flow("b", "x"), ways[1]))
    again = next(fork for fork in second.forks if fork.as_after)
    assert again.as_after is first.steps[0]
    assert (again.condition, again.choices) == ("by text", ())
    mixed = told(
        (ways[0], replace(ways[0], channel="sgip")),
        (ways[1], replace(ways[1], channel="sgip", condition="by text and on")),
    )
    assert mixed[1].as_after is mixed[0].steps[0]
    assert mixed[1].choices == ("by text",)


def test_a_short_way_is_told_again() -> None:
    _, second = told((flow("a", "send"),), (flow("b", "send"),))
    assert names(second) == ["b", "send"]
    assert second.as_after is None


def test_every_step_is_told_somewhere() -> None:
    trees = ((flow("a", "x", "f", "g"), flow("a", "x", "h")), (flow("b", "x", "f", "g"), flow("b", "x", "h")))
    found: set[str] = set()

    def walk(passage: Passage) -> None:
        found.update(names(passage))
        for fork in passage.forks:
            walk(fork)

    for passage in told(*trees):
        walk(passage)
    steps: set[Step] = {each for tree in trees for one in tree for each in one.steps}
    assert found == {each.name for each in steps}
