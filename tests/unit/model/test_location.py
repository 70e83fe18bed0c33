from __future__ import annotations

import pytest

from smsaudit.model.location import Place


@pytest.mark.parametrize(
    ("place", "is_in"),
    [
        (Place(2, 5), True),
        (Place(2, 4), False),
        (Place(3, 1), True),
        (Place(4, 99), True),
        (Place(5, 1), False),
        (Place(1, 9, 3), False),
    ],
)
def test_a_place_has_the_start_of_what_begins_on_its_lines(place: Place, *, is_in: bool) -> None:
    assert Place(2, 5, 4).has_start_of(place) is is_in
