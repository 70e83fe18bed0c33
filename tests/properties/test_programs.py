"""What must not change the answer: order, comments, aliases, unrelated files, the needle pre-filter."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from smsaudit.model.detection import Detection
from tests.properties.trees import (
    UNRELATED,
    Plan,
    Tree,
    commented,
    flow,
    known,
    names_of_six,
    plans,
    trees,
    verdict,
)
from tests.support.program import detections, found_by_needles

few = settings(max_examples=25)


def places(found: list[Detection]) -> set[tuple[str, int, str]]:
    return {(each.location.path, each.location.line, each.pattern) for each in found}


def all_detections(tree: Tree) -> set[tuple[str, int, str]]:
    """Everything that fires when every file is read and every pattern tried."""
    return places(detections(tree, known().catalogue))


def filtered_detections(tree: Tree) -> set[tuple[str, int, str]]:
    """Everything that fires in files that hold a needle, of patterns that their needles lead to."""
    return places(found_by_needles(tree, known())[0])


@few
@given(trees, st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(tree: Tree, random: object) -> None:
    paths = list(tree)
    random.shuffle(paths)  # type: ignore[attr-defined]
    shuffled = {path: tree[path] for path in paths}
    assert flow(shuffled)[0] == flow(tree)[0]


@few
@given(plans, names_of_six, names_of_six)
def test_renaming_an_alias_changes_nothing(
    plan: Plan, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    assert verdict(plan.tree(before)) == verdict(plan.tree(after))


@few
@given(st.data(), trees)
def test_comments_change_nothing(data: st.DataObject, tree: Tree) -> None:
    assert verdict(data.draw(commented(tree))) == verdict(tree)


@few
@given(trees, st.lists(st.sampled_from(sorted(UNRELATED)), min_size=1, max_size=4, unique=True))
def test_an_unrelated_file_takes_nothing_away(tree: Tree, more: list[str]) -> None:
    assert filtered_detections(tree) <= filtered_detections(
        {**tree, **{name: UNRELATED[name] for name in more}}
    )


@few
@given(trees, st.lists(st.sampled_from(sorted(UNRELATED)), max_size=3, unique=True))
def test_the_pre_filter_loses_nothing(tree: Tree, more: list[str]) -> None:
    whole = {**tree, **{name: UNRELATED[name] for name in more}}
    assert filtered_detections(whole) == all_detections(whole)


@few
@given(plans, names_of_six)
def test_every_sender_is_found_and_reached(plan: Plan, names: tuple[str, ...]) -> None:
    found, _ = flow(plan.tree(names))
    sends = {one.steps[-1].location.path for one in found.flows if one.steps[-1].kind == "sends"}
    assert {f"shop/m{number}.py" for number in range(len(plan.senders))} <= sends
    callers = {step.location.path for one in found.flows for step in one.steps}
    assert {f"shop/web{number}.py" for number in range(len(plan.callers))} <= callers
