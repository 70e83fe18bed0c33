"""What has to go before nothing is sent: the smallest sets, and what is never offered for removal."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from smsaudit.flow.cut import Ways
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.referent import Frame
from tests.unit.judge.samples import detection

PATH = TreePath("app/sms.py")


def ways(calls: str, sends: dict[str, str], starts: str) -> Ways:
    """`a>b b>c` as calls between functions; `send at line -> function`; functions stand at lines 101, 102 …; `0` is the module."""
    pairs = [tuple(_frame(end) for end in call.split(">")) for call in calls.split()]
    frames = {frame for pair in pairs for frame in pair} | {_frame(owner) for owner in sends.values()}
    return Ways(
        starts=frozenset(_frame(start) for start in starts.split()),
        calls=frozenset((caller, callee) for caller, callee in pairs),
        holders={detection(place): _frame(owner) for place, owner in sends.items()},
        functions={f: Location(f.path, Place(100 + f.scope)) for f in frames if f.scope},
    )


def _frame(name: str) -> Frame:
    return Frame(PATH, 0 if name == "0" else ord(name) - ord("a") + 1)


def lines(places: tuple[Location, ...]) -> list[int]:
    return [place.line for place in places]


def test_a_single_send_is_named_itself() -> None:
    found = ways("a>b", {"x.py:5": "b"}, "a")
    assert lines(found.removing(list(found.holders))) == [5]


def test_of_two_sends_in_one_function_the_function_is_named() -> None:
    found = ways("a>b", {"x.py:5": "b", "x.py:6": "b"}, "a")
    assert lines(found.removing(list(found.holders))) == [102]


def test_a_module_body_cannot_be_taken_away_so_its_sends_are_named() -> None:
    found = ways("", {"x.py:5": "0", "x.py:6": "0"}, "0")
    assert lines(found.removing(list(found.holders))) == [5, 6]


def test_a_function_that_loses_its_callers_still_stands_and_counts() -> None:
    found = ways("a>b a>c", {"x.py:5": "b", "x.py:6": "c"}, "a")
    assert lines(found.removing(list(found.holders))) == [5, 6]
    assert lines(found.choking(list(found.holders))) == [101]


def test_a_gate_is_told_only_where_it_is_narrower_than_the_sends() -> None:
    found = ways("a>b", {"x.py:5": "b"}, "a")
    assert found.choking(list(found.holders)) == ()


def test_a_send_that_nobody_followed_is_listed_as_it_is() -> None:
    found = ways("a>b", {"x.py:5": "b"}, "a")
    assert lines(found.removing([*found.holders, detection("kannel.conf:9")])) == [9, 5]


def test_nothing_to_remove_is_no_place_at_all() -> None:
    assert ways("", {}, "").removing([]) == ()


graphs = st.tuples(
    st.lists(st.sampled_from([f"{x}>{y}" for x in "abcde" for y in "abcde" if x != y]), max_size=8),
    st.lists(st.sampled_from("abcde"), min_size=1, max_size=4),
)


@settings(max_examples=50)
@given(graphs)
def test_no_smaller_set_of_functions_and_sends_separates_the_starts_from_the_sends(
    graph: tuple[list[str], list[str]],
) -> None:
    calls, owners = graph
    found = ways(" ".join(calls), {f"x.py:{n}": o for n, o in enumerate(owners, 1)}, "a b")
    cut = found.choking(list(found.holders)) or found.removing(list(found.holders))
    everything = [*found.functions.values(), *(d.location for d in found.holders)]
    assert not _connected(found, frozenset(cut))
    assert all(
        _connected(found, frozenset(fewer))
        for size in range(len(found.choking(list(found.holders))))
        for fewer in combinations(everything, size)
    )


def _connected(found: Ways, without: frozenset[Location]) -> bool:
    """Whether some start still reaches some send."""
    standing = {f for f, place in found.functions.items() if place not in without}
    reached = {start for start in found.starts if start in standing}
    while (
        more := {callee for caller, callee in found.calls if caller in reached and callee in standing}
        - reached
    ):
        reached |= more
    return any(owner in reached and send.location not in without for send, owner in found.holders.items())
