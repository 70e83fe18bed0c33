"""Which functions of one file belong together, and where they send requests; for languages that are not resolved."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property

from smsaudit.match.chains import dotted, last
from smsaudit.match.requests import Requests, keeps
from smsaudit.match.sms_words import asks, names_phone
from smsaudit.model.fact import Called, Facts, ScopeKind, Written
from smsaudit.model.fact_index import Groups
from smsaudit.model.location import Place
from smsaudit.model.value import Attribute, Joined, Name, Text, Value

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
        for call in facts.calls:
            here = self._function(call.scope)
            self._calls[here].append(call)
            for there in named.get(last(call.callee), ()):
                self._links[here].add(there)
                self._links[there].add(here)

    @cached_property
    def _given(self) -> Groups[str, int]:
        """Scopes of calls by the names that they are given."""
        return Groups((name, call.scope) for call in self._facts.calls for name in _names(call))

    @cached_property
    def _sums(self) -> Groups[str, Written]:
        """Texts that are put together by the names in them."""
        return Groups((name, text) for text in self._facts.texts for name in _parts(text.value))

    def defines(self, name: str) -> bool:
        """Whether a function of this name stands in the file."""
        return name in self._named

    def mentioning(self, place: Place, scope: int) -> set[int]:
        """The function around a text, or those that mention the constant it is bound to."""
        function = self._function(scope)
        if self._facts.scopes[function].kind is ScopeKind.FUNCTION:
            return {function}
        names = {bound.name for bound in self._facts.index.bound_at[place]}
        if not names:
            return {function, *self._calls}
        found = {self._function(scope) for name in names for scope in self._given[name]}
        found |= {self._function(text.scope) for name in names for text in self._sums[name]}
        return found - {function} or {function, *self._calls}

    def asked(self, place: Place, scope: int) -> list[Called]:
        """Requests near an address; in a function that gives it to some of them, only those."""
        found: dict[int, list[Called]] = defaultdict(list)
        for call in self.requests(self.mentioning(place, scope)):
            found[self._function(call.scope)].append(call)
        names = {bound.name for bound in self._facts.index.bound_at[place]}
        sums = [text.place for name in names for text in self._sums[name]]
        return [
            call
            for calls in found.values()
            for call in [one for one in calls if _is_given(one, (place, *sums), names)] or calls
        ]

    def kept_for(self, scope: int) -> list[Called]:
        """Requests of the one function that makes any, for an address that another function only puts down."""
        if self._facts.scopes[self._function(scope)].kind is not ScopeKind.FUNCTION:
            return []
        asking = {
            function: requests
            for function, calls in self._calls.items()
            if (
                requests := [
                    call for call in calls if self._requests.are_made_by(call) or self._may_send(call)
                ]
            )
        }
        taking = [n for n in asking if any(names_phone(p.name) for p in self._facts.scopes[n].parameters)]
        if len(taking) > 1:
            taking = [n for n in taking if not asks(self._facts.scopes[n].name)]
        only = taking if len(asking) > 1 else list(asking)
        return self.requests(only) if len(only) == 1 else []

    def handed(self, text: str, place: Place, scope: int) -> list[Called]:
        """Calls that are given an address and seem to send something to it: the request stands in another file.

        They do by their names, or are bare functions that are given more than the address.
        """
        names = {bound.name for bound in self._facts.index.bound_at[place]}

        def is_it(value: Value) -> bool:
            return last(value) in names or value == Text(text)

        return [
            call
            for function in sorted(self.mentioning(place, scope))
            for call in self._calls.get(function, ())
            if (
                _HANDS.fullmatch(last(call.callee))
                and (call.place == place or any(is_it(one.value) for one in call.arguments))
            )
            or (_may_wrap(call) and is_it(call.arguments[0].value))
        ]

    def requests(self, functions: Iterable[int]) -> list[Called]:
        """Requests in these functions, or in the nearest that call them or are called by them."""
        level = set(functions)
        seen = set(level)
        for _ in range(_FURTHEST + 1):
            calls = [call for function in sorted(level) for call in self._calls.get(function, ())]
            certain = [call for call in calls if self._requests.are_made_by(call)]
            found = certain or [call for call in calls if self._may_send(call)]
            if found:
                return list({call.place.line: call for call in found}.values())
            level = {there for here in level for there in self._links[here]} - seen
            seen |= level
        return []

    def _may_send(self, call: Called) -> bool:
        callee = call.callee
        return last(callee) in _SOCKETS or (
            isinstance(callee, Attribute)
            and _MAY_SEND.fullmatch(callee.name) is not None
            and _HTTP.search(dotted(callee.base, self._facts.calls)) is not None
        )

    def _function(self, scope: int) -> int:
        """The function, or else the class or file, that a scope lies in."""
        while scope > 0 and self._facts.scopes[scope].kind is not ScopeKind.FUNCTION:
            scope = self._facts.scopes[scope].parent
        return max(scope, 0)


def _is_given(call: Called, places: Iterable[Place], names: Collection[str]) -> bool:
    """Whether a call is given a text that stands in one of these places, or one by its name."""
    return any(map(call.place.has_start_of, places)) or any(name in names for name in _names(call))


def _parts(value: Value) -> Iterable[str]:
    """Names in a text that is put together."""
    return map(last, value.parts) if isinstance(value, Joined) else ()


def _names(call: Called) -> Iterable[str]:
    return filter(None, (last(argument.value) for argument in call.arguments))


def _may_wrap(call: Called) -> bool:
    """Whether a bare function is given more than an address, and does not keep it by its name."""
    match call.callee:
        case Name(name):
            return len(call.arguments) > 1 and not name[:1].isupper() and not keeps(name)
        case _:
            return False
