"""Which calls of a file ask which of the addresses that it spells out; for languages that are not resolved."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

from smsaudit.match.neighbours import Neighbours
from smsaudit.model.fact import Called
from smsaudit.model.location import Place

T = TypeVar("T")


class Address(NamedTuple):
    """An address, and where it is spelled out."""

    text: str
    place: Place
    scope: int


def asking(near: Neighbours, addresses: Sequence[Address]) -> Iterator[tuple[Address, Called]]:
    """Requests near the addresses, each with one that it may go to: in a function that gives one to some of its requests, only these.

    Where no request is near, calls that are given an address, or else those of the one function that makes requests.
    """
    together: dict[frozenset[int], list[Address]] = defaultdict(list)
    for address in addresses:
        together[near.asking(near.mentioning(address.place, address.scope))].append(address)
    alone = together.pop(frozenset(), [])
    for functions, those in together.items():
        yield from _given(near, functions, those)
    for address in alone:
        handed = near.handed(*address)
        for call in handed or near.kept_for(address.scope):
            yield address, call


def _given(
    near: Neighbours, functions: frozenset[int], addresses: Sequence[Address]
) -> Iterator[tuple[Address, Called]]:
    requests: dict[int, list[Called]] = defaultdict(list)
    for call in near.requests(functions):
        requests[near.function(call.scope)].append(call)
    spelled = _Spelled(near, addresses)
    for calls in requests.values():
        given = [(address, call) for call in calls if (address := spelled.given_to(call)) is not None]
        other = spelled.given_to_none(calls)
        if other is None:
            yield from given
        else:
            own = {call.place: address for address, call in given}
            yield from ((own.get(call.place, other), call) for call in calls)


class _Spelled:
    """Addresses by what calls may be given of them: the text itself, its name, or a text that is put together with the name."""

    def __init__(self, near: Neighbours, addresses: Sequence[Address]) -> None:
        self._near = near
        self._addresses = addresses
        self._names = [near.names_at(address.place) for address in addresses]
        self._named: dict[str, list[int]] = defaultdict(list)
        for number, names in enumerate(self._names):
            for name in names:
                self._named[name].append(number)
        self._placed = _Line((address.place, number) for number, address in enumerate(addresses))
        self._sums = _Line((place, name) for name in self._named for place in near.sums_with(name))

    def given_to(self, call: Called) -> Address | None:
        """The address that a call is given; the first of several."""
        for number in self._placed.within(call.place):
            return self._addresses[number]
        return next((self._addresses[self._named[name][0]] for name in self._names_in(call)), None)

    def given_to_none(self, calls: Iterable[Called]) -> Address | None:
        """The first address that none of the calls is given."""
        names, numbers = set[str](), set[int]()
        for call in calls:
            names.update(self._names_in(call))
            numbers.update(self._placed.within(call.place))
        if any(len(self._named[name]) == len(self._addresses) for name in names):
            return None
        for number, address in enumerate(self._addresses):
            if number not in numbers and names.isdisjoint(self._names[number]):
                return address
        return None

    def _names_in(self, call: Called) -> Iterator[str]:
        yield from (name for name in self._near.names_given(call) if name in self._named)
        yield from self._sums.within(call.place)


class _Line(Generic[T]):
    """Things of one file in the order of where they begin."""

    def __init__(self, things: Iterable[tuple[Place, T]]) -> None:
        ordered = sorted(things, key=lambda thing: thing[0])
        self._begins = [(place.line, place.column) for place, _ in ordered]
        self._things = [thing for _, thing in ordered]

    def within(self, place: Place) -> Iterator[T]:
        """Those that begin in a place."""
        start = bisect_left(self._begins, (place.line, place.column))
        end = bisect_left(self._begins, (place.end_line + 1, 0), start)
        return islice(self._things, start, end)
