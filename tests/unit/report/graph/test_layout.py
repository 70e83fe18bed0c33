"""Boxes and lines on the sheet."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from smsaudit.report.graph.layout import Drawing, Size, Spot, drawing
from smsaudit.report.graph.layout.crossings import crossings, neighbours, ordered

NAMES = [f"n{at}" for at in range(9)]

pairs = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] != pair[1])
sizes = st.fixed_dictionaries(
    {name: st.builds(Size, st.floats(20, 300), st.floats(10, 200)) for name in NAMES}
)


def flat(*arrows: tuple[str, str]) -> Drawing:
    """A drawing of equal boxes in one band."""
    names = sorted({name for arrow in arrows for name in arrow})
    return drawing(dict.fromkeys(names, Size(50, 20)), dict.fromkeys(names, 1), list(arrows))


def overlaps(one: Spot, other: Spot) -> bool:
    return (
        one.corner.x < other.corner.x + other.size.width
        and other.corner.x < one.corner.x + one.size.width
        and one.corner.y < other.corner.y + other.size.height - 0.01
        and other.corner.y < one.corner.y + one.size.height - 0.01
    )


@given(sizes, st.lists(pairs, unique=True, max_size=20))
def test_boxes_do_not_overlap_and_lie_on_the_sheet(
    given_sizes: dict[str, Size], arrows: list[tuple[str, str]]
) -> None:
    laid = drawing(given_sizes, dict.fromkeys(NAMES, 1), arrows)
    spots = list(laid.spots.values())
    assert not any(overlaps(a, b) for at, a in enumerate(spots) for b in spots[at + 1 :])
    for spot in spots:
        assert spot.corner.x >= 0
        assert spot.corner.y >= -0.01
        assert spot.corner.x + spot.size.width <= laid.size.width + 0.01
        assert spot.corner.y + spot.size.height <= laid.size.height + 0.01


@given(sizes, st.lists(pairs, unique=True, max_size=20))
def test_no_line_passes_through_a_box(given_sizes: dict[str, Size], arrows: list[tuple[str, str]]) -> None:
    laid = drawing(given_sizes, dict.fromkeys(NAMES, 1), arrows)
    for pair, points in laid.lines.items():
        for name, spot in laid.spots.items():
            middles = [(a.x + b.x) / 2 for a, b in pairwise(points) if a.y == b.y]
            levels = [a.y for a, b in pairwise(points) if a.y == b.y]
            inside = [
                spot.corner.x < x < spot.corner.x + spot.size.width
                and spot.corner.y < y < spot.corner.y + spot.size.height
                for x, y in zip(middles, levels, strict=True)
            ]
            assert not any(inside), (pair, name)


@given(st.lists(pairs, unique=True, max_size=20))
def test_a_line_joins_the_sides_of_its_two_boxes(arrows: list[tuple[str, str]]) -> None:
    laid = drawing(dict.fromkeys(NAMES, Size(50, 20)), dict.fromkeys(NAMES, 1), arrows)
    assert set(laid.lines) == set(arrows)
    for (source, target), points in laid.lines.items():
        for name, point in ((source, points[0]), (target, points[-1])):
            spot = laid.spots[name]
            assert point.x in (spot.corner.x, spot.corner.x + spot.size.width)
            assert spot.corner.y <= point.y <= spot.corner.y + spot.size.height


@given(st.lists(pairs, unique=True, max_size=20))
def test_the_same_graph_gives_the_same_drawing(arrows: list[tuple[str, str]]) -> None:
    bands = {name: 1 + at // 3 for at, name in enumerate(NAMES)}
    forward = [(a, b) for a, b in arrows if bands[a] <= bands[b]]
    assert drawing(dict.fromkeys(NAMES, Size(9, 9)), bands, forward) == drawing(
        dict.fromkeys(NAMES, Size(9, 9)), bands, forward
    )


def test_a_higher_band_stands_right_of_a_lower_one() -> None:
    bands = {"a": 1, "b": 1, "far": 3}
    laid = drawing(dict.fromkeys(bands, Size(10, 10)), bands, [("a", "b"), ("a", "far")])
    assert [laid.spots[name].column for name in bands] == [0, 1, 2]


def test_a_line_against_the_direction_is_the_only_one_that_is_turned() -> None:
    laid = flat(("a", "b"), ("b", "c"), ("c", "a"))
    assert [laid.spots[name].column for name in "abc"] == [0, 1, 2]
    assert laid.lines["c", "a"][0].x > laid.lines["c", "a"][-1].x


def test_a_straight_run_is_drawn_straight() -> None:
    laid = flat(("a", "b"), ("b", "c"), ("c", "d"))
    assert len({point.y for line in laid.lines.values() for point in line}) == 1


def test_lines_that_need_not_cross_do_not() -> None:
    columns = [["a", "b", "c"], ["x", "y", "z"]]
    before, after = neighbours([("a", "z"), ("b", "y"), ("c", "x")])
    assert crossings(columns, after) == 3
    assert crossings(ordered(columns, before, after), after) == 0


def test_nothing_is_drawn_on_an_empty_sheet() -> None:
    assert drawing({}, {}, []) == Drawing(Size(0.0, 0.0), {}, {})


def test_a_run_of_thousands_is_laid_out_without_recursion() -> None:
    names = [f"f{at}" for at in range(3000)]
    laid = drawing(dict.fromkeys(names, Size(9, 9)), dict.fromkeys(names, 1), list(pairwise(names)))
    assert laid.spots[names[-1]].column == 2999
