"""Whatever the flow graph has to follow, as a few files and the graph of them: the cases stand in `fixtures/graphs`."""

from __future__ import annotations

import pytest

from tests.support.graphs import Case, cases, drawing, flowing, items, lines, redraw

CASES = [pytest.param(case, id=f"{case.page}: {case.title}") for case in cases()]


@pytest.mark.parametrize("case", CASES)
def test_the_graph_is_what_people_expect_and_the_golden_one(
    case: Case,
    regenerate: bool,  # noqa: FBT001 - a fixture
) -> None:
    told = flowing(case)
    assert lines(told) == case.expected
    if regenerate:
        redraw(case, drawing(told))
    else:
        assert drawing(told) == case.drawn, (
            "run: python3 run.py test tests/unit/flow/test_graphs.py --regenerate"
        )


def test_every_item_of_the_index_has_its_case() -> None:
    known = {(case.page, case.title) for case in cases()}
    named = {item: (page, title) for item, page, title, file in items() if file == page}
    assert len(named) == len(items()) > 0
    assert {item for item, shown_by in named.items() if shown_by not in known} == set()


def test_titles_of_a_page_differ() -> None:
    named = [(case.page, case.title) for case in cases()]
    assert len(named) == len(set(named))
