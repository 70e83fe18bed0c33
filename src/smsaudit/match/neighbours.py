"""Which functions of one file belong together, and where they send requests; for languages that are not resolved."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from smsaudit.match.chains import dotted, last
from smsaudit.match.requests import Requests, keeps
from smsaudit.match.sms_words import asks, names_phone
from smsaudit.model.fact import Called, Facts, ScopeKind, Written
from smsaudit.model.fact_index import Groups
from smsaudit.model.location import Place
from smsaudit.model.value import Attribute, Joined, Name, Opaque, Text, Value

_MAY_SEND = re.compile(
    r"(?i)execute(?:async)?|enqueue|do|exec|perform|readtext|send|sendasync|post\w*|get|put|request|ajax|open|retrieve|submit"
)
"""Sends a request if the receiver is an HTTP client."""
_HTTP = re.compile(
    r"(?i)http|client|rest|\breq|axios|curl|session|conn|url|web|xhr|ajax|\bgot\b|superagent|needle|guzzle|faraday|typhoeus|excon|forest|unirest|newCall|\bR\b"
    r"|^(?:\$|jquery|wx|uni|my|tt|swan)$"
)
_HANDS = re.compile(
    r"(?i)(?:do_?|exec(?:ute)?_?|http_?|client_?)?(?:send|post|request|submit|curl|get)(?:_?[a-z]\w*)?"
)
"""Sends what it is given to the address that it is given."""
_GIVES_TO_SENDER = re.compile(
    r"(?i)(?:do_?|exec(?:ute)?_?|make_?|api_?|http_?|client_?)*(?:send|post|request|submit|curl|call|fetch)(?:_?(?!ur[il]|end_?point|body|header|param|config)[a-z]\w*)?"
)
"""Does so by its name, with the address as one of its arguments, under a name or put together on the spot."""
_MOST_LINES = 40
_SOCKETS = frozenset(["fsockopen", "pfsockopen", "stream_socket_client", "fopen"])
"""Opens an address; what is written to it is the request."""
_FURTHEST = 3


class Neighbours:
    """The functions of one file, linked by their calls of one another."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._requests = Requests(facts)
        named: dict[str, list[int]] = defaultdict(list)
        for number, scope in enumerate(facts.scopes):
            if scope.kind is ScopeKind.FUNCTION:
                named[scope.name].append(number)
        self._named = named
        self._links: dict[int, set[int]] = defaultdict(set)
        self._calls: dict[int, list[Called]] = defaultdict(list)
        self._leading: dict[tuple[int, int], frozenset[int]] = {}
        self._mentioning: dict[tuple[int, frozenset[str]], frozenset[int]] = {}
        self._handing: dict[tuple[str, frozenset[str]], Mapping[int, list[Called]]] = {}
        for call in facts.calls:
            here = self.function(call.scope)
            self._calls[here].append(call)
            for there in named.get(last(call.callee), ()):
                self._links[here].add(there)
                self._links[there].add(here)

    @cached_property
    def _everywhere(self) -> frozenset[int]:
        return frozenset(self._calls)

    @cached_property
    def _certain(self) -> Mapping[int, list[Called]]:
        """Calls that are requests, by function."""
        return self._those(self._requests.are_made_by)

    @cached_property
    def _likely(self) -> Mapping[int, list[Called]]:
        """Calls that may be requests, by function."""
        return self._those(self._may_send)

    def _those(self, are: Callable[[Called], bool]) -> Mapping[int, list[Called]]:
        found = ((function, list(filter(are, calls))) for function, calls in self._calls.items())
        return {function: calls for function, calls in found if calls}

    @cached_property
    def _given(self) -> Groups[str, int]:
        """Scopes of calls by the names that they are given."""
        return Groups((name, call.scope) for call in self._facts.calls for name in self.names_given(call))

    @cached_property
    def _taking(self) -> Groups[Value, Called]:
        """Calls by what they are given: names by the last one, and texts."""
        return Groups(
            (value, call)
            for call in self._facts.calls
            for value in dict.fromkeys(_bare(argument.value) for argument in call.arguments)
            if value is not None
        )

    @cached_property
    def _sums(self) -> Groups[str, Written]:
        """Texts that are put together by the names in them."""
        return Groups((name, text) for text in self._facts.texts for name in _parts(text.value))

    def defines(self, name: str) -> bool:
        """Whether a function of this name stands in the file."""
        return name in self._named

    def names_at(self, place: Place) -> frozenset[str]:
        """The constants that what stands in a place is bound to."""
        return frozenset(bound.name for bound in self._facts.index.bound_at[place])

    def names_given(self, call: Called) -> Iterator[str]:
        """The names that a call is given; of several with dots between them the last one."""
        return filter(None, (last(argument.value) for argument in call.arguments))

    def sums_with(self, name: str) -> Iterator[Place]:
        """Where texts are put together with a name."""
        return (text.place for text in self._sums[name])

    def mentioning(self, place: Place, scope: int) -> frozenset[int]:
        """The function around a text, or those that mention the constant it is bound to."""
        function = self.function(scope)
        if self._facts.scopes[function].kind is ScopeKind.FUNCTION:
            return frozenset((function,))
        key = (function, self.names_at(place))
        if key not in self._mentioning:
            _, names = key
            found = {self.function(scope) for name in names for scope in self._given[name]}
            found |= {self.function(text.scope) for name in names for text in self._sums[name]}
            self._mentioning[key] = frozenset(found - {function}) or self._everywhere
        return self._mentioning[key]

    def asking(self, functions: frozenset[int]) -> frozenset[int]:
        """Those of the functions that make requests, or the nearest that do, call them or are called by them."""
        found = functions & self._active
        for distance in range(1, _FURTHEST + 1):
            if found:
                break
            found = _union(self._lead(function, distance) for function in functions)
        return found

    @cached_property
    def _active(self) -> frozenset[int]:
        return frozenset((*self._certain, *self._likely))

    def _lead(self, function: int, distance: int) -> frozenset[int]:
        """Functions that make requests, so many calls away from one near which there are none."""
        key = (function, distance)
        if key not in self._leading:
            links = self._links.get(function, set())
            self._leading[key] = (
                self._active.intersection(links)
                if distance == 1
                else _union(self._lead(there, distance - 1) for there in links)
            )
        return self._leading[key]

    def requests(self, functions: Iterable[int]) -> list[Called]:
        """Requests in these functions, one on each line; those that may be some only where none is certain."""
        inside = sorted(functions)
        certain = [call for function in inside for call in self._certain.get(function, ())]
        found = certain or [call for function in inside for call in self._likely.get(function, ())]
        return list({call.place.line: call for call in found}.values())

    def kept_for(self, scope: int) -> list[Called]:
        """Requests of the one function that makes any, for an address that another function only puts down."""
        is_inside = self._facts.scopes[self.function(scope)].kind is ScopeKind.FUNCTION
        return self._only if is_inside else []

    @cached_property
    def _only(self) -> list[Called]:
        scopes = self._facts.scopes
        asking = [function for function in self._calls if function in self._active]
        taking = [n for n in asking if any(names_phone(p.name) for p in scopes[n].parameters)]
        if len(taking) > 1:
            taking = [n for n in taking if not asks(scopes[n].name)]
        only = taking if len(asking) > 1 else asking
        return self.requests(only) if len(only) == 1 else []

    def handed(self, text: str, place: Place, scope: int) -> list[Called]:
        """Calls that are given an address and seem to send something to it: the request stands in another file.

        They do by their names, or are bare functions that are given more than the address.
        """
        functions = self.mentioning(place, scope)
        key = (text, self.names_at(place))
        if key not in self._handing:
            self._handing[key] = Groups(self._taken(*key))
        handing = self._handing[key]
        there = handing if len(handing) < len(functions) else functions
        found = [call for n in sorted(there) if n in functions for call in handing[n]]
        found = found or [call for call in self._around(place) if self.function(call.scope) in functions]
        return list({call.place: call for call in (*self._at(place, functions), *found)}.values())

    def _taken(self, text: str, names: frozenset[str]) -> Iterator[tuple[int, Called]]:
        """By function, calls that are given an address by itself or its name, and seem to send something to it."""
        values: list[Value] = [Text(text), *map(Name, sorted(names))]
        calls = {call.place: call for value in values for call in self._taking[value]}
        for call in calls.values():
            first = _bare(call.arguments[0].value)
            if _HANDS.fullmatch(last(call.callee)) or (_may_wrap(call) and first in values):
                yield self.function(call.scope), call

    def _around(self, place: Place) -> list[Called]:
        """The call among whose arguments a text stands, if it sends what it is given."""
        around = [call for call in self._sending[place.line] if call.place.has_start_of(place)]
        return [max(around, key=lambda call: call.place)] if around else []

    @cached_property
    def _sending(self) -> Groups[int, Called]:
        """Calls that send what they are given, and are given something put together on the spot, by their lines."""
        return Groups(
            (line, call)
            for call in self._facts.calls
            if _GIVES_TO_SENDER.fullmatch(last(call.callee))
            and any(isinstance(argument.value, Opaque) for argument in call.arguments)
            for line in call.place.lines[:_MOST_LINES]
        )

    def _at(self, place: Place, functions: frozenset[int]) -> Iterator[Called]:
        for call in self._facts.index.calls_at[place]:
            if self.function(call.scope) in functions and _HANDS.fullmatch(last(call.callee)):
                yield call

    def _may_send(self, call: Called) -> bool:
        callee = call.callee
        return last(callee) in _SOCKETS or (
            isinstance(callee, Attribute)
            and _MAY_SEND.fullmatch(callee.name) is not None
            and _HTTP.search(dotted(callee.base, self._facts.calls)) is not None
        )

    def function(self, scope: int) -> int:
        """The function, or else the class or file, that a scope lies in."""
        while scope > 0 and self._facts.scopes[scope].kind is not ScopeKind.FUNCTION:
            scope = self._facts.scopes[scope].parent
        return max(scope, 0)


def _union(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    """Of one set, that one: what many share is kept once."""
    found = set(filter(None, sets))
    return found.pop() if len(found) == 1 else frozenset().union(*found)


def _parts(value: Value) -> Iterable[str]:
    """Names in a text that is put together."""
    return map(last, value.parts) if isinstance(value, Joined) else ()


def _bare(value: Value) -> Value | None:
    """What is compared of an argument: a text, or the last of its names."""
    name = last(value)
    return Name(name) if name else value if isinstance(value, Text) else None


def _may_wrap(call: Called) -> bool:
    """Whether a bare function is given more than an address, and does not keep it by its name."""
    match call.callee:
        case Name(name):
            return len(call.arguments) > 1 and not name[:1].isupper() and not keeps(name)
        case _:
            return False
