"""What must not change the answer: order, comments, aliases, unrelated files, the needle pre-filter."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from smsaudit.model.detection import Detection
from tests.properties.trees import UNRELATED, Plan, Tree, commented, flow, known, names_of_six, plans, trees, verdict
from tests.support.program import detections

few = settings(max_examples=25, deadline=None)


def places(found: list[Detection]) -> set[tuple[str, int, str]]:
    return {(each.location.path, each.location.line, each.pattern) for each in found}


def all_detections(tree: Tree) -> set[tuple[str, int, str]]:
    """Everything that fires when every file is read and every pattern tried."""
    return places(detections(tree, known().signatures.values()))


def filtered_detections(tree: Tree) -> set[tuple[str, int, str]]:
    """Everything that fires in files that hold a needle, of patterns that their needles lead to."""
    found, _ = flow(tree)
    return places([each for channel in found.channels for each in channel.detections])


@few
@given(trees, st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(tree: Tree, random: object) -> None:
    paths = list(tree)
    random.shuffle(paths)  # type: ignore[attr-defined]
    shuffled = {path: tree[path] for path in paths}
    assert flow(shuffled)[0] == flow(tree)[0]


@few
@given(plans, names_of_six, names_of_six)
def test_renaming_an_alias_changes_nothing(plan: Plan, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    assert verdict(plan.tree(before)) == verdict(plan.tree(after))


@few
@given(st.data(), trees)
def test_comments_change_nothing(data: st.DataObject, tree: Tree) -> None:
    assert verdict(data.draw(commented(tree))) == verdict(tree)


@few
@given(trees, st.lists(st.sampled_from(sorted(UNRELATED)), min_size=1, max_size=4, unique=True))
def test_an_unrelated_file_takes_nothing_away(tree: Tree, more: list[str]) -> None:
    assert filtered_detections(tree) <= filtered_detections({**tree, **{name: UNRELATED[name] for name in more}})


@few
@given(trees, st.lists(st.sampled_from(sorted(UNRELATED)), max_size=3, unique=True))
def test_the_pre_filter_loses_nothing(tree: Tree, more: list[str]) -> None:
    whole = {**tree, **{name: UNRELATED[name] for name in more}}
    channels = {each.id for each in flow(whole)[0].channels}
    everything = {each for each in all_detections(whole) if each[2].partition(".")[0] in channels}
    assert everything <= filtered_detections(whole)
    assert filtered_detections(whole) <= all_detections(whole)


@few
@given(trees)
def test_every_sender_is_found(tree: Tree) -> None:
    sending = {path for path, line, pattern in filtered_detections(tree) if line and pattern.endswith(("send", "submit", "message"))}
    assert {path for path in tree if path.startswith("shop/m")} <= {path for path, _, _ in filtered_detections(tree)} | sending
